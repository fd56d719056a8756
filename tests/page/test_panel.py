"""The years of one agency side by side, what does not hold across them, and the way to the source."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import open_document, visit
from .fake import Server
from .fake_state import State
from .made import APPLICANTS, Wanted, make

pytestmark = pytest.mark.needs("chromium")
OUT, IN = "applications.carried_out.total", "applications.carried_in.total"


def two_years(state: State, out: int, into: int, each: int = 0) -> tuple[str, str]:
    """One agency in 2022 and 2023, with what it carried over; their documents. `each` applicant
    column carried so much into the second year, and nothing out of the first."""
    found = []
    for year, id, value in ((2022, OUT, out), (2023, IN, into)):
        text, result = make(Wanted(year=year, seed=year, flaws=False, reviews=6))
        fields: dict[str, Any] = result["reports"][0]["fields"]
        for who in (*APPLICANTS, "total"):
            fields[f"{id.rpartition('.')[0]}.{who}"]["value"] = each if id == IN else 0
        fields[id].update(value=value, confidence=0.99)
        result["reports"][0]["review"] = [
            one for one in result["reports"][0]["review"] if one != id
        ]
        state.known[text] = result
        found.append(state.submit(text, f"{year}.txt"))
    return found[0], found[1]


def test_from_a_report_to_its_years_and_from_a_value_to_its_source(
    page: Page, server: Server, state: State
) -> None:
    first, second = two_years(state, out=7, into=9)
    open_document(page, server, first)
    page.get_by_role("link", name="历年").last.click()
    expect(page.locator("h1")).to_have_text("云溪县商务局")
    across = page.locator(".across li").first
    expect(across).to_contain_text("结转不衔接")
    expect(across).to_contain_text("相差 2")
    expect(across).to_contain_text("原文如此")
    heads = page.locator("table.years").first.locator("thead a")
    expect(heads).to_have_text(["2022", "2023"])
    cell = page.locator(f"a.year-cell[href*='{second}'][href*='{IN}']")
    expect(cell).to_have_text("9 ≠")
    expect(page.locator(f"a.year-cell[href*='{first}'][href*='{OUT}']")).to_have_text("7 ≠")
    expect(page.locator(f"a.year-cell[href*='{second}'][href*='{OUT}']")).not_to_contain_text("≠")
    cell.click()
    expect(page.locator(".cell.is-selected")).to_have_attribute("data-target", f"0/fields/{IN}")
    expect(page.locator(".source-text .is-selected").first).to_be_in_viewport()


def test_years_that_carry_over_fail_nothing(page: Page, server: Server, state: State) -> None:
    two_years(state, out=7, into=7)
    visit(page, server, "#/panel")
    page.get_by_role("link", name="云溪县商务局").click()
    expect(page.locator("#values-title")).to_be_visible()
    assert page.locator(".across b", has_text="结转不衔接").count() == 0
    rows = page.locator("table.years").first.locator("tbody tr")
    few = rows.count()
    page.get_by_role("button", name="全部 200 项指标").click()
    expect(rows).to_have_count(200)
    assert few < 60


def test_a_long_list_of_checks_begins_short(page: Page, server: Server, state: State) -> None:
    two_years(state, out=0, into=6, each=1)
    visit(page, server, "#/panel?agency=云溪县商务局")
    rows = page.locator(".across li")
    expect(rows).to_have_count(5)
    page.locator("section", has=page.locator("#across-title")).get_by_role("button").click()
    expect(page.locator(".across b", has_text="结转不衔接")).to_have_count(7)


def test_what_does_not_carry_over_is_told_in_the_readers_language(
    page: Page, server: Server, state: State
) -> None:
    two_years(state, out=0, into=6)
    visit(page, server, "#/panel?agency=云溪县商务局")
    first = page.locator(".across li").first
    expect(first).to_contain_text("相差 6")
    page.get_by_role("button", name="English").click()
    expect(first).to_contain_text("carried 0 on to the next year")
    expect(first).to_contain_text("says that 6 came in")
    expect(first.locator(".words")).not_to_contain_text("年度")


def test_rates_are_shown_with_what_they_are_made_of(
    page: Page, server: Server, state: State
) -> None:
    two_years(state, out=0, into=0)
    fields = [one["reports"][0]["fields"] for one in map(state.merged, state.documents)]
    granted = [one["applications.granted.total"]["value"] for one in fields]
    all_of = [one["applications.processed_total.total"]["value"] for one in fields]
    visit(page, server, "#/panel?agency=云溪县商务局")
    row = page.locator("table.years").nth(1).locator("tbody tr").first
    expect(row).to_contain_text("予以公开率")
    for part, whole in zip([*granted, sum(granted)], [*all_of, sum(all_of)], strict=True):
        expect(row).to_contain_text(f"{100 * part / whole:.1f}%")
        expect(row).to_contain_text(f"{part}／{whole}")


def test_nothing_stored_says_what_to_do(page: Page, server: Server) -> None:
    visit(page, server, "#/panel")
    expect(page.locator(".empty")).to_contain_text("还没有报告")
    expect(page.locator(".empty a")).to_have_attribute("href", "#/")
