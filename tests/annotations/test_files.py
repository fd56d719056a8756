"""The JSONL format: back as it was, or refused with file, line and reason, and nothing taken."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from extractor.annotations.files import (
    AnnotationFileError,
    effective,
    read_annotations,
    read_folder,
    write_annotations,
)
from extractor.annotations.model import as_dict
from tests.annotations.drawing import annotated, make

TEXT = "本年新收申请3件，无结转。"
GOOD = make(TEXT, "fields/applications.new.total", 3, "observed", (6, 7))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(task=annotated())
def test_what_is_written_is_read(tmp_path, task):
    path = tmp_path / "a.jsonl"
    write_annotations(path, task.carried)
    assert read_annotations(path, lambda _: task.text) == task.carried
    assert read_annotations(path) == task.carried


def refused(tmp_path, *entries, text=TEXT):
    path = tmp_path / "bad.jsonl"
    lines = [e if isinstance(e, str) else json.dumps(e, ensure_ascii=False) for e in entries]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(AnnotationFileError) as caught:
        read_annotations(path, lambda _: text)
    assert all(p.file == "bad.jsonl" and p.reason for p in caught.value.problems)
    return [(p.line, p.code) for p in caught.value.problems]


def test_offsets_outside_the_document_are_refused(tmp_path):
    good = as_dict(GOOD)
    outside = good | {"span": [6, 99]}
    assert refused(tmp_path, good, outside) == [(2, "outside-document")]
    assert refused(tmp_path, good | {"span": [7, 6]}) == [(1, "outside-document")]
    assert refused(tmp_path, good | {"report_span": [0, 99]}) == [(1, "outside-document")]
    assert refused(tmp_path, good, text=TEXT + "。") == [(1, "outside-document")]


def test_a_quote_that_differs_is_refused(tmp_path):
    assert refused(tmp_path, "", as_dict(GOOD) | {"quote": "8"}) == [(2, "quote-differs")]
    assert refused(tmp_path, as_dict(GOOD) | {"quote": None}) == [(1, "quote-differs")]


def test_contradictions_are_refused_and_replacements_are_not(tmp_path):
    other = make(TEXT, "fields/applications.new.total", 4, "observed", None, who="bob")
    assert refused(tmp_path, as_dict(GOOD), as_dict(other)) == [(2, "contradiction")]
    assert refused(tmp_path, as_dict(GOOD) | {"state": "blank"}) == [(1, "contradiction")]
    shifted = make(TEXT, "year", 2021, None, None, report_span=(1, 5))
    assert refused(tmp_path, as_dict(GOOD), as_dict(shifted)) == [(2, "contradiction")]
    newer = make(TEXT, "fields/applications.new.total", 4, "observed", None, replaces=GOOD.id)
    path = tmp_path / "good.jsonl"
    write_annotations(path, [GOOD, newer])
    both = read_annotations(path)
    assert both == (GOOD, newer)
    assert effective(both) == (newer,)


def test_unknown_labels_and_shapes_are_refused(tmp_path):
    good = as_dict(GOOD)
    for change, code in (
        ({"target": "fields/no.such"}, "unknown-label"),
        ({"target": "agency/x"}, "unknown-label"),
        ({"state": "seen"}, "unknown-label"),
        ({"provenance": "hearsay"}, "unknown-label"),
        ({"target": "form", "value": "1066", "state": None}, "unknown-label"),
        ({"value": "3"}, "shape"),
        ({"value": True}, "shape"),
        ({"report": -1}, "shape"),
        ({"span": [1.5, 2]}, "shape"),
        ({"document": "abc"}, "shape"),
        ({"surprise": 1}, "shape"),
        ({"who": None}, "shape"),
        ({"note": "x" * 3000}, "too-large"),
        ({"note": "\ud800"}, "shape"),
    ):
        path = tmp_path / "bad.jsonl"
        path.write_text(json.dumps(good | change), "utf-8")
        with pytest.raises(AnnotationFileError) as caught:
            read_annotations(path, lambda _: TEXT)
        assert caught.value.code == code, change


def test_hostile_json_is_refused(tmp_path):
    for text in ("{", "[" * 100_000, "NaN", '{"a": NaN}', "null", "3", "[]"):
        assert refused(tmp_path, text)[0][1] in ("not-json", "shape")


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
STORED = Path(__file__).parents[2] / "annotations" / "seeds"


def test_the_stored_annotations_agree_with_each_other():
    found = read_folder(STORED)
    assert len({a.document for a in found}) == 5
    assert len([a for a in found if a.target.startswith("fields/")]) == 2400


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not at hand")
def test_the_stored_annotations_quote_their_documents():
    for path in sorted(STORED.glob("*.jsonl")):
        text = (SEEDS / f"{path.stem}.txt").read_bytes().decode("utf-8")
        placed = [a for a in read_annotations(path, lambda _, text=text: text) if a.span]
        assert len(placed) > 190
        assert max(len(a.quote) for a in placed) < 80
