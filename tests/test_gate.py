"""The quality gate, and that it cannot be loosened unnoticed."""

import copy
from pathlib import Path
from typing import Any

import click
import pytest

from benchmarks import gate

NOW = {"held-out 2021": {"year": 0.9, "wrong outside review": 0.1}}
DIGESTS = {"held-out": "a"}


@pytest.fixture
def pinned() -> dict[str, Any]:
    return gate.pin(NOW, {}, DIGESTS, None)


def changed(name: str, value: float) -> dict[str, dict[str, float]]:
    now = copy.deepcopy(NOW)
    now["held-out 2021"][name] = value
    return now


def test_no_figure_fell() -> None:
    assert gate.failures(gate.measure(), gate.load_floors(), gate.digests()) == []


def test_what_is_pinned_passes(pinned: dict[str, Any]) -> None:
    assert gate.failures(NOW, pinned, DIGESTS) == []


@pytest.mark.parametrize(("name", "value"), [("year", 0.89), ("wrong outside review", 0.11)])
def test_a_worse_figure_fails(pinned: dict[str, Any], name: str, value: float) -> None:
    assert len(gate.failures(changed(name, value), pinned, DIGESTS)) == 1
    with pytest.raises(click.UsageError):
        gate.pin(changed(name, value), pinned, DIGESTS, None)
    lowered = gate.pin(changed(name, value), pinned, DIGESTS, "a better measure")
    assert lowered["history"][0]["reason"] == "a better measure"
    assert gate.failures(changed(name, value), lowered, DIGESTS) == []


@pytest.mark.parametrize(("name", "value"), [("year", 0.91), ("wrong outside review", 0.09)])
def test_a_better_figure_passes_and_is_pinned(
    pinned: dict[str, Any], name: str, value: float
) -> None:
    now = changed(name, value)
    assert gate.failures(now, pinned, DIGESTS) == []
    raised = gate.pin(now, pinned, DIGESTS, None)
    assert raised["floors"] == now
    assert raised["history"] == []


def test_a_figure_that_is_no_longer_measured_fails(pinned: dict[str, Any]) -> None:
    assert len(gate.failures({"held-out 2021": {"year": 1.0}}, pinned, DIGESTS)) == 1


def test_a_floor_edited_by_hand_fails(pinned: dict[str, Any]) -> None:
    pinned["floors"]["held-out 2021"]["year"] = 0.5
    assert gate.failures(NOW, pinned, DIGESTS) == ["floors.json was edited by hand"]


def test_other_documents_fail_and_need_a_reason(pinned: dict[str, Any]) -> None:
    other = {"held-out": "b"}
    assert len(gate.failures(NOW, pinned, other)) == 1
    with pytest.raises(click.UsageError):
        gate.pin(NOW, pinned, other, None)


def test_the_digest_sees_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", "utf-8")
    first = gate.digest(tmp_path.iterdir())
    (tmp_path / "a").write_text("2", "utf-8")
    second = gate.digest(tmp_path.iterdir())
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, gate.digest(tmp_path.iterdir())}) == 3
