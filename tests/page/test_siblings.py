"""What a correction offers to reports of the same template: seen, taken with a key, one by one."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.siblings import read, template
from extractor.siblings.transfer import lessons_of, suggestions
from extractor.training.corpus.document import Generated
from extractor.training.judging import right

from .conftest import key_of, open_document, saved, serious, visit
from .fake import Server
from .fake_state import State
from .made import Wanted
from .real import real_service

MINUTE = 60_000
FIELD = "applications.new.total"
TARGET = f"fields/{FIELD}"


@pytest.fixture
def stored(state: State) -> list[str]:
    """Three documents of one template, in which one cell is in doubt."""
    ids = []
    for n in range(3):
        id = state.submit(state.teach(Wanted(year=2021 + n, seed=n, reviews=0)), f"{n}.txt")
        report = state.documents[id]["result"]["reports"][0]
        report["fields"][FIELD]["confidence"] = 0.4
        report["review"] = [FIELD]
        ids.append(id)
    state.kin = set(ids)
    return ids


def offer(state: State, id: str, source: str, value: int | None, where: str) -> None:
    """What the service offers of a correction in another document."""
    held = state.documents[id]
    entry = held["result"]["reports"][0]["fields"][FIELD]
    start = held["text"].index(where)
    said = {"document": source, "document_name": "0.txt", "report": 0, "agency": "甲县<b>局", "year": 2021,
            "by": "ann", "at": "2026", "value": 77, "state": "observed"}  # fmt: skip
    made = {"value": value, "state": "observed" if value is not None else "blank", "why": "sibling",
            "span": [start, start + len(where)], "from": said}  # fmt: skip
    entry["alternatives"] = [made, *entry["alternatives"]]


def test_it_stands_first_among_the_alternatives_and_a_key_takes_it(
    page: Page, server: Server, state: State, stored: list[str]
) -> None:
    first, other, _ = stored
    offer(state, other, first, 1234, "本年新收政府信息公开申请数量")
    open_document(page, server, other)
    focus = page.locator(".focus")
    expect(focus.locator(".other").first).to_contain_text("1234 同模板：甲县<b>局 2021")
    expect(focus.locator(".kin-says")).to_contain_text(
        "同模板的《甲县<b>局 2021》里，此格更正为 77"
    )
    expect(focus.locator(".kin-says mark")).to_have_text("本年新收政府信息公开申请数量")
    expect(focus.get_by_role("link", name="看那一份")).to_have_attribute(
        "href", f"#/d/{first}?target=0%2Ffields%2F{FIELD}"
    )
    assert serious(page) == []
    assert state.saves == []  # nothing is applied by itself
    page.get_by_role("button", name="English").click()
    expect(focus.locator(".kin-says")).to_contain_text("this cell was corrected to 77")
    page.keyboard.press("t")
    saved(page)
    (said,) = state.saves
    assert said == {"document": other, "report": 0, "target": TARGET, "value": 1234, "state": "observed",
                    "suggested_by": {"document": first, "report": 0}}  # fmt: skip
    page.keyboard.press("u")
    saved(page)
    assert state.saves[-1]["decision"] == "withdrawn"


def test_a_blank_is_taken_as_one_and_another_alternative_names_no_source(
    page: Page, server: Server, state: State, stored: list[str]
) -> None:
    first, other, third = stored
    for id in (other, third):
        state.documents[id]["result"]["reports"][0]["fields"][FIELD]["alternatives"] = [
            {"value": 3, "why": "row-sum"}
        ]
        offer(state, id, first, None, "总")
    open_document(page, server, other)
    expect(page.locator(".other").first).to_contain_text("空白")
    page.keyboard.press("t")
    saved(page)
    assert (state.saves[-1]["value"], state.saves[-1]["state"]) == (None, "blank")
    open_document(page, server, third)
    expect(page.locator(".kin-says")).to_have_count(1)
    page.keyboard.press("r")
    expect(page.locator(".kin-says")).to_have_count(0)
    page.keyboard.press("t")
    saved(page)
    assert (state.saves[-1]["value"], state.saves[-1].get("suggested_by")) == (3, None)


def test_after_a_correction_the_same_cell_of_the_template_is_gone_through(
    page: Page, server: Server, state: State, stored: list[str]
) -> None:

    def corrected(id: str, change: dict[str, Any]) -> None:
        for one in stored if change.get("value") == 77 else ():
            if one != id:  # the page has fetched them already
                offer(state, one, id, 4321, "总")

    state.after_save = corrected
    visit(page, server, "#/review?order=document")
    page.wait_for_selector(".official.three")
    expect(page.locator(".kin")).to_have_count(0)
    page.keyboard.press("Enter")  # no correction: nobody is asked for siblings
    saved(page)
    expect(page.locator(".counter b")).to_have_text("2")
    expect(page.locator(".kin")).to_have_count(0)
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    saved(page)
    source = state.saves[-1]["document"]
    (left,) = set(stored) - {one["document"] for one in state.saves}
    link = page.get_by_role("link", name="同模板还有 1 份待看")
    expect(link).to_be_visible()
    expect(page.locator(".other").first).to_contain_text("4321")  # what is shown is asked for anew
    link.click()
    expect(page.locator(".kin-only")).to_contain_text("只看同模板的此格")
    expect(page.locator(".counter")).to_contain_text("1")
    expect(page.locator(".other").first).to_contain_text("4321")
    assert key_of(page) == f"0/{TARGET}"
    page.keyboard.press("t")
    saved(page)
    assert state.saves[-1]["document"] == left
    assert state.saves[-1]["suggested_by"] == {"document": source, "report": 0}


@pytest.mark.needs("chromium")
def test_with_the_real_service_from_the_first_correction_to_the_next_document(
    browser: Browser, tmp_path: Path
) -> None:
    one, two = template(2_024, 2, "layout")
    with (
        real_service(tmp_path / "data") as real,
        httpx.Client(base_url=real.address, trust_env=False, timeout=60) as client,
    ):
        ids = [client.post("/v1/documents", json={"text": made.text}).json()["document"]["id"] for made in (one, two)]  # fmt: skip
        target = wrong(one, two)
        truth = one.gold["reports"][0]["fields"][target]
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(f"{real.address}#/d/{ids[0]}?target=0/fields/{target}")
        page.wait_for_selector(f".cell.is-selected[data-target='0/fields/{target}']", timeout=MINUTE)  # fmt: skip
        page.keyboard.type(str(truth["value"]))
        page.keyboard.press("Enter")
        saved(page)
        page.get_by_role("link", name="同模板还有 1 份待看").click()
        expect(page.locator(".other").first).to_contain_text("同模板", timeout=MINUTE)
        page.keyboard.press("t")
        saved(page)
        told = client.get(f"/v1/documents/{ids[1]}").json()["reports"][0]["fields"][target]
        context.close()
    assert told["suggested_by"] == {"document": ids[0], "report": 0}
    assert right(two.gold["reports"][0]["fields"][target], (told["value"], told["state"]))


def wrong(one: Generated, two: Generated) -> str:
    """A field in review that the machine read otherwise than it is printed, and of which the
    other report is offered what it prints."""
    first, other = read(one), read(two)
    assert first is not None
    assert other is not None
    fields = first.sheet.report["fields"]
    for id in first.open:
        cell = first.truth["fields"][id]
        if id not in first.truth["spans"]["fields"] or cell["value"] in (
            0,
            None,
            fields[id]["value"],
        ):
            continue
        said = {**fields, id: {**fields[id], "value": cell["value"], "state": cell["state"]}}
        target = f"fields/{id}"
        lessons = lessons_of(first.sheet, {**first.sheet.report, "fields": said}, [target])
        offered = suggestions(other.sheet, [target], list(lessons.values()))
        truth = other.truth["fields"].get(id)
        if truth and any(right(truth, (s.value, s.state)) for s in offered[:1]):
            return id
    raise AssertionError("nothing is offered")
