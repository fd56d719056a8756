"""The configuration under annotations/corpus is complete and shared out to the splits."""

import random

import pytest

from extractor.training.corpus.splits import Split, draw, draw_own, home
from extractor.training.corpus.wordings import WordingError, choose, facts, read, texts

KEYS = [
    "disclosed.total",
    "disclosed.website",
    "disclosed.wechat",
    "disclosed.weibo",
    "disclosed.other_media",
    "interpretations",
    "press_conferences",
    "interviews",
    "visits.website",
    "followers",
    "requests.received",
    "requests.answered",
    "review.cases",
    "litigation.cases",
    "information_fee",
    "proposals.npc",
    "proposals.cppcc",
    "training",
    "meetings",
    "consultations",
    "hotline",
]


def test_every_fact_has_many_wordings():
    for key in KEYS:
        assert len(facts()[key].texts) >= 12, key


def test_main_headings_have_many_spellings():
    for key, found in read("headings")["modern"].items():
        assert len(set(found)) >= 8, key
    assert len(read("headings")["modern"]["overview"]) >= 20


def test_train_never_draws_what_is_another_splits():
    entries = tuple(t for w in facts().values() for t in w.texts)
    rng = random.Random(3)
    own = {split: {e for e in entries if home(e) is split} for split in Split}
    assert all(own.values())
    drawn = {split: {draw(rng, entries, split) for _ in range(3000)} for split in Split}
    assert drawn[Split.TRAIN] <= own[Split.TRAIN]
    assert not drawn[Split.HELD_OUT] & own[Split.CALIBRATION]
    assert not drawn[Split.CALIBRATION] & own[Split.HELD_OUT]
    assert drawn[Split.HELD_OUT] & own[Split.HELD_OUT]
    assert draw_own(rng, entries, Split.HELD_OUT) in own[Split.HELD_OUT]


def test_choices_are_settled_inside_out():
    assert choose(random.Random(1), "a[b|b[c|c]]") in ("ab", "abc")
    with pytest.raises(WordingError) as caught:
        choose(random.Random(1), "a[b")
    assert caught.value.code == "unbalanced"


def test_a_missing_list_is_named():
    with pytest.raises(WordingError) as caught:
        texts("filler", "no-such-section")
    assert "no-such-section" in str(caught.value)


def test_every_template_can_be_settled():
    rng = random.Random(2)
    for wording in facts().values():
        for entry in (*wording.texts, *wording.zero, *wording.natural):
            assert "[" not in choose(rng, entry)
