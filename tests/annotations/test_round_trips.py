"""Label Studio, doccano and DocBin: there and back, and changed there as those tools change."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.annotations.carry import Region, Task
from extractor.annotations.files import AnnotationFileError, effective
from extractor.annotations.transfer import export_bytes, guess_format, import_file
from tests.annotations.drawing import WHEN, annotated, make

TEXT = "😀某县商务局2021年报告\n本年新收 | 3 | 5 |\n门户网站发布12条"
AT = TEXT.index("3 |")
FIELD = "fields/applications.new.total"


def task():
    return Task(
        make(TEXT, FIELD, 3, "observed", None).document,
        "a.txt",
        TEXT,
        (
            make(TEXT, FIELD, 3, "observed", (AT, AT + 1)),
            make(TEXT, "agency", "某县商务局", None, (1, 6)),
            make(TEXT, "fields/applications.carried_in.total", None, "absent", None),
            make(
                TEXT,
                "facts/disclosed.website",
                12,
                None,
                (TEXT.index("12条"), TEXT.index("12条") + 2),
            ),
        ),
    )


def back(tmp_path, data, format, **more):
    path = (
        tmp_path
        / f"back.{'spacy' if format == 'spacy' else 'json' if format == 'label-studio' else 'jsonl'}"
    )
    path.write_bytes(data)
    assert guess_format(path) == format
    return import_file(path, format, who="tool", when="2026-02-02T00:00:00Z", **more)


@pytest.mark.parametrize("format", ["label-studio", "doccano", "spacy", "jsonl"])
@settings(max_examples=15, deadline=None)
@given(drawn=annotated())
def test_there_and_back_changes_nothing(tmp_path_factory, format, drawn):
    found = back(
        tmp_path_factory.mktemp("trip"),
        export_bytes([drawn], format),
        format,
        texts=lambda _: drawn.text,
    )
    assert found == drawn.carried


def edited(tmp_path, change):
    tasks = json.loads(export_bytes([task()], "label-studio"))
    change(tasks[0]["annotations"][0]["result"])
    return back(tmp_path, json.dumps(tasks).encode(), "label-studio", texts=lambda _: TEXT)


def test_a_region_moved_in_label_studio_replaces_and_keeps_history(tmp_path):
    def move(result):
        region = next(r for r in result if r["value"]["labels"] == [FIELD])
        at = TEXT.index("5 |")
        region["value"].update(start=at, end=at + 1, text="5")
        region["meta"]["text"] = []

    found = edited(tmp_path, move)
    old, new = [a for a in found if a.target == FIELD]
    assert (old.value, new.value, new.replaces) == (3, 5, old.id)
    assert (new.provenance, new.decision, new.when) == (
        "import:label-studio",
        "corrected",
        "2026-02-02T00:00:00Z",
    )
    assert old.when == WHEN
    assert len(effective(found)) == 4


def test_a_value_typed_in_label_studio_counts(tmp_path):
    def retype(result):
        region = next(r for r in result if r["value"]["labels"] == [FIELD])
        region["meta"]["text"] = ["value=4", "state=narrative"]

    new = [a for a in effective(edited(tmp_path, retype)) if a.target == FIELD]
    assert [(a.value, a.state) for a in new] == [(4, "narrative")]


def test_a_region_deleted_in_label_studio_is_retracted(tmp_path):
    found = edited(tmp_path, lambda result: result.pop(0))
    assert FIELD not in {a.target for a in effective(found)}
    assert [a.decision for a in found if a.target == FIELD] == ["", "retracted"]


def test_offsets_in_browser_units_are_understood_where_the_quote_proves_them(tmp_path):
    def as_browser(result):
        for region in result:
            value = region["value"]
            value["start"] += 1  # the first character takes two units
            value["end"] += 1

    assert edited(tmp_path, as_browser) == task().carried


def test_a_quote_that_differs_refuses_the_whole_file(tmp_path):
    with pytest.raises(AnnotationFileError) as caught:
        edited(tmp_path, lambda result: result[0]["value"].update(text="7"))
    assert caught.value.code == "quote-differs"
    other = json.loads(export_bytes([task()], "label-studio"))
    with pytest.raises(AnnotationFileError) as caught:
        back(tmp_path, json.dumps(other).encode(), "label-studio", texts=lambda _: TEXT + "x")
    assert [p.line for p in caught.value.problems][:1] == [1]


def test_predictions_carry_scores_and_are_no_annotations(tmp_path):
    drawn = task()
    predicted = Task(
        drawn.document,
        "a.txt",
        TEXT,
        (),
        (Region(AT, AT + 1, FIELD, {"value": "3"}, 0.75),),
        "model-1",
    )
    data = export_bytes([predicted], "label-studio")
    prediction = json.loads(data)[0]["predictions"][0]
    assert (prediction["model_version"], prediction["score"]) == ("model-1", 0.75)
    assert prediction["result"][0]["score"] == 0.75
    assert back(tmp_path, data, "label-studio") == ()


def test_doccano_entities_and_new_spans(tmp_path):
    record = json.loads(export_bytes([task()], "doccano"))
    labels = record.pop("label")
    record["entities"] = [
        {"id": n, "start_offset": s, "end_offset": e, "label": name}
        for n, (s, e, name) in enumerate(labels)
    ]
    at = TEXT.index("5 |")
    record["entities"].append(
        {
            "id": 9,
            "start_offset": at,
            "end_offset": at + 1,
            "label": "fields/applications.carried_in.total",
        }
    )
    record["meta"] = {"duibiao": json.dumps(record.pop("duibiao"))}
    found = back(tmp_path, (json.dumps(record) + "\n").encode(), "doccano")
    new = next(a for a in effective(found) if a.target == "fields/applications.carried_in.total")
    assert (new.value, new.state, new.provenance) == (5, "observed", "import:doccano")
    assert len(effective(found)) == 4


@pytest.mark.parametrize("label", ["fields/none", "form"])
def test_labels_unknown_or_without_a_value_are_refused(tmp_path, label):
    record = json.loads(export_bytes([task()], "doccano"))
    record["label"].append([1, 3, label])
    with pytest.raises(AnnotationFileError) as caught:
        back(tmp_path, b"\n" + json.dumps(record).encode(), "doccano")
    assert caught.value.problems[0].code in ("unknown-label", "value-unreadable")


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=60))
def test_foreign_bytes_are_refused_in_every_format(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("x") / "x"
    path.write_bytes(b"\x01" + data)
    for format in ("label-studio", "doccano", "spacy", "xlsx", "jsonl"):
        with pytest.raises(AnnotationFileError):
            import_file(path, format, who="x", when=WHEN)
