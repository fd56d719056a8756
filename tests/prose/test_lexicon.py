"""Cue words are found by longest match, also where a shorter one begins alike."""

import json
from pathlib import Path

import pytest

from extractor.prose.lexicon import Lexicon, read_lexicon


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "cues.json"
    cues = {"all": ["共", "共计"], "new": ["新收", "新收到"], "end": ["结"]}
    path.write_text(json.dumps({"cues": cues, "phrases": ["公文"]}), "utf-8")
    return read_lexicon(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新收到共计", ["新收到", "共计"]),
        ("新收共享", ["新收", "共"]),  # a single character before what begins no longer cue
        ("共共计", ["共", "共计"]),
        ("办结", ["结"]),  # at the end of the text
        ("新来", []),
    ],
)
def test_the_longest_cue_is_found(lexicon: Lexicon, text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b, _ in lexicon.scan(text, 0, len(text))] == found


def test_a_cue_ends_where_the_stretch_does(lexicon: Lexicon) -> None:
    assert [b for _, b, _ in lexicon.scan("新收到", 0, 2)] == [2]


def test_pairs_are_those_inside_words(lexicon: Lexicon) -> None:
    assert lexicon.pairs == {"共计", "新收", "收到", "公文"}
