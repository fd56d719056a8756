"""Nothing is lost, nothing is doubled, nothing hostile runs, everybody can use it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import key_of, open_document, saved, serious, visit
from .fake import Server
from .fake_state import State
from .made import Wanted, make, models

pytestmark = pytest.mark.needs("chromium")
HOSTILE = "<img src=x onerror=window.hit=1><script>window.hit=2</script>{{7*7}}&amp;\"'>"


def targets(state: State) -> list[str]:
    return [one["target"] for one in state.saves]


def begun(page: Page, server: Server, state: State, reviews: int) -> str:
    """A document with so many fields in review, open and with one of them selected; its id."""
    id = state.submit(state.teach(Wanted(reviews=reviews)), "a.txt")
    open_document(page, server, id)
    page.wait_for_selector(".cell.is-selected")
    return id


def test_the_service_is_killed_in_mid_review(
    new_page: Callable[..., Page], server: Server, state: State
) -> None:
    page = new_page()
    id = begun(page, server, state, 12)
    decided = []
    for n in range(9):
        if n == 3:
            server.stop()
        decided.append((key_of(page) or "").partition("/")[2])
        page.keyboard.press("b" if n % 2 else "Enter")
        expect(page.locator(".counter b")).to_have_text(str(11 - n))  # nothing waits
    expect(page.locator(".top .state")).to_contain_text("待送")
    page.close()
    server.start()
    page = new_page()
    open_document(page, server, id)
    saved(page)
    assert sorted(targets(state)) == sorted(decided)
    expect(page.locator(".counter b")).to_have_text("3")
    page.reload()
    saved(page)
    assert len(state.saves) == 9


def test_an_answer_lost_on_the_way_is_not_doubled(page: Page, server: Server, state: State) -> None:
    begun(page, server, state, 4)
    state.lose_answers = 1
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("Enter")
    saved(page)
    assert len(state.saves) == len(set(targets(state))) == 2
    state.answers.clear()  # even where the service forgets the keys
    state.lose_answers = 1
    page.keyboard.press("Enter")
    saved(page)
    assert len(set(targets(state))) == 3


def test_an_answer_that_breaks_off_is_asked_again(page: Page, server: Server, state: State) -> None:
    begun(page, server, state, 4)
    state.cut_answers = 2
    for _ in range(2):
        page.keyboard.press("Enter")
        saved(page)
    assert state.cut_answers == 0
    assert len(state.saves) == len(set(targets(state))) == 2


def test_a_lost_answer_is_not_doubled_after_a_reload(
    new_page: Callable[..., Page], server: Server, state: State
) -> None:
    page = new_page()
    id = begun(page, server, state, 4)
    page.route("**/annotations", lambda route: (route.fetch(), route.abort()))
    page.keyboard.press("Enter")
    expect(page.locator(".top .state")).to_contain_text("待送")
    assert len(state.saves) == 1  # the service has it, and nobody hears of it
    page.close()
    again = new_page()
    again.route("**/annotations", lambda route: route.abort())
    open_document(again, server, id)  # the page learns the version that its own decision made
    expect(again.locator(".top .state")).to_contain_text("待送")
    again.unroute("**/annotations")
    saved(again)
    assert len(state.saves) == 1
    again.keyboard.press("Enter")
    saved(again)
    assert len(state.saves) == len(set(targets(state))) == 2


def test_two_windows_of_one_browser(
    new_page: Callable[..., Page], server: Server, state: State
) -> None:
    id = state.submit(state.teach(Wanted(reviews=8)), "a.txt")
    first, second = new_page(), new_page()
    for one in (first, second):
        open_document(one, server, id)
        one.wait_for_selector(".cell.is-selected")
    for _ in range(4):
        first.keyboard.press("Enter")
    saved(first)
    done = second.locator(".official .cell.c-done")
    expect(done).to_have_count(4)
    for _ in range(4):
        second.keyboard.press("s")
    for _ in range(4):
        second.keyboard.press("Enter")
    saved(second)
    assert len(set(targets(state))) == 8
    assert state.merged(id)["reports"][0]["review"] == []
    expect(first.locator(".official .cell.c-done")).to_have_count(8)


def test_two_people_on_one_field_are_both_shown(
    new_page: Callable[..., Page], server: Server, state: State
) -> None:
    page = new_page()
    id = begun(page, server, state, 4)
    mine = (key_of(page) or "").partition("/")[2]
    other = "fields/remedies.review.upheld"
    for target, value in ((mine, 41), (other, 5)):
        change = {"report": 0, "target": target, "value": value, "state": "observed"}
        state.save(id, {"version": state.documents[id]["version"], "changes": [change]}, "王")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.locator(".top .state")).to_contain_text("1 项需处理")
    expect(page.locator(f".cell[data-target='0/{other}']")).to_have_text("5")
    cell = page.locator(f".cell[data-target='0/{mine}']")
    expect(cell).to_have_text("41")  # what the service holds, and that it is not what was wanted
    expect(cell).to_have_class(re.compile("c-conflict"))
    expect(cell).to_have_attribute("title", re.compile("与他人冲突：我 未载，王 41"))
    expect(page.locator(".notice")).to_contain_text("按 o 选定")
    page.keyboard.press("o")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("王：")
    expect(dialog).to_contain_text("41")
    dialog.get_by_role("button", name="用我的").click()
    saved(page)
    assert state.merged(id)["reports"][0]["fields"][mine.partition("/")[2]]["state"] == "absent"
    assert len(targets(state)) == 4
    page.keyboard.press("Escape")
    expect(cell).to_have_text("—")
    expect(cell).to_have_class(re.compile("c-done"))


@pytest.mark.parametrize("way", ["theirs", "undo", "reload"])
def test_a_conflict_is_settled_where_it_stands(
    page: Page, server: Server, state: State, way: str
) -> None:
    id = begun(page, server, state, 4)
    mine = (key_of(page) or "").partition("/")[2]
    change = {"report": 0, "target": mine, "value": 41, "state": "observed"}
    state.save(id, {"version": 0, "changes": [change]}, "王")
    page.keyboard.press("x")
    cell = page.locator(f".cell[data-target='0/{mine}']")
    expect(cell).to_have_class(re.compile("c-conflict"))
    if way == "undo":
        page.keyboard.press("u")
    else:
        if way == "reload":
            page.reload()
        cell.click()
        name = "用我的" if way == "reload" else "用对方的"
        page.locator(".in-conflict").get_by_role("button", name=name).click()
    saved(page)
    expect(cell).to_have_class(re.compile("c-done"))
    expect(cell).to_have_text("—" if way == "reload" else "41")
    expect(page.locator(".in-conflict")).to_have_count(0)


def test_a_refused_decision_is_kept_and_told(page: Page, server: Server, state: State) -> None:
    begun(page, server, state, 4)
    page.route(
        "**/annotations",
        lambda route: route.fulfill(status=422, json={"code": "invalid", "detail": "不行"}),
    )
    page.keyboard.press("Enter")
    expect(page.locator(".top .state")).to_contain_text("1 项需处理")
    page.unroute("**/annotations")
    page.locator(".top .state").click()
    expect(page.get_by_role("dialog")).to_contain_text("不行")
    page.get_by_role("dialog").get_by_role("button", name="再送").click()
    saved(page)
    assert len(state.saves) == 1


def test_hostile_text_and_names_are_shown_as_text(page: Page, server: Server, state: State) -> None:
    text, result = make(Wanted(agency=HOSTILE, prefix=HOSTILE))
    for check in result["reports"][0]["checks"]:
        check["message"] = HOSTILE
    result["reports"][0]["facts"][0]["text"] = HOSTILE
    result["reports"][0]["fields"]["applications.new.total"]["raw"] = HOSTILE
    state.known[text] = result
    id = state.submit(text, HOSTILE)
    open_document(page, server, id)
    expect(page.locator(".bench-head h1")).to_contain_text(HOSTILE)
    page.keyboard.press("n")
    expect(page.locator(".looked.check")).to_contain_text(HOSTILE)
    page.keyboard.press("f")
    for view in ("#/documents", "#/panel"):
        visit(page, server, view)
        expect(page.locator("table.list")).to_contain_text(HOSTILE)
    visit(page, server, "#/review")
    page.wait_for_selector(".cell.is-selected")
    assert page.evaluate("window.hit") is None
    assert page.locator("img, iframe, object").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, server: Server, state: State, theme: str) -> None:
    id = state.submit(state.teach(Wanted(reviews=12)), "a.txt")
    state.models = models()
    visit(page, server)
    page.evaluate("(theme) => localStorage.setItem('duibiao.theme', JSON.stringify(theme))", theme)
    found = {}
    state.submit(state.teach(Wanted(year=2024, seed=2)), "b.txt")
    years = "#/panel?agency=云溪县商务局"
    everywhere = ("", f"#/d/{id}", "#/review", "#/documents", "#/panel", years, "#/models")
    for hash in everywhere if theme == "light" else (f"#/d/{id}", years, "#/models"):
        visit(page, server, hash)
        page.reload()
        page.wait_for_selector(".page h1, .official.three, .cell.is-selected")
        if "d/" in hash or "review" in hash:
            page.wait_for_selector(".cell.is-selected")
            page.keyboard.press("Enter")
            page.keyboard.press("n")
        found[hash] = serious(page)
    page.keyboard.press("?")
    found["?"] = serious(page)
    assert {hash: one for hash, one in found.items() if one} == {}


def test_the_models_view_draws_what_the_service_tells(
    page: Page, server: Server, state: State
) -> None:
    state.models = models()
    visit(page, server, "#/models")
    expect(page.locator(".plot canvas")).to_have_count(2)
    expect(page.locator(".promise")).to_contain_text("不作保证")
    expect(page.locator(".numbers")).to_contain_text("98.1%")
    expect(page.locator("#by-damage")).to_be_visible()
    rows = page.locator(".breakdown").nth(1).locator("tbody th")
    expect(rows).to_have_text(["pinyin", "none"])  # the worst first
    page.locator(".model-card summary").click()
    expect(page.locator(".card h3")).to_have_text("模型卡")
    expect(page.locator(".card td")).to_have_text(["拟合", "1200"])
    page.get_by_role("button", name="真实文书 5 份").click()
    expect(page.locator(".plot canvas")).to_have_count(0)  # no curve there, and it says so
    expect(page.locator(".models")).to_contain_text("没有可靠性数据")


def test_models_are_changed_only_after_a_second_word(
    page: Page, server: Server, state: State
) -> None:
    state.models = models()
    visit(page, server, "#/models")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="换用").click()
    expect(dialog).to_contain_text("从下一份文书起换用")
    page.keyboard.press("Escape")
    assert state.models["items"][0]["current"]
    page.get_by_role("button", name="换用").click()
    dialog.get_by_role("button", name="换用").click()
    expect(page.locator(".models-list tbody tr").nth(1)).to_contain_text("在用")
    page.get_by_role("button", name="退回上一个").click()
    dialog.get_by_role("button", name="退回上一个").click()
    expect(page.locator(".models-list tbody tr").first).to_contain_text("在用")


def test_a_training_run_is_watched_and_its_fields_lead_to_their_source(
    page: Page, server: Server, state: State
) -> None:
    id = state.submit(state.teach(Wanted(reviews=0)), "a.txt")
    state.models, state.won = models(), {"document": id, "name": "a.txt", "report": 0, "field": "applications.granted.business"}  # fmt: skip
    visit(page, server, "#/models")
    page.get_by_role("button", name="开始训练").click()
    run = page.locator(".run")
    expect(run).to_contain_text("没有更好，未换用")
    expect(run).to_contain_text("新模型赢得 1 个字段")
    expect(run).to_contain_text("1 个字段：新模型很有把握，审核答案却不同")
    expect(run).to_contain_text("HOSTILE <b>")
    run.get_by_role("link", name="予以公开").click()
    expect(page.locator(".cell.is-selected")).to_have_attribute(
        "data-target", "0/fields/applications.granted.business"
    )
    expect(page.locator(".source-text .is-selected")).to_be_in_viewport()


def test_audits_and_drift_are_told_and_warned_of(page: Page, server: Server, state: State) -> None:
    visit(page, server, "#/models")
    expect(page.locator(".audits")).to_contain_text("还没有抽查过")
    expect(page.locator(".drift")).to_have_count(0)
    found = {"audited": 400, "documents": 90, "wrong": 6, "rate": 0.015, "low": 0.0055, "high": 0.032}  # fmt: skip
    state.estimate = {"estimate": found, "promise": 0.001, "counts": {"contested": 2}, "warning": True,
                      "tightened": {"threshold": 0.9972}}  # fmt: skip
    state.drift = [{"month": "2026-11", "documents": 40, "unlike": 12, "share": 0.3},
                   {"month": "2026-10", "documents": 50, "unlike": 4, "share": 0.08}]  # fmt: skip
    page.reload()
    expect(page.locator(".audits")).to_contain_text("1.50%（95% 区间 0.55% 至 3.20%）")
    expect(page.locator(".watch [role=alert]")).to_contain_text("0.1%")
    expect(page.locator(".watch")).to_contain_text("99.72%")
    rows = page.locator(".drift tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("30.0%")
    expect(rows.first.locator(".bad")).to_have_count(1)
    expect(rows.nth(1).locator(".bad")).to_have_count(0)


def test_training_and_models_by_keyboard(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=0)), "a.txt")
    state.models, state.won = models(), {"document": id, "name": "a.txt", "report": 0, "field": "applications.granted.business"}  # fmt: skip
    visit(page, server, "#/models")
    focus(page, "换用")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    focus(page, "换用", "dialog, [role=dialog]")
    page.keyboard.press("Enter")
    expect(page.locator(".models-list tbody tr").nth(1)).to_contain_text("在用")
    focus(page, "退回上一个")
    page.keyboard.press("Enter")
    focus(page, "退回上一个", "dialog, [role=dialog]")
    page.keyboard.press("Space")
    expect(page.locator(".models-list tbody tr").first).to_contain_text("在用")
    focus(page, "开始训练")
    page.keyboard.press("Enter")
    expect(page.locator(".run")).to_contain_text("没有更好，未换用")
    focus(page, "予以公开")
    page.keyboard.press("Enter")
    expect(page.locator(".cell.is-selected")).to_have_attribute(
        "data-target", "0/fields/applications.granted.business"
    )


def focus(page: Page, words: str, within: str = "body") -> None:
    """Go with the tabulator to what is called so, in the dialog or on the page."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(f":is({within}) :is(a, button):focus")
        if focused.count() and words in focused.inner_text():
            return
    pytest.fail(f"not reached by keyboard: {words}")


