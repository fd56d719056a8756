"""Checks as they stand after corrections: in the report, in lists, in the queue, in exports."""

import io
from typing import Any

import openpyxl

from extractor.identities import identities

TOTAL = "remedies.review.total"
PARTS = next(one.left for one in identities() if one.right == (TOTAL,))
KEY = f"remedy-sum/{TOTAL}"


def save(run: Any, id: str, version: int, **values: int) -> Any:
    changes = [
        {"report": 0, "target": f"fields/{name}", "value": value, "state": "observed"}
        for name, value in values.items()
    ]
    body = {"version": version, "changes": changes}
    answer = run.client.post(f"/v1/documents/{id}/annotations", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def check_of(run: Any, id: str) -> dict[str, Any]:
    checks = run.client.get(f"/v1/documents/{id}").json()["reports"][0]["checks"]
    found: dict[str, Any] = next(one for one in checks if one["key"] == KEY)
    return found


def listed(run: Any, query: str) -> list[str]:
    return [one["id"] for one in run.client.get(f"/v1/documents?{query}").json()["items"]]


def exported(run: Any) -> list[tuple[Any, ...]]:
    """The rows of the export's sheet of checks that are about the identity."""
    book = openpyxl.load_workbook(
        io.BytesIO(run.client.get("/v1/export?format=xlsx").content), read_only=True
    )
    rows = [row for row in book["勾稽检查"].iter_rows(values_only=True) if "remedy-sum" in row]
    book.close()
    return rows


def test_a_correction_breaks_and_mends_a_check_everywhere(run: Any) -> None:
    id, other = run.id_of("甲局 3"), run.id_of("乙局 4")
    broken = save(run, id, 0, **dict.fromkeys(PARTS, 1), **{TOTAL: 9})
    assert [one["key"] for one in broken["failing"][0] if one["id"] == "remedy-sum"] == [KEY]
    check = check_of(run, id)
    assert (check["status"], check["cause"], check["expected"], check["found"]) == (
        "fail", "publisher", len(PARTS), 9,
    )  # fmt: skip
    assert listed(run, "check=remedy-sum") == [id]
    assert listed(run, "check=any") == [other, id]
    assert any("fail" in row for row in exported(run))
    assert run.client.get(f"/v1/documents/{other}").json()["version"] == 0

    mended = save(run, id, 1, **{TOTAL: len(PARTS)})
    assert [one for one in mended["failing"][0] if one["id"] == "remedy-sum"] == []
    assert check_of(run, id)["status"] == "pass"
    assert listed(run, "check=remedy-sum") == []
    assert [row for row in exported(run) if "fail" in row] == []


def test_a_decision_about_a_check_keeps_its_target_when_values_change(run: Any) -> None:
    id = run.id_of("丙局 3")
    save(run, id, 0, **dict.fromkeys(PARTS, 1), **{TOTAL: 9})
    decided = {"report": 0, "target": f"checks/{KEY}", "decision": "confirmed", "note": "原文如此"}
    body = {"version": 1, "changes": [decided]}
    assert run.client.post(f"/v1/documents/{id}/annotations", json=body).status_code == 200
    save(run, id, 2, **{PARTS[0]: 0})
    check = check_of(run, id)
    assert (check["status"], check["decision"], check["note"]) == ("fail", "confirmed", "原文如此")
    machine = run.client.get(f"/v1/documents/{id}?view=machine").json()["reports"][0]["checks"]
    assert [one["id"] for one in machine] == ["row-sum"]
