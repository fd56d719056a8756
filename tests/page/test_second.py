"""Second readings and agreement between people: by keyboard, and without the first answer."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from service import access

from .conftest import serious, visit
from .fake import Server
from .fake_state import NOT_AGREED, State
from .made import Wanted
from .mixed import SAMPLES
from .real import real_service

MINUTE = 60_000
FIELD = "applications.new.total"


def item(state: State, number: int, **more: Any) -> dict[str, Any]:
    """A field to be read a second time, in a document of its own."""
    id = state.submit(state.teach(Wanted(year=2021 + number, seed=number)), f"{number}.txt")
    report = state.merged(id)["reports"][0]
    entry = report["fields"][FIELD]
    return {"n": number, "document": id, "document_name": f"{number}.txt", "report": 0,
            "agency": report["agency"]["value"], "year": 2021 + number, "target": f"fields/{FIELD}",
            "group": "fields", "field": FIELD, **entry, **more}  # fmt: skip


def test_by_keyboard_each_is_answered_once_and_the_source_is_in_sight(
    page: Page, server: Server, state: State
) -> None:
    state.second = [item(state, n) for n in range(1, 6)]
    state.second[4] |= {"span": None, "value": None, "state": "absent"}
    visit(page, server, "#/second")
    place = page.locator(".second-source mark")
    expect(place).to_be_in_viewport()
    held, (start, end) = state.documents[state.second[0]["document"]], state.second[0]["span"]
    expect(place).to_have_text(held["text"][start:end])
    assert serious(page) == []
    expect(page.locator("h1")).to_contain_text("还有 5 项")
    page.keyboard.press("s")  # the first comes last
    expect(page.locator(".second .hint").last).to_contain_text("2023")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("还有 4 项")
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("还有 3 项")
    page.keyboard.press("b")
    expect(page.locator("h1")).to_contain_text("还有 2 项")
    expect(
        page.locator(".second-source")
    ).to_be_visible()  # nothing is marked where nothing is read
    expect(place).to_have_class("is-near")
    page.keyboard.type("3")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("h1")).to_contain_text("还有 1 项")
    state.second = []  # somebody was faster
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_contain_text("没有要你复读的字段")
    assert state.said == [
        (2, {"decision": "accepted"}), (3, {"value": 17, "state": "observed"}),
        (4, {"value": None, "state": "blank"}), (5, {"value": None, "state": "absent"}),
    ]  # fmt: skip


def test_agreement_stands_under_models_and_differences_lead_to_their_source(
    page: Page, server: Server, state: State
) -> None:
    one = item(state, 1)
    figures = {"fields": 40, "documents": 9, "agreed": 38, "share": 0.95, "expected": 0.6,
               "kappa": 0.875, "low": 0.71, "high": 0.98}  # fmt: skip
    blind = {"overall": figures, "pairs": [{"people": ["甲", "乙"], **figures}],
             "groups": {"applications": figures, "legacy": {**figures, "kappa": None}}}  # fmt: skip
    differing = [
        {**one, "blind": seen, "settled": settled, "at": str(settled),
         "first": {"by": "甲", "value": 3, "state": "observed"},
         "second": {"by": "乙<b>", "value": None, "state": "blank"}}
        for seen, settled in ((True, False), (True, True), (False, True))
    ]  # fmt: skip
    state.agreement = {**NOT_AGREED, "blind": blind, "waiting": 2, "differing": differing,
                       "differing_in_all": 3}  # fmt: skip
    visit(page, server, "#/models")
    told = page.locator(".agreement")
    expect(told).to_contain_text("40 个字段（9 份文书），一致 95.0%；只凭偶然也会一致 60.0%")
    expect(told).to_contain_text("kappa 0.88（95% 区间 0.71 至 0.98）")
    expect(told.locator("tbody tr")).to_have_count(3)
    expect(told.locator("tbody tr").last).to_contain_text("—")
    expect(told.locator(".entries li").first).to_contain_text("甲 3 · 乙<b> 空白 待定")
    assert [chip.inner_text() for chip in told.locator(".entries .chip").all()] == [
        "待定", "已另定", "看着改的",
    ]  # fmt: skip
    expect(told.get_by_role("link", name="复读 2 项")).to_have_attribute("href", "#/second")
    assert serious(page) == []
    page.get_by_role("button", name="English").click()
    expect(told).to_contain_text("95.0% agree; by chance 60.0% would")
    told.locator(".entries a").first.click()
    expect(page.locator(".cell.is-selected")).to_have_attribute("data-target", f"0/fields/{FIELD}")


def test_where_nobody_read_twice_it_says_so(page: Page, server: Server) -> None:
    visit(page, server, "#/models")
    expect(page.locator(".agreement")).to_contain_text("还没有两个人")
    expect(page.locator(".agreement a")).to_have_count(0)


@pytest.mark.needs("chromium")
def test_with_the_real_service_the_first_answer_is_not_shown(
    browser: Browser, tmp_path: Path
) -> None:
    with real_service(tmp_path / "data", second_share=1.0) as real:
        with real.service.database.writing() as connection:
            keys = {who: access.add_key(connection, who, "review") for who in ("ann", "bob")}
        headers = {"authorization": f"Bearer {keys['ann']}"}
        with httpx.Client(
            base_url=real.address, headers=headers, trust_env=False, timeout=60
        ) as ann:
            id = ann.post("/v1/documents", json={"text": (SAMPLES / "one.txt").read_text("utf-8")}).json()["document"]["id"]  # fmt: skip
            change = {
                "report": 0,
                "target": f"fields/{FIELD}",
                "value": 998877,
                "state": "observed",
            }
            ann.post(f"/v1/documents/{id}/annotations", json={"version": 0, "changes": [change]})
            context = browser.new_context()
            page = context.new_page()
            late: list[Route] = []  # what was asked before signing in, and is refused only after it
            signed: list[bool] = []
            page.route(
                "**/v1/second-readings?*",
                lambda route: route.continue_() if signed else late.append(route),
            )
            page.goto(f"{real.address}#/second")
            page.get_by_role("dialog", name="登录").get_by_label("密钥").fill(keys["bob"])
            signed.append(True)
            page.keyboard.press("Enter")
            expect(page.locator(".second-source mark")).to_be_in_viewport(timeout=MINUTE)
            for route in late:
                with page.expect_response(lambda one: one.status == HTTPStatus.UNAUTHORIZED):
                    route.fulfill(status=HTTPStatus.UNAUTHORIZED, json={"code": "unauthorized"})
            expect(page.locator(".second-source mark")).to_be_in_viewport()
            assert late
            assert "998877" not in page.content()
            page.keyboard.press("Enter")
            expect(page.locator(".empty")).to_contain_text("没有要你复读的字段")
            told = ann.get("/v1/agreement").json()
            context.close()
    assert told["blind"]["overall"]["fields"] == 1
    assert told["differing"][0]["first"]["value"] == 998877
    assert told["differing"][0]["second"]["by"] == "bob"