def test_everything_fits_390_pixels(
    new_page: Callable[..., Page], server: Server, state: State
) -> None:
    page = new_page(width=390, height=780)
    id = state.submit(state.teach(Wanted(reviews=12)), "a.txt")
    state.models = models()
    years = "#/panel?agency=云溪县商务局"
    for hash in ("", f"#/d/{id}", "#/review", "#/documents", "#/panel", years, "#/models"):
        visit(page, server, hash)
        page.wait_for_selector(".page h1, .official.three, .cell.is-selected")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, hash
    visit(page, server, f"#/d/{id}")
    page.wait_for_selector(".cell.is-selected")
    expect(
        page.get_by_role("button", name="认可")
    ).to_be_in_viewport()  # without scrolling the page
    target = (key_of(page) or "").partition("/")[2].partition("/")[2]
    value = state.merged(id)["reports"][0]["fields"][target]["raw"]
    expect(page.locator(".excerpt mark")).to_have_text(
        value
    )  # the source, where the tables hide it
    expect(page.locator(".excerpt")).to_be_in_viewport()
    page.get_by_role("button", name="认可").click()
    expect(page.locator(".counter b")).to_have_text("11")
    page.get_by_role("button", name="原文", exact=True).click()
    expect(page.locator("#source-text")).to_be_visible()
    expect(page.locator(".source-text .is-selected").first).to_be_in_viewport()


def test_the_other_language_is_a_click_away(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted()), "a.txt")
    open_document(page, server, id)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".acts")).to_contain_text("Accept")
    page.keyboard.press("n")
    expect(page.locator(".looked.check")).to_contain_text("3 apart")
    page.reload()
    expect(page.locator("nav")).to_contain_text("Models")
