"""A real browser for the page's tests, and the service's stand-in."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .fake import Server, served
from .fake_state import State

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds; a busy machine is no failure
expect.set_options(timeout=PATIENCE)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("needs chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def server(state: State) -> Iterator[Server]:
    with served(state) as one:
        yield one


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Pages of one browser profile; an error in a page or a request elsewhere fails the test."""
    wrong: list[str] = []
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 800, fresh: bool = False) -> Page:
        if fresh or not contexts:
            contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: _note(message, wrong))
        page.on("request", lambda request: _local(request.url, server, wrong))
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def _note(message: Any, wrong: list[str]) -> None:
    text = message.text
    if (
        message.type == "error"
        and "Failed to load resource" not in text
        and "EventSource" not in text
    ):
        wrong.append(text)


def _local(url: str, server: Server, wrong: list[str]) -> None:
    if not url.startswith((server.address, "blob:")):
        wrong.append(f"a request left the machine: {url}")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def visit(page: Page, server: Server, hash: str = "") -> None:
    page.goto(server.address + hash)
    page.wait_for_selector("html[data-ready]")


def open_document(page: Page, server: Server, id: str) -> None:
    visit(page, server, f"#/d/{id}")
    page.wait_for_selector(".official.three")


def saved(page: Page) -> None:
    """Wait until every decision is with the service, and what is looked at next is here."""
    page.wait_for_selector("html[data-unsent='0']", timeout=60_000)
    expect(page.locator(".focus.is-moving")).to_have_count(0)


def key_of(page: Page) -> str | None:
    """The target that is looked at."""
    found = page.query_selector(".cell.is-selected, .badge.is-selected, .check-list .is-selected")
    return found.get_attribute("data-target") if found else None


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    found = json.loads(
        page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then((r) => JSON.stringify(r.violations))"
        )
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
