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


@pytest.mark.parametrize(
    "name",
    ["清河县地方志编纂委员会办公室", "清河县机构编制委员会办公室", "清河县老龄工作委员会办公室",
     "清河县供销合作总社", "清河县供销合作社联合社", "永德县维的乡人民政府"],
)  # fmt: skip
def test_names_that_hold_other_words(name: str) -> None:
    assert names(f"{name}2016年政府信息公开年度报告") == [name]


def test_the_office_of_a_bureau_is_no_body_of_its_own() -> None:
    assert names("请与清河县卫生健康委员会办公室联系") == ["清河县卫生健康委员会"]


@pytest.mark.parametrize("text", ["全县所有的乡人民政府", "辖区内的乡人民政府", "我县的乡人民政府"])
def test_of_before_towns_in_general(text: str) -> None:
    assert names(text) in ([], ["乡人民政府"])
