"""The panel through the service: years of an agency, checks across them, rates."""

from typing import Any

from sqlalchemy import delete

from service import figures
from service.store.common import encode_cursor
from service.tables import report_values

from .conftest import Running

OUT, IN = "applications.carried_out.total", "applications.carried_in.total"
GRANTED, ALL = "applications.granted.total", "applications.processed_total.total"


def decide(run: Running, id: str, **values: float) -> None:
    """Say what the fields hold."""
    changes = [
        {"report": 0, "target": f"fields/{name}", "value": value, "state": "observed"}
        for name, value in values.items()
    ]
    version = run.client.get(f"/v1/documents/{id}").json()["version"]
    answer = run.client.post(
        f"/v1/documents/{id}/annotations", json={"version": version, "changes": changes}
    )
    assert answer.status_code == 200, answer.text


def panel(run: Running, **filters: Any) -> dict[str, Any]:
    answer = run.client.get("/v1/panel", params=filters)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def two_years(run: Running) -> tuple[str, str]:
    """The same agency in 2020 and 2021 (the fake reads the year off the number)."""
    return run.id_of("甲局 6"), run.id_of("甲局 7")


def test_years_values_and_where_they_stand(run: Running) -> None:
    first, second = two_years(run)
    found = panel(run, agency="甲局")
    assert (found["agency"], found["years"]) == ("甲局", [2020, 2021])
    assert [one["document"] for one in found["reports"]] == [first, second]
    row = next(one for one in found["fields"] if one["field"] == "applications.new.total")
    assert {year: one["value"] for year, one in row["by_year"].items()} == {"2020": 6, "2021": 7}
    shown = row["by_year"]["2021"]
    assert (shown["state"], shown["document"], shown["report"], shown["in_review"]) == ("observed", second, 0, True)  # fmt: skip
    assert 0 < shown["confidence"] < 1
    assert row["label"].endswith("总计")


