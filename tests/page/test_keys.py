"""Every key does what the list under `?` says; the queue over documents when the service is away;
what is marked is drawn at once."""

import itertools

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import key_of, open_document, saved, visit
from .fake import Server
from .fake_state import State
from .made import Wanted, make

pytestmark = pytest.mark.needs("chromium")
TOTAL = "0/fields/applications.new.total"


def opened(page: Page, server: Server, state: State, reviews: int) -> str:
    """A report whose first field in review is looked at."""
    id = state.submit(state.teach(Wanted(reviews=reviews)), "a.txt")
    open_document(page, server, id)
    page.wait_for_selector(".official .cell.is-selected")
    return id


def test_help_lists_every_key_there_is(page: Page, server: Server) -> None:
    visit(page, server)
    keys = page.evaluate(
        """async () => { const { KEYS, EVERYWHERE } = await import("/assets/keys.js");
             return [...KEYS, ...EVERYWHERE].flatMap(([keys]) => keys); }"""
    )
    page.keyboard.press("?")
    shown = page.locator(".keys kbd").all_inner_texts()
    names = {"Enter": "↵", "ArrowRight": "→", "ArrowLeft": "←"}
    assert shown == [names.get(key, key) for key in keys]
    assert len(set(keys)) == len(keys)
    for wanted in ("Enter", "e", "b", "x", "t", "s", "u", "f", "n", "c", "d"):
        assert wanted in keys


def test_skip_and_back_move_without_deciding(page: Page, server: Server, state: State) -> None:
    opened(page, server, state, reviews=6)
    first = key_of(page)
    for forth, back in (("s", "k"), ("j", "ArrowLeft"), ("ArrowRight", "k")):
        page.keyboard.press(forth)
        assert key_of(page) != first
        page.keyboard.press(back)
        assert key_of(page) == first
    assert state.saves == []


def test_correcting_by_e_starts_from_the_value(page: Page, server: Server, state: State) -> None:
    opened(page, server, state, reviews=200)
    page.locator(f".cell[data-target='{TOTAL}']").click()
    value = page.locator(f".cell[data-target='{TOTAL}']").inner_text()
    page.keyboard.press("e")
    expect(page.locator("#ask-box")).to_have_value(value)
    page.keyboard.press("Escape")
    assert key_of(page) == TOTAL
    page.keyboard.press("e")
    page.keyboard.insert_text("１，２３４")
    page.keyboard.press("Enter")
    saved(page)
    assert (state.saves[-1]["target"], state.saves[-1]["value"]) == (TOTAL[2:], 1234)


def test_the_next_alternative_is_offered_and_taken(
    page: Page, server: Server, state: State
) -> None:
    text, result = make(Wanted(reviews=4))
    others = [
        {"value": 5, "why": "row-sum"},
        {"value": None, "why": "prose"},
        {"value": 9, "why": "prose"},
    ]
    result["reports"][0]["fields"]["applications.new.total"]["alternatives"] = others
    state.known[text] = result
    open_document(page, server, state.submit(text, "a.txt"))
    page.locator(f".cell[data-target='{TOTAL}']").click()
    offered = page.locator(".other.is-offered")
    expect(offered).to_contain_text("5")
    page.keyboard.press("r")
    page.keyboard.press("r")
    expect(offered).to_contain_text("9")
    page.keyboard.press("r")
    page.keyboard.press("r")
    page.keyboard.press("t")
    saved(page)
    assert (state.saves[-1]["value"], state.saves[-1]["state"]) == (None, "blank")


def test_g_and_a_letter_go_to_every_view(page: Page, server: Server, state: State) -> None:
    visit(page, server)
    for letter, view in (
        ("d", "documents"),
        ("y", "panel"),
        ("m", "models"),
        ("r", "review"),
        ("s", ""),
    ):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_function(f"location.hash === '#/{view}'")


