"""What every generated document promises, over seeds, splits and damage."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import modern_ids
from extractor.reading import read
from extractor.training.corpus.document import FORMS, Options, make_document
from extractor.training.corpus.operators import OPERATORS
from extractor.training.corpus.solver import failing
from extractor.training.corpus.splits import Split, home

SPLITS = [s.value for s in Split]
STATES = {"observed", "crosswalk", "narrative", "inferred", "blank", "absent"}
DOCUMENTS = st.tuples(st.integers(0, 10**6), st.sampled_from(SPLITS))


def number(text):
    digits = re.sub(r"[,，\s\u200b-\u200d\ufeff\u2060]", "", unicodedata.normalize("NFKC", text))
    match = re.fullmatch(r"([增减減+-])?(\d+(?:\.\d+)?)\D{0,3}", digits)
    return None if match is None else float(match[2]) * (-1 if match[1] in ("减", "減", "-") else 1)


def check(one):
    assert read(one.data, one.name).text == one.text
    for report in one.gold["reports"]:
        assert set(report["fields"]) | set(report["undetermined"]) >= set(modern_ids())
        for id, (start, end) in report["spans"]["fields"].items():
            field = report["fields"].get(id) or report.get("legacy", {}).get(id)
            if field and field["value"] is not None and field["state"] in ("observed", "inferred"):
                assert number(one.text[start:end]) == field["value"], (id, one.tags)
        for field in report["fields"].values():
            assert field["state"] in STATES
            assert (field["value"] is None) == (field["state"] in ("blank", "absent"))
        for _, value, start, end in report["spans"].get("statements", ()):
            said = re.sub(r"[^0-9.]", "", unicodedata.normalize("NFKC", one.text[start:end]))
            assert not value or float(said) == value, one.tags
        titles = [one.text[s:e] for _, s, e in report["spans"]["sections"]]
        assert [s["title"] for s in report["sections"]] == titles
        start, end = report["span"]
        assert 0 <= start < end <= len(one.text)
    for reject in one.gold["rejected"]:
        assert 0 <= reject["span"][0] < reject["span"][1] <= len(one.text)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_spans_quote_what_is_printed_after_any_damage(which):
    check(make_document(which[0], which[1], Options(damage=(3, 6))))


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_each_operator_alone(name):
    used = 0
    for seed in range(24):
        for form in sorted(OPERATORS[name].forms & set(FORMS)):
            one = make_document(seed, "train", Options(form=form, only=name))
            if name in one.tags["damage"]:
                check(one)
                used += 1
            if used == 4:
                return
    assert used


def test_the_same_seed_gives_the_same_document():
    for split in SPLITS:
        for seed in range(5):
            first, second = make_document(seed, split), make_document(seed, split)
            assert first.data == second.data
            assert first.gold == second.gold
    assert make_document(1, "train").data != make_document(2, "train").data


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_identities_hold_where_nothing_is_misprinted(which):
    one = make_document(which[0], which[1], Options(damage=(0, 0), page="single"))
    for report in one.gold["reports"]:
        known = {
            i: f["value"]
            for i, f in report["fields"].items()
            if f["value"] is not None and i not in report["conflicts"]
        }
        if report["form"] in ("2021", "2019") and not one.tags["misprinted"]:
            assert failing(known) == []


def test_leaving_an_operator_out_leaves_it_out():
    for seed in range(30):
        one = make_document(
            seed, "train", Options(damage=(3, 6), without=frozenset({"title-missing"}))
        )
        assert "title-missing" not in one.tags["damage"]


def test_splits_share_neither_agencies_nor_combinations():
    agencies = {s: set() for s in SPLITS}
    combinations = {s: set() for s in SPLITS}
    for split in SPLITS:
        for seed in range(60):
            one = make_document(seed, split, Options(damage=(3, 6), page="single"))
            for report in one.gold["reports"]:
                if "agency-short" not in one.tags["damage"] and report["agency"][0]:
                    agencies[split].add(report["agency"][0])
            combinations[split].add(tuple(sorted(one.tags["damage"])))
    for left in SPLITS:
        for right in SPLITS:
            if left < right:
                assert not agencies[left] & agencies[right]
                assert not {c for c in combinations[left] & combinations[right] if len(c) > 1}


@given(st.text(min_size=1))
def test_every_text_has_one_home(text):
    assert home(text) in set(Split)


def test_what_several_placements_fit_is_not_scored():
    seen = 0
    for seed in range(40):
        one = make_document(seed, "train", Options(form="2021", only="blanks-dropped"))
        for report in one.gold["reports"]:
            seen += len(report["undetermined"])
            assert not set(report["undetermined"]) & set(report["fields"])
    assert seen


def test_where_the_rest_is_missing_only_the_opening_stands():
    later = {"problems", "other_matters"}
    kept = set()
    for seed in range(12):
        one = make_document(seed, "train", Options(form="2021", only="rest-missing"))
        (report,) = one.gold["reports"]
        found = {section["key"] for section in report["sections"] if section["level"] == 1}
        assert "overview" in found
        assert not found & later
        kept |= found
        told = {i.split(".")[0] for i, f in report["fields"].items() if f["state"] == "observed"}
        assert told <= found
    assert {"disclosure", "applications"} <= kept


def test_several_reports_on_a_page_are_whole():
    for seed in range(40):
        one = make_document(seed, "train", Options(damage=(5, 6), page="years"))
        assert "rest-missing" not in one.tags["damage"]
