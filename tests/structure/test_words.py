"""Words: joined they give the text; the Rust port cuts as the original does."""

import logging
import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.words import MAX_PIECE, words

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PIECE = 60


@settings(deadline=None)  # the first call loads the dictionary
@given(st.text(st.characters(), max_size=3 * MAX_PIECE))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_halves_of_characters_are_kept() -> None:
    assert words("政府\ud800信息\udfff") == ["政府", "\ud800", "信息", "\udfff"]


@pytest.fixture(scope="module")
def original() -> Callable[[str], list[str]]:
    """jieba itself, its dictionary built without a cache file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - takes seconds
    jieba.setLogLevel(logging.ERROR)
    cutter = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        cutter.tmp_dir = folder
        cutter.initialize()

    def cut(text: str) -> list[str]:
        return [
            word
            for at in range(0, len(text), MAX_PIECE)
            for word in cutter.cut(text[at : at + MAX_PIECE], HMM=False)
        ]

    return cut


def test_real_reports_are_cut_as_the_original_cuts_them(
    original: Callable[[str], list[str]],
) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the real documents lie beside the repository")
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(SEEDS.iterdir())]
    lines = {line for text in texts for line in re.split(r"[\n。,，]", text)}
    assert len(lines) > 500
    for line in sorted(lines):
        assert words(line) == original(line)


def test_any_text_is_cut_as_the_original_cuts_it(original: Callable[[str], list[str]]) -> None:
    marks = st.sampled_from("政府信息公开工作年度报告行政复议一二三0123abc.,，。%+#&-_ \r\n\t　")

    @settings(max_examples=200, deadline=None)
    @given(st.text(st.one_of(marks, st.characters(exclude_categories=["Cs"])), max_size=PIECE))
    def same(text: str) -> None:
        assert words(text) == original(text)

    same()