def test_the_queue_goes_on_with_what_is_here_when_the_service_is_away(
    page: Page, server: Server, state: State
) -> None:
    for n in range(2):
        state.submit(state.teach(Wanted(agency=f"第{n}镇人民政府", seed=n, reviews=3)), f"{n}.txt")
    agencies = list(dict.fromkeys(row["agency"] for row in state.queue({})))
    assert len(agencies) == 2
    asked: list[str] = []

    def only_the_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.continue_()
        else:
            route.abort()

    page.route("**/v1/documents/*", only_the_first)
    visit(page, server, "#/review")
    page.wait_for_selector(".official .cell.is-selected")
    for left in (5, 4, 3):  # the fields of the one document that is here
        decided = key_of(page)
        page.keyboard.press("Enter")
        expect(page.locator(".counter b")).to_have_text(str(left))
        if left > 3:  # the next key counts where the page has arrived
            selected = page.locator(".cell.is-selected")
            expect(selected).not_to_have_attribute("data-target", decided or "")
    expect(page.locator(".focus.is-moving")).to_have_count(0)
    page.keyboard.press("Enter")  # nothing can be decided on a document that nobody has seen
    expect(page.locator(".focus.is-moving")).to_have_count(0)
    expect(page.locator(".counter b")).to_have_text("3")
    page.unroute("**/v1/documents/*")
    shown = page.locator("main").inner_text()
    [other] = [one for one in agencies if one not in shown]
    for _ in range(
        20
    ):  # what was fetched ahead may still be failing: then the key is pressed again
        page.keyboard.press("s")
        expect(page.locator(".focus.is-moving")).to_have_count(0)
        if other in page.locator("main").inner_text():
            break
    expect(page.locator("main")).to_contain_text(other)
    for left in (2, 1, 0):
        expect(page.locator(".focus.is-moving")).to_have_count(0)
        page.keyboard.press("Enter")
        expect(page.locator(".counter b")).to_have_text(str(left))
    saved(page)
    made = [(one["document"], one["target"]) for one in state.saves]
    assert len(made) == len(set(made)) == 6


def test_by_document_keeps_a_documents_fields_together(
    page: Page, server: Server, state: State
) -> None:
    for n in range(3):
        state.submit(state.teach(Wanted(agency=f"第{n}镇人民政府", seed=n, reviews=4)), f"{n}.txt")
    visit(page, server, "#/review?order=document")
    page.wait_for_selector(".official .cell.is-selected")
    seen = []
    for left in range(12, 0, -1):
        expect(page.locator(".counter b")).to_have_text(str(left))
        expect(page.locator(".focus.is-moving")).to_have_count(0)
        seen.append(page.locator(".bench-head h1").inner_text())
        page.keyboard.press("Enter")
    assert len([1 for one, two in itertools.pairwise(seen) if one != two]) == 2


def test_most_worth_first_is_the_order_that_the_service_gives(
    page: Page, server: Server, state: State
) -> None:
    state.submit(state.teach(Wanted(reviews=5)), "a.txt")
    wanted = [row["target"] for row in state.queue({"order": ["gain"]})]
    assert wanted != [row["target"] for row in state.queue({})]
    visit(page, server, "#/review?order=worth")
    page.wait_for_selector(".official .cell.is-selected")
    seen = []
    for _ in wanted:
        seen.append((key_of(page) or "").partition("/")[2])
        page.keyboard.press("s")
    assert seen == wanted


def test_a_marked_heading_is_drawn_at_once_and_unmarked_by_undo(
    page: Page, server: Server, state: State
) -> None:
    opened(page, server, state, reviews=2)
    words = "公开的及时性"
    heading = page.locator(".source-text .m-sections", has_text=words)
    expect(heading).to_have_count(0)
    page.evaluate(
        """(words) => { const all = document.createTreeWalker(document.getElementById("source-text"), NodeFilter.SHOW_TEXT);
             for (let node = all.nextNode(); node; node = all.nextNode()) {
               const at = node.data.indexOf(words);
               if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
             } }""",
        words,
    )
    page.get_by_label("标题类别").select_option("problems.shortcomings")
    page.locator("section.panel:has(#sections-title) form button").click()
    expect(heading).to_have_text(words)
    page.locator("#source-text").click(position={"x": 2, "y": 2})
    page.keyboard.press("u")
    expect(heading).to_have_count(0)


def test_cleaning_is_drawn_where_the_service_says(page: Page, server: Server, state: State) -> None:
    text, result = make(Wanted(reviews=0, prefix="𠮷彩票广告𠮷"))
    start = text.index("彩票")
    result["cleaning"] = [{"kind": "advertising", "count": 1, "spans": [[start, start + 4]]}]
    state.known[text] = result
    open_document(page, server, state.submit(text, "a.txt"))
    mark = page.locator(".source-text .m-clean-advertising")
    expect(mark).to_have_count(0)
    page.keyboard.press("m")
    expect(mark).to_have_text("彩票广告")
    assert page.evaluate("document.getElementById('source-text').textContent") == text
    page.keyboard.press("m")
    expect(mark).to_have_count(0)
