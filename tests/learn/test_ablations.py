"""What ablations switch off is off, and on again afterwards; strange documents tell the truth."""

import json

import pytest

from benchmarks import ablations, learning_curve, seeds_out
from extractor.annotations.files import read_annotations
from extractor.pipeline import Settings
from extractor.structure import hashing
from extractor.tables import reader
from extractor.tables.recognise import Label, recognise
from extractor.tables.tokens import tokenise
from extractor.tables.vocabulary import LabelKind
from extractor.training.corpus.document import Options, make_document
from extractor.training.judging import judge
from extractor.types import Span


def known_as(printed: str) -> float:
    """How much a printed label of a row reads like a known one, as tables are read now."""
    words = reader.vocabulary()
    text = f"{printed} | 3 | 4 |\n"
    items = recognise(tokenise(text, Span(0, len(text)), words.stuck), words)
    return max(one.best(LabelKind.ROW)[1] for one in items if isinstance(one, Label))


def test_labels_that_differ_by_a_character_are_unknown_while_they_must_be_equal() -> None:
    before = known_as("三安全一稳顶")
    with ablations.equal_labels_only():
        assert known_as("三安全一稳顶") == 0
        assert known_as("三安全一稳定") > 0.9
    assert known_as("三安全一稳顶") == before > 0.7


def test_wordings_that_are_not_official_are_unknown_while_they_are_off() -> None:
    wordings = {w.bare for w in reader.vocabulary().wordings}
    with ablations.official_labels_only():
        official = {w.bare for w in reader.vocabulary().wordings}
    assert official < wordings
    assert {w.bare for w in reader.vocabulary().wordings} == wordings


def test_without_a_segmenter_every_character_is_a_word() -> None:
    before = hashing.words("政府信息公开")
    with ablations.characters_for_words():
        assert hashing.words("政府信息公开") == tuple("政府信息公开")
    assert hashing.words("政府信息公开") == before != tuple("政府信息公开")


def test_a_variant_lacks_its_files_alone(tmp_path) -> None:
    whole = {path.name for path in ablations.models(ablations.EVERYTHING, tmp_path).iterdir()}
    for variant in ablations.VARIANTS:
        if variant.lacks:
            held = {path.name for path in ablations.models(variant, tmp_path).iterdir()}
            assert held == whole - set(variant.lacks)
            assert held != whole


def test_facts_are_judged() -> None:
    many = (
        make_document(n, "calibration", Options(form="narrative", page="single"))
        for n in range(6_840_800_000, 6_840_800_020)
    )
    one = next(m for m in many if len(m.gold["reports"][0]["facts"]) > 2)
    truth = one.gold["reports"][0]
    told = judge(one.data, one.name, one.gold, Settings()).tags["judged"]
    assert told["fact:asked"] >= told["fact:found"] > 0
    truth["facts"] = [{**fact, "value": fact["value"] + 1} for fact in truth["facts"]]
    truth["facts_accepted"] = []
    missed = judge(one.data, one.name, one.gold, Settings()).tags["judged"]
    assert missed["fact:asked"] == told["fact:asked"]
    assert missed["fact:found"] < told["fact:found"]
    assert missed["fact:given"] == told["fact:given"]


@pytest.mark.parametrize("kind", sorted(learning_curve.KINDS))
def test_documents_of_a_kind_are_where_their_truth_says(kind) -> None:
    shown = 0
    for one in learning_curve.documents(kind, 4):
        report = one.gold["reports"][0]
        cells = {**report["fields"], **report.get("legacy", {})}
        values = {
            id: one.text[start:end]
            for id, (start, end) in report["spans"]["fields"].items()
            if end > start and cells[id]["value"] is not None
        }
        plain = {id: text for id, text in values.items() if text.isascii() and text.isdigit()}
        assert all(int(text) == cells[id]["value"] for id, text in plain.items())
        shown += len(plain)
    assert shown > 100


def test_each_number_has_its_share_behind_it() -> None:
    many = learning_curve.documents("layout", 10)
    one = next(m for m in many if m.gold["reports"][0]["form"] == "2021")
    places = one.gold["reports"][0]["spans"]["fields"].values()
    behind = [one.text[end : end + 8] for start, end in places if one.text[start:end].isdigit()]
    assert len(behind) > 50
    assert all(text.startswith("{") and "%}" in text for text in behind)


def test_gold_teaches_as_if_a_person_had_said_it(tmp_path) -> None:
    names = sorted(path.stem for path in seeds_out.SAID.glob("*.jsonl"))[:2]
    folder = seeds_out.lessons(names, tmp_path / "said")
    said = read_annotations(folder / "said.jsonl")
    assert {one.provenance for one in said} == {"manual"}
    split = json.loads((folder / seeds_out.SPLIT).read_text("utf-8"))
    assert split == {one.document: "train" for one in said}
    assert len(split) == len(names)


def test_every_new_wording_is_that_of_a_row() -> None:
    printed = json.loads(ablations.WORDINGS.read_text("utf-8"))
    taught = ablations.new_wordings()
    assert len(taught) == len(printed)
    for row, (wording,) in taught.items():
        old = next(one for one in printed if one in row)
        assert wording == row.replace(old, printed[old]) != row