def test_agencies_are_paged_by_name_and_found_by_a_part_of_it(run: Running) -> None:
    for text in ("甲局 6", "乙局 7", "丙局 6", "甲局 7", "甲_局 8"):
        run.id_of(text)

    def page(**asked: Any) -> dict[str, Any]:
        return dict(run.client.get("/v1/agencies", params=asked).json())

    seen, cursor = [], None
    while True:
        found = page(limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [(one["agency"], one["years"]) for one in found["items"]]
        if not (cursor := found["next"]):
            break
    assert seen == sorted(seen)
    assert dict(seen) == {"甲局": [2020, 2021], "乙局": [2021], "丙局": [2020], "甲_局": [2022]}
    assert [one["agency"] for one in page(agency="甲_")["items"]] == ["甲_局"]
    for hostile in ("x", encode_cursor("\x00"), encode_cursor("\ud800"), encode_cursor(3)):
        assert page(cursor=hostile)["code"] == "bad-cursor"


def test_a_decision_makes_and_settles_a_check_across_years(run: Running) -> None:
    first, second = two_years(run)
    decide(run, first, **{OUT: 3})
    decide(run, second, **{IN: 5})

    def failing() -> list[tuple[str, str, int, str]]:
        checks = panel(run, agency="甲局")["checks"]
        return [
            (one["id"], one["key"], one["year"], one["cause"])
            for one in checks
            if one["status"] == "fail"
        ]

    assert failing() == [("carry-over", "carry-over/2021/total", 2021, "publisher")]
    (wrong,) = (one for one in panel(run, agency="甲局")["checks"] if one["status"] == "fail")
    assert wrong["cells"] == [{"field": OUT, "year": 2020}, {"field": IN, "year": 2021}]
    decide(run, second, **{IN: 3})
    assert failing() == []


def test_of_two_copies_the_fuller_counts_once(run: Running) -> None:
    two_years(run)
    copy = run.id_of("甲局 7 副本")
    decide(run, copy, **{GRANTED: 2, ALL: 8})
    found = panel(run, agency="甲局")
    assert found["years"] == [2020, 2021]
    assert [one["used"] for one in found["reports"] if one["year"] == 2021] == [True, False]
    assert next(one for one in found["reports"] if one["used"] and one["year"] == 2021)["document"] == copy  # fmt: skip
    rates = run.client.get("/v1/indicators", params={"agency": "甲局"}).json()
    assert (rates["reports"], rates["duplicates"]) == (2, 1)
    granted = next(one for one in rates["items"] if one["id"] == "granted")
    assert (granted["n"], granted["missing"], granted["rate"]) == (1, 1, 0.25)
    assert granted["by_year"][1]["rate"] == 0.25


def test_years_that_the_roster_names_and_nobody_filed(run: Running) -> None:
    two_years(run)
    missing = [
        (one["year"], one["status"])
        for one in panel(run, agency="甲局", first=2019, last=2022)["checks"]
        if one["id"] == "not-filed"
    ]
    assert missing == [(2019, "fail"), (2022, "fail")]


def test_names_that_share_an_id_are_one_agency_and_late_is_told(run: Running) -> None:
    for text, name, day in (("旧局 6", "旧局", "2021-01-20"), ("新局 7", "新局", "2022年3月5日")):
        given = {"agency_id": "0001", "agency": name, "published_on": day}
        assert run.client.post("/v1/documents", json={"text": text, "name": f"{name}.txt", "given": given}).status_code == 201  # fmt: skip
    for asked in ({"agency": "新局"}, {"agency_id": "0001"}):
        found = panel(run, **asked)
        assert (found["years"], found["names"], found["agency_id"]) == ([2020, 2021], ["新局", "旧局"], "0001")  # fmt: skip
        late = [(one["year"], one["status"]) for one in found["checks"] if one["id"] == "late"]
        assert late == [(2020, "pass"), (2021, "fail")]


def prose(seed: int, length: int = 400) -> str:
    """Characters that repeat in no other such text."""
    return "".join(
        chr(0x4E00 + (seed * 7919 + n * 613 + n * n * 17) % 20000) for n in range(length)
    )


def test_prose_that_stands_in_another_agencys_report_is_copied(run: Running) -> None:
    run.id_of(f"甲局 6 PROSE{prose(1)}")
    run.id_of(f"乙局 7 PROSE{prose(1)[:380]}{prose(3, 20)}")
    run.id_of(f"丙局 7 PROSE{prose(2)}")

    def copies(agency: str) -> list[tuple[str, int]]:
        checks = panel(run, agency=agency)["checks"]
        return [
            (one["message"], one["year"])
            for one in checks
            if one["id"] == "copied" and one["status"] == "fail"
        ]

    ((message, year),) = copies("乙局")
    assert "甲局 2020 年度" in message
    assert year == 2021
    assert len(copies("甲局")) == 1
    assert copies("丙局") == []


def test_what_is_asked_wrongly_is_refused(run: Running) -> None:
    assert run.client.get("/v1/panel").json()["code"] == "invalid"
    assert run.client.get("/v1/panel?agency=没有").json()["code"] == "not-found"
    assert run.client.get("/v1/panel?agency=甲局&years=3").json()["code"] == "invalid"
    assert run.client.get("/v1/indicators?form=2020").json()["code"] == "invalid"


def test_rates_follow_decisions_and_reports_stored_before_rates(run: Running) -> None:
    first, second = two_years(run)
    decide(run, first, **{GRANTED: 1, ALL: 4})
    decide(run, second, **{GRANTED: 3, ALL: 4})

    def granted() -> tuple[int, float]:
        items = run.client.get("/v1/indicators").json()["items"]
        one = next(one for one in items if one["id"] == "granted")
        return one["n"], one["rate"]

    assert granted() == (2, 0.5)
    with run.service.database.writing() as connection:
        connection.execute(delete(report_values))
    assert granted() == (2, 0.5)
    only = run.client.get("/v1/indicators?year=2021").json()
    assert only["reports"] == 1


def test_values_come_back_from_a_few_hundred_bytes(run: Running) -> None:
    two_years(run)
    with run.service.database.reading() as connection:
        bodies = list(connection.execute(report_values.select()))
    assert sorted(figures.unpack(one.body)["applications.new.total"].value for one in bodies) == [6, 7]  # fmt: skip
    assert all(len(one.body) < 300 for one in bodies)
