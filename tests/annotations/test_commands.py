"""`duibiao annotations`: out and back in every format, and refused as a whole with file and line."""

import json

import pytest
from click.testing import CliRunner

from extractor.annotations.commands import annotations
from extractor.annotations.files import read_annotations, write_annotations
from extractor.annotations.model import as_dict
from tests.annotations.drawing import make

TEXT = "某县统计局2022年政府信息公开工作年度报告\n本年新收申请3件，无结转。\n"
FIELD = "fields/applications.new.total"
AT = TEXT.index("3件")
GOOD = make(TEXT, FIELD, 3, "observed", (AT, AT + 1))
LATER = make(TEXT, FIELD, 4, "observed", None, who="bob", replaces=GOOD.id)


@pytest.fixture
def folder(tmp_path):
    """A document and what two people said of it, one after the other."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(TEXT, "utf-8", newline="")
    write_annotations(tmp_path / "said.jsonl", (GOOD, LATER))
    return tmp_path


def call(folder, *words):
    return CliRunner().invoke(annotations, [*words, "--documents", str(folder / "docs")])


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("jsonl", "a.jsonl"),
        ("label-studio", "a.json"),
        ("doccano", "b.jsonl"),
        ("spacy", "a.spacy"),
    ],
)
def test_out_and_in_again_keeps_the_history(folder, format, name):
    out, back = str(folder / name), folder / "back.jsonl"
    more = ["--predictions"] if format == "label-studio" else []
    sent = call(
        folder, "export", str(folder / "said.jsonl"), "--format", format, "--out", out, *more
    )
    assert sent.exit_code == 0, sent.output
    taken = call(folder, "import", out, "--format", format, "--out", str(back))
    assert taken.exit_code == 0, taken.output
    assert {one.id for one in read_annotations(back)} == {GOOD.id, LATER.id}
    again = call(folder, "import", out, "--format", format, "--out", str(back))
    assert "0" in again.output
    assert len(read_annotations(back)) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quote": "8"}, "quote-differs"),
        ({"span": [AT, AT + 99]}, "outside-document"),
        ({"target": "fields/no.such.field"}, "unknown-label"),
        ({"value": 7, "span": None, "quote": None, "who": "eve"}, "contradiction"),
    ],
)
def test_one_bad_line_refuses_the_file_with_its_line_and_reason(folder, change, code):
    bad, out = folder / "bad.jsonl", folder / "held.jsonl"
    write_annotations(out, (make(TEXT, "year", 2022, None, None),))
    before = out.read_bytes()
    lines = [as_dict(GOOD), as_dict(GOOD) | change]
    bad.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    refused = call(folder, "import", str(bad), "--out", str(out))
    assert refused.exit_code == 1
    assert f"bad.jsonl:2: [{code}]" in refused.output
    assert "nothing imported: bad.jsonl" in refused.output
    assert out.read_bytes() == before
