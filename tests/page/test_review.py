"""Reviewing by keyboard, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import key_of, open_document, saved, visit
from .fake import Server
from .fake_state import State
from .made import Wanted, make

pytestmark = pytest.mark.needs("chromium")


def test_by_keyboard_from_end_to_end(page: Page, server: Server, state: State) -> None:
    text = state.teach(Wanted(reviews=12))
    visit(page, server)
    page.keyboard.press("Tab")  # the skip link, then straight to the box
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#paste-box")).to_be_focused()
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".cell.is-selected")
    seen = []
    for key in (
        "Enter",
        "b",
        "x",
        "Enter",
        "7",
        "Enter",
        "Enter",
        "Enter",
        "Enter",
        "Enter",
        "Enter",
    ):
        seen.append(key_of(page))
        page.keyboard.press(key)
        if key == "7":
            expect(page.locator("#ask-box")).to_have_value("7")
            page.keyboard.insert_text("3")
            page.keyboard.press("Enter")
    while page.locator(".counter b").inner_text() != "0":
        before = page.locator(".counter b").inner_text()
        page.keyboard.press("Enter")
        expect(page.locator(".counter b")).not_to_have_text(before)
    page.keyboard.press("n")
    page.keyboard.press("c")
    page.keyboard.insert_text("原文如此")
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    saved(page)
    by_target = {one["target"]: one for one in state.saves}
    checks = [one for target, one in by_target.items() if target.startswith("checks/")]
    assert sorted(one["decision"] for one in checks) == ["confirmed", "dismissed"]
    assert {one["decision"]: one.get("note") for one in checks}["confirmed"] == "原文如此"
    assert len(state.saves) == 14
    assert len([one for target, one in by_target.items() if target.startswith("fields/")]) == 12
    fifth = seen[4] or ""
    assert by_target[fifth.partition("/")[2]]["value"] == 73
    page.keyboard.press("Shift+E")
    with page.expect_download() as download:
        page.get_by_role("link", name="csv").focus()
        page.keyboard.press("Enter")
    assert download.value.failure() is None
    assert "format=csv" in state.exports[-1]


def test_undo_is_ten_deep_and_flags_carry_notes(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=14)), "a.txt")
    open_document(page, server, id)
    page.wait_for_selector(".cell.is-selected")
    page.keyboard.press("f")
    page.keyboard.insert_text("对不上")
    page.keyboard.press("Enter")
    saved(page)
    assert state.saves[-1] | {"document": ""} == {
        "document": "",
        "report": 0,
        "target": state.saves[-1]["target"],
        "decision": "flagged",
        "note": "对不上",
    }
    for _ in range(11):
        page.keyboard.press("Enter")
    expect(page.locator(".counter b")).to_have_text("2")
    for _ in range(12):
        page.keyboard.press("u")
    expect(page.locator(".counter b")).to_have_text("12")
    saved(page)
    assert len(state.merged(id)["reports"][0]["review"]) == 12 + 1  # the flagged one waits too


def test_an_alternative_settles_the_failing_row(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=3)), "a.txt")
    open_document(page, server, id)
    page.keyboard.press("n")
    box = page.locator(".looked.check")
    expect(box).to_contain_text("相差 3")
    expect(box.locator(".settle button").first).to_contain_text("→")
    expect(page.locator(".cell.is-involved")).to_have_count(7)
    expect(page.locator(".source-text .is-selected")).to_have_count(7)
    badge = page.locator(".badge[data-target*='row-sum']")
    expect(badge).to_have_text("差 3")
    page.keyboard.press("t")
    saved(page)
    expect(badge).to_have_count(0)  # the service says that the sum holds now
    assert state.saves[-1]["target"] == "fields/applications.new.total"
    page.keyboard.press("u")
    expect(badge).to_have_text("差 3")


def test_pointing_links_cell_and_source_both_ways(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(filler=9000)), "a.txt")
    open_document(page, server, id)
    cell = page.locator(".cell[data-target='0/fields/applications.carried_out.total']")
    cell.click()
    mark = page.locator(".source-text .is-selected").first
    expect(mark).to_be_in_viewport()
    assert mark.inner_text() == cell.inner_text()
    other = page.locator(".source-text [data-target='0/fields/applications.new.business']")
    other.hover()
    expect(page.locator(".cell.is-hovered")).to_have_attribute(
        "data-target", "0/fields/applications.new.business"
    )
    other.click()
    assert key_of(page) == "0/fields/applications.new.business"


def test_pointing_links_cell_and_page_picture_both_ways(
    page: Page, server: Server, state: State
) -> None:
    text, result = make(Wanted(reviews=0))
    fields = result["reports"][0]["fields"]
    names = ["applications.new.total", "applications.granted.total"]
    boxes = [
        [*fields[name]["span"], 20, 40 + 30 * n, 60, 55 + 30 * n] for n, name in enumerate(names)
    ]
    result["document"]["pages"] = [{"number": 1, "width": 595, "height": 842, "boxes": boxes}]
    state.known[text] = result
    sheet = '<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"/>'
    page.route("**/pages/1", lambda route: route.fulfill(body=sheet, content_type="image/svg+xml"))
    open_document(page, server, state.submit(text, "a.pdf"))
    page.locator(f".cell[data-target='0/fields/{names[0]}']").click()
    page.keyboard.press("p")
    drawn = page.locator(".paper .of-field")
    expect(drawn).to_have_count(2)
    expect(page.locator(".paper .is-framed")).to_have_attribute("y", "39")
    page.locator(f".cell[data-target='0/fields/{names[1]}']").hover()
    expect(page.locator(".paper .is-pointed")).to_have_attribute("y", "69")
    drawn.nth(0).hover()
    expect(page.locator(".paper .is-pointed")).to_have_attribute("y", "39")
    expect(page.locator(".cell.is-hovered")).to_have_attribute(
        "data-target", f"0/fields/{names[0]}"
    )
    drawn.nth(1).click()
    expect(page.locator(".paper .is-framed")).to_have_attribute("y", "69")
    expect(page.locator(".cell.is-selected")).to_have_attribute(
        "data-target", f"0/fields/{names[1]}"
    )


def test_table_three_has_its_official_shape(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=0)), "a.txt")
    open_document(page, server, id)
    lefts = page.evaluate(
        """() => [...document.querySelectorAll("#table-3 tbody tr")].map(
             (row) => Math.round([...row.querySelectorAll(".cell")].at(0).getBoundingClientRect().left))"""
    )
    assert len(lefts) == 25
    assert max(lefts) - min(lefts) <= 1  # merged heads leave every row's first number in one column
    merged = page.locator("#table-3 th.merged")
    assert merged.evaluate_all("(all) => all.map((one) => one.rowSpan)") == [22, 8, 3, 5, 3]


def test_arrow_keys_walk_the_tables(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=0)), "a.txt")
    open_document(page, server, id)
    page.locator(".cell[data-target='0/fields/applications.granted.business']").click()
    page.keyboard.press("ArrowRight")
    assert key_of(page) == "0/fields/applications.granted.research"
    page.keyboard.press("ArrowDown")
    assert key_of(page) == "0/fields/applications.partly_granted.research"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert key_of(page) == "0/fields/applications.granted.business"


def test_the_queue_goes_over_all_documents_least_certain_first(
    page: Page, server: Server, state: State
) -> None:
    for n in range(3):
        state.submit(state.teach(Wanted(agency=f"第{n}镇人民政府", seed=n, reviews=4)), f"{n}.txt")
    wanted = [f"{row['document']}|0/{row['target']}" for row in state.queue({})]
    visit(page, server, "#/review")
    seen = []
    for left in range(12, 0, -1):
        expect(page.locator(".counter b")).to_have_text(str(left))
        expect(page.locator(".focus.is-moving")).to_have_count(0)  # nothing is decided unseen
        expect(page.locator(".cell.is-selected")).to_have_count(1)
        seen.append(key_of(page))
        page.keyboard.press("Enter")
    assert seen == [one.partition("|")[2] for one in wanted]
    saved(page)
    assert state.queue({}) == []


def test_answers_settle_fields_that_nobody_asks_for_any_more(
    page: Page, server: Server, state: State
) -> None:
    text, result = make(Wanted(reviews=0, flaws=False))
    report = result["reports"][0]
    for entry in report["fields"].values():  # a report that may be none: all of it is doubted
        entry["confidence"] = 0.9
    report["review"] = list(report["fields"])
    state.known[text] = result
    state.tells_review = True
    id = state.submit(text, "a.txt")
    open_document(page, server, id)
    expect(page.locator(".counter b")).to_have_text("200")
    for _ in range(10):
        page.keyboard.press("Enter")
        saved(page)
    left = state.merged(id)["reports"][0]["review"]
    assert len(left) < 100
    assert any("settled_by" in one for one in state.merged(id)["reports"][0]["fields"].values())
    # The field that is looked at stays there, and is no longer counted where it was settled, too.
    expect(page.locator(".counter b")).to_have_text(str(len(left)))
    for _ in range(10):
        page.keyboard.press("u")
        saved(page)
    assert len(state.merged(id)["reports"][0]["review"]) == 200
    expect(page.locator(".counter b")).to_have_text("200")


def test_a_table_is_accepted_at_once(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=20, flaws=False)), "a.txt")
    open_document(page, server, id)
    page.wait_for_selector(".cell.is-selected")
    page.keyboard.press("v")
    expect(page.locator("table.official")).to_have_count(1)
    for _ in range(6):  # once, or twice where some of them are very unsure
        page.keyboard.press("Shift+A")
    expect(page.locator(".counter b")).to_have_text("0")
    saved(page)
    assert state.merged(id)["version"] <= 3
    assert state.merged(id)["reports"][0]["review"] == []


def test_many_or_unsure_fields_are_accepted_at_a_second_press(
    page: Page, server: Server, state: State
) -> None:
    text, result = make(Wanted(reviews=200, flaws=False))
    fields = result["reports"][0]["fields"]
    for one in fields.values():
        one["confidence"] = 0.9
    state.known[text] = result
    id = state.submit(text, "a.txt")
    open_document(page, server, id)
    page.locator(".cell[data-target='0/fields/disclosure.regulations.issued']").click()
    page.keyboard.press("Shift+A")  # table 2: ten, fairly sure
    left = page.locator(".counter b")
    expect(left).to_have_text("190")
    page.locator(".cell[data-target='0/fields/applications.new.total']").click()
    page.keyboard.press("Shift+A")
    expect(page.locator(".notice")).to_contain_text("一次认可本表 175 项")
    expect(left).to_have_text("190")
    page.keyboard.press("Shift+A")
    expect(left).to_have_text("15")
    page.keyboard.press("u")
    expect(left).to_have_text("190")
    expect(page.locator(".official.three .cell.c-doubt")).to_have_count(175)
    saved(page)
    assert {one.get("decision") for one in state.saves[-175:]} == {"withdrawn"}
    for name in fields:
        if name.startswith("remedies"):
            fields[name]["confidence"] = 0.04
    state.documents[id]["result"]["reports"][0]["fields"] = fields
    state.documents[id]["decisions"] = []
    page.reload()
    page.locator(".cell[data-target='0/fields/remedies.review.total']").click()
    page.keyboard.press("Shift+A")
    expect(page.locator(".notice")).to_contain_text("15 项把握不到一半（最低 4.0%）")
    page.keyboard.press("Shift+A")
    expect(left).to_have_text("185")


def test_a_random_audit_is_told(page: Page, server: Server, state: State) -> None:
    id = state.submit(state.teach(Wanted(reviews=3)), "a.txt")
    state.audited = [(id, "fields/remedies.review.upheld")]
    visit(page, server, "#/review?order=worth")
    expect(page.locator(".focus .audit")).to_have_text("随机抽查")
    expect(page.locator(".counter b")).to_have_text("4")
    page.keyboard.press("Enter")
    expect(page.locator(".counter b")).to_have_text("3")
    expect(page.locator(".focus .audit")).to_have_count(0)


def test_the_bar_shows_all_of_a_check_and_of_what_is_typed(
    page: Page, server: Server, state: State
) -> None:
    id = state.submit(state.teach(Wanted(reviews=3)), "a.txt")
    fields = state.documents[id]["result"]["reports"][0]["fields"]
    for who in ("natural_person", "business", "research"):
        one = fields[f"applications.new.{who}"]
        one["alternatives"] = [{"value": one["value"] + 3, "why": "row-sum"}]
    open_document(page, server, id)
    page.keyboard.press("n")
    box = page.locator(".looked.check")
    expect(box.locator(".settle button")).to_have_count(3)

    def whole() -> None:
        bar = page.locator(".focus").evaluate("(one) => [one.scrollHeight, one.clientHeight]")
        assert bar[0] <= bar[1]
        for button in (*box.locator(".settle button").all(), *page.locator(".focus .act").all()):
            inside = button.bounding_box()
            assert inside is not None
            assert inside["y"] + inside["height"] <= 800

    whole()
    page.keyboard.press("c")
    expect(page.locator("#ask-box")).to_be_in_viewport(ratio=1)
    whole()


def test_agency_year_headings_and_facts_by_marking(
    page: Page, server: Server, state: State
) -> None:
    wanted = Wanted(prefix="龍湾鎮𠮷田街2019年", line_end="\r\n")
    text = state.teach(wanted)
    id = state.submit(text, "a.txt")
    open_document(page, server, id)

    def mark(words: str) -> None:
        page.evaluate(
            """(words) => {
              const walker = document.createTreeWalker(document.getElementById("source-text"), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return;
              }
              throw new Error("not there");
            }""",
            words,
        )

    mark("龍湾鎮𠮷田街")
    page.get_by_role("button", name="用所选文字：机关").click()
    mark("2019")
    page.get_by_role("button", name="用所选文字：年度").click()
    mark("公开的及时性")
    page.get_by_label("标题类别").select_option("problems.shortcomings")
    page.locator("section.panel:has(#sections-title) form button").click()
    mark("1086")
    page.get_by_label("数据类别").select_option("disclosed.total")
    page.locator("section.panel:has(#facts-title) form button").click()
    saved(page)
    report = state.merged(id)["reports"][0]
    span = report["agency"]["span"]
    assert (report["agency"]["value"], text[span[0] : span[1]]) == ("龍湾鎮𠮷田街", "龍湾鎮𠮷田街")
    assert report["year"]["value"] == 2019
    heading = next(one for one in report["sections"] if one["key"] == "problems.shortcomings")
    assert text[slice(*heading["title_span"])] == heading["title"] == "公开的及时性"
    fact = next(one for one in report["facts"] if one["key"] == "disclosed.total")
    assert (fact["value"], text[slice(*fact["span"])]) == (1086, "1086")
    assert any(one["key"] == "disclosed.website" for one in report["facts"])


def test_help_lists_every_key(page: Page, server: Server) -> None:
    visit(page, server)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for words in ("认可并到下一项", "撤销（十步）", "下一项未过的检查", "确认检查", "导出"):
        expect(dialog).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
