"""A name may begin with a word that elsewhere means "and"; a broken title may end in half a word."""

import pytest

from extractor.identity.names import mentions
from extractor.types import Span


def names(text: str) -> list[str]:
    """Names of bodies; those of places alone (weak ones) are left out."""
    return [one.name for one in mentions(text, Span(0, len(text))) if not one.weak]


@pytest.mark.parametrize("text", ["和陵市水利局2022年报告", "2022年,和陵市水利局公开信息。"])
def test_a_place_that_begins_like_and(text: str) -> None:
    assert names(text) == ["和陵市水利局"]


def test_and_between_two_bodies() -> None:
    assert names("清河县财政局和水利局") == ["清河县财政局", "水利局"]


def test_half_a_word_at_the_end_of_a_line() -> None:
    assert names("清河县水利局政府\n信息公开工作年度报告") == ["清河县水利局"]


def test_a_year_before_a_name_that_looks_like_a_place() -> None:
    assert "丰城区昭泉街道办事处" in names("2021年丰城区昭泉街道办事处")


def test_what_happened_to_a_body_is_no_part_of_its_name() -> None:
    assert names("没有发生针对清河县水利局的诉讼") == ["清河县水利局"]
