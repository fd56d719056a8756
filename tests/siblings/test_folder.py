"""`duibiao annotations siblings`: what corrections suggest for the other documents of a folder."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.annotations import commands
from extractor.annotations.files import write_annotations
from extractor.annotations.model import Annotation
from tests.siblings.printed import CELL, Printed


def decided(of: Printed, **more: object) -> Annotation:
    values = {
        "document": hashlib.sha256(of.text.encode()).hexdigest(), "length": len(of.text), "report": 0,
        "report_span": (0, len(of.text)), "target": f"fields/{CELL}", "value": of.truth[CELL],
        "state": "observed", "who": "ann", "when": "2026-01-02T03:04:05Z", "provenance": "review",
        "decision": "corrected", **more,
    }  # fmt: skip
    return Annotation(**values)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three documents of one template, read as `Printed` says."""
    held = {hashlib.sha256(of.text.encode()).hexdigest(): of for of in map(Printed, (1, 2, 3))}
    (tmp_path / "docs").mkdir()
    for n, of in enumerate(held.values()):
        (tmp_path / "docs" / f"{n}.txt").write_text(of.text, "utf-8", newline="")
    monkeypatch.setattr(
        commands.Documents, "origin", lambda _self, id: ({"reports": [held[id].report]}, held[id].text)
    )  # fmt: skip
    return tmp_path


def told(folder: Path, *said: Annotation) -> list[dict[str, object]]:
    write_annotations(folder / "said.jsonl", said)
    asked = ["siblings", str(folder / "said.jsonl"), "--documents", str(folder / "docs")]
    answer = CliRunner().invoke(commands.annotations, asked)
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_others_of_the_template_are_offered_their_own_number(folder: Path) -> None:
    first, second, third = map(Printed, (1, 2, 3))
    found = told(folder, decided(first))
    assert [one["value"] for one in found] == [second.truth[CELL], third.truth[CELL]]
    assert {one["target"] for one in found} == {f"fields/{CELL}"}
    assert found[0]["suggested_by"] == {"document": decided(first).document, "report": 0, "who": "ann"}  # fmt: skip
    assert found[0]["name"] == "1.txt"


def test_who_was_decided_needs_no_offer_and_a_retracted_correction_makes_none(folder: Path) -> None:
    first, second, third = map(Printed, (1, 2, 3))
    found = told(folder, decided(first), decided(second))
    assert [one["value"] for one in found] == [third.truth[CELL]]
    gone = decided(first, decision="retracted", replaces=decided(first).id)
    assert told(folder, decided(first), gone) == []
