"""Submitting on the page: files, manifests and samples, what cannot be read; what waits is counted."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from .conftest import visit
from .fake import Server
from .fake_state import State
from .made import Wanted

pytestmark = pytest.mark.needs("chromium")


def test_dropped_files_become_a_batch(page: Page, server: Server, state: State) -> None:
    texts = [state.teach(replace(Wanted(), agency=f"第{n}街道办事处", seed=n)) for n in range(4)]
    visit(page, server)
    page.locator("input[type=file][multiple]:not([webkitdirectory])").set_input_files(
        [
            {"name": f"报告{n}.txt", "mimeType": "text/plain", "buffer": text.encode()}
            for n, text in enumerate(texts)
        ]
    )
    expect(page.locator(".batch")).to_contain_text("完成 4，失败 0")
    expect(page.locator(".batch-items a")).to_have_count(4)
    page.locator(".batch-items a").first.click()
    expect(page.locator(".bench-head h1")).to_contain_text("第0街道办事处")


def test_whoever_comes_back_is_told_what_waits(page: Page, server: Server, state: State) -> None:
    visit(page, server)
    expect(page.locator(".samples button")).to_have_count(3)
    expect(page.locator(".waits")).to_have_count(0)
    for n in range(2):
        state.submit(state.teach(Wanted(seed=n, reviews=3)), f"{n}.txt")
    page.reload()
    expect(page.locator(".waits")).to_contain_text("2 份文书里有 6 个数值")
    page.locator(".waits a").click()
    expect(page.locator(".counter b")).to_have_text("6")


def test_a_sample_is_one_click_away(page: Page, server: Server, state: State) -> None:
    visit(page, server)
    page.locator(".samples button").nth(1).click()
    expect(page.locator(".nothing")).to_contain_text("这里没有年度报告")
    assert len(state.documents) == 1


Pages = Callable[..., Page]


def test_the_header_counts_what_is_not_loaded_yet(page: Page, server: Server, state: State) -> None:
    for seed in (1, 2, 3):
        state.submit(
            state.teach(Wanted(f"东乡县第{seed}局", seed=seed, reviews=190)), f"{seed}.txt"
        )
    state.submit(state.teach(Wanted("西乡县林业局", seed=9, reviews=15)), "w.txt")
    visit(page, server, "#/review")
    left = page.locator(".counter b")
    expect(left).to_have_text(str(3 * 190 + 15))
    page.locator("input[name=agency]").fill("西乡县")
    page.keyboard.press("Enter")
    expect(left).to_have_text("15")
    visit(page, server, "#/review?order=gain")  # as the service calls it
    expect(page.locator("select").first).to_have_value("worth")
    expect(left).to_have_text(str(3 * 190 + 15))


def test_what_is_not_loaded_yet_comes_when_all_that_is_here_is_decided(
    page: Page, server: Server, state: State
) -> None:
    for seed in (1, 2, 3):
        state.submit(
            state.teach(Wanted(f"东乡县第{seed}局", seed=seed, reviews=190)), f"{seed}.txt"
        )
    visit(page, server, "#/review?order=document")
    left = page.locator(".counter b")
    expect(left).to_have_text("570")
    page.evaluate("""import("/assets/queue.js").then((queue) => {
        for (const item of queue.items.value) queue.markSettled(item.document, item.target);
    })""")
    expect(left).to_have_text("70")
    page.keyboard.press("s")
    page.evaluate("""import("/assets/queue.js").then(async (queue) => {
        while (queue.at.value < 500) await new Promise((resume) => { setTimeout(resume, 20); });
    })""")
    expect(left).to_have_text("70")
    page.keyboard.press("Enter")
    expect(left).to_have_text("69")


def test_a_manifest_goes_with_files_and_its_rows_without_one_are_told(
    page: Page, server: Server, state: State
) -> None:
    text = state.teach(Wanted())
    visit(page, server)
    rows = "path,agency\na.txt,云溪县商务局\nb.txt,没有的局\n"
    page.get_by_label("附清单").set_input_files(
        {"name": "m.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(page.get_by_text("附清单：m.csv")).to_be_visible()
    page.get_by_label("选文件", exact=True).set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    told = page.locator(".batch .problem")
    expect(told).to_contain_text("清单 2 行里有 1 行没有对应的文件")
    expect(told).to_contain_text("b.txt")
    expect(page.get_by_text("附清单：m.csv")).to_have_count(0)  # it went with these files only


def test_a_document_that_cannot_be_read_is_tried_again(
    page: Page, server: Server, state: State
) -> None:
    text = state.teach(Wanted())
    id = hashlib.sha256(text.encode()).hexdigest()
    state.broken[id] = text.encode()
    visit(page, server, f"#/d/{id}")
    told = page.locator(".unopened")
    expect(told).to_contain_text("文件无法读取：文件已损坏。")
    expect(told.get_by_role("link", name="下载原件")).to_have_attribute(
        "href", f"v1/documents/{id}/original"
    )
    expect(told.get_by_role("link", name="回到文书")).to_have_attribute("href", "#/documents")
    told.get_by_role("button", name="再试一次").click()
    page.wait_for_selector(".official.three")
    expect(page.locator(".counter b")).to_have_text("12")
    assert state.documents[id]["name"] == "坏.txt"
    visit(page, server, f"#/d/{'0' * 64}")
    expect(told.get_by_role("link", name="回到文书")).to_be_visible()
    expect(told.get_by_role("button")).to_have_count(0)  # there is nothing to try again


def test_what_is_no_report_says_what_can_be_done(page: Page, server: Server, state: State) -> None:
    id = state.submit("今天天气很好", "a.txt")
    visit(page, server, f"#/d/{id}")
    expect(page.locator(".nothing")).to_contain_text("若确是年度报告")
    expect(page.locator(".nothing").get_by_role("link", name="下载原件")).to_be_visible()
