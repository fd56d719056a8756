"""Answers to some fields of a report settle others of it in what the service shows."""

from extractor.forms import modern_ids
from service.overlay import Decision, merge

IDS = modern_ids()


def doubted(confidence=0.9):
    """A result of one report that may be none: each field a 0 that waits."""
    fields = {
        id: {"value": 0, "state": "observed", "confidence": confidence, "alternatives": [],
             "raw": "0", "span": [n, n + 1], "sources": [], "relation": None}
        for n, id in enumerate(IDS)
    }  # fmt: skip
    report = {"span": [0, 400], "fields": fields, "legacy": {}, "checks": [], "review": list(IDS),
              "form": {"value": "2021", "confidence": 1.0}}  # fmt: skip
    return {"document": {"given": {}}, "model": "x", "reports": [report], "rejected": []}


def said(ids, value=0, decision=None, start=0):
    return [
        Decision(n=start + n, version=n, report=0, anchor=(0, 400), target=f"fields/{id}", value=value,
                 state="observed", decision=decision, note=None, author="a", at="2026-01-01T00:00:00Z")
        for n, id in enumerate(ids)
    ]  # fmt: skip


def some(count):
    """Fields of as many rows."""
    rows = dict.fromkeys(id.rpartition(".")[0] for id in IDS)
    return [next(id for id in IDS if id.rpartition(".")[0] == row) for row in list(rows)[:count]]


def test_agreement_settles_others_and_its_withdrawal_asks_again():
    result, ten = doubted(), some(10)
    [report] = merge(result, said(ten))["reports"]
    settled = {id for id, one in report["fields"].items() if "settled_by" in one}
    assert len(settled) > 100
    assert not settled & set(ten)
    assert not settled & set(report["review"])
    one = report["fields"][min(settled)]
    assert one["confidence"] > one["machine"]["confidence"] == 0.9
    assert (one["value"], one["settled_by"]) == (0, 10)
    withdrawn = [*said(ten), *said(ten, decision="withdrawn", start=10)]
    assert merge(result, withdrawn)["reports"][0]["review"] == list(IDS)
    assert result == doubted()


def test_disagreement_settles_nothing():
    [report] = merge(doubted(), said(some(10), value=5))["reports"]
    assert not any("settled_by" in one for one in report["fields"].values())


def test_a_flag_is_no_answer():
    [report] = merge(doubted(), said(some(10), decision="flagged"))["reports"]
    assert report["review"] == list(IDS)
