"""How fast the review page answers, and its pictures.

    python benchmarks/page.py              # key to next field painted
    python benchmarks/page.py --pictures   # docs/pictures/, each view, both widths and languages

Needs Chromium (/usr/bin/chromium) and a Chinese font. Everything stays on loopback.
"""

import argparse
import io
import json
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from page.conftest import CHROMIUM, FLAGS  # noqa: E402
from page.fake import State, served  # noqa: E402
from page.made import Wanted  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

SAMPLES = ROOT / "service" / "page" / "static" / "assets" / "samples"
PICTURES = ROOT / "docs" / "pictures"

# From the key's own time stamp to the first moment after the frame that shows the next field.
PROBE = """() => {
  window.figures = [];
  if (window.probed) return;
  window.probed = true;
  let start = 0;
  addEventListener("keydown", (event) => { start = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (!start) return;
    const from = start;
    start = 0;
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.figures.push(performance.now() - from); port2.postMessage(0); });
  }).observe(document.getElementById("app"), { subtree: true, childList: true, characterData: true });
}"""


def measure(page: Page, keys: int, key: str = "Enter") -> tuple[list[float], float]:
    """Milliseconds of each key, and the seconds that all took, each pressed once the one before
    was painted."""
    page.evaluate(PROBE)
    began = time.perf_counter()
    for n in range(keys):
        page.keyboard.press(key)
        page.evaluate(
            "(n) => new Promise((done) => { const look = () => (window.figures.length > n ? done() : setTimeout(look, 1)); look(); })",
            n,
        )
    return page.evaluate("window.figures"), time.perf_counter() - began


def told(name: str, figures: list[float], seconds: float) -> dict[str, Any]:
    ordered = sorted(figures)
    return {
        "what": name, "keys": len(figures), "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1), "max_ms": round(ordered[-1], 1),
        "decisions_a_minute": round(len(figures) * 60 / seconds),
    }  # fmt: skip


def speed(browser: Browser) -> Iterator[dict[str, Any]]:
    state = State()
    long = state.submit(state.teach(Wanted(reviews=200, filler=60_000)), "long.txt")
    many = State()
    for n in range(10):
        many.submit(
            many.teach(Wanted(agency=f"第{n}局", seed=n, reviews=100, filler=6_000)), f"{n}.txt"
        )
    with served(state) as server:
        page = open_page(browser, server.address, f"#/d/{long}")
        yield told("one document: 200 fields, 60,000 characters", *measure(page, 100))
        yield told("the same, moving only", *measure(page, 40, "s"))
    with served(many) as server:
        page = open_page(browser, server.address, "#/review")
        for part in ("first", "second", "third"):
            yield told(f"queue of 1,000 fields in 10 documents: {part} 80 keys", *measure(page, 80))


def open_page(browser: Browser, address: str, hash: str, **more: Any) -> Page:
    page = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **more}).new_page()
    page.goto(address + hash)
    page.wait_for_selector(".cell.is-selected")
    return page


def real_results(state: State) -> dict[str, str]:
    """The three samples as the extractor reads them: {name: id}."""
    from extractor.pipeline import extract_bytes  # noqa: PLC0415

    ids = {}
    for file in sorted(SAMPLES.glob("*.txt")):
        text = file.read_text("utf-8")
        state.known[text] = extract_bytes(text.encode(), file.name)
        ids[file.stem] = state.submit(text, file.name)
    return ids


VIEWS = (
    "submit",
    "report",
    "check",
    "source",
    "older-form",
    "review",
    "documents",
    "models",
    "keys",
)


def pictures(browser: Browser) -> None:
    from page.test_safety import models  # noqa: PLC0415

    state = State()
    ids = real_results(state)
    state.models = models()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with served(state) as server:
        for width, height in ((1280, 800), (390, 780)):
            for language in ("zh", "en"):
                context = browser.new_context(viewport={"width": width, "height": height})
                page = context.new_page()
                page.goto(server.address)
                page.evaluate(
                    "(l) => localStorage.setItem('duibiao.lang', JSON.stringify(l))", language
                )
                page.reload()
                for view in VIEWS:
                    _show(page, server.address, view, ids)
                    _save(page, f"{view}-{width}-{language}")
                context.close()
        page = open_page(browser, server.address, f"#/d/{ids['one']}", color_scheme="dark")
        _save(page, "report-1280-zh-dark")


def _save(page: Page, name: str) -> None:
    """A picture in 64 colours: a third of the size, and text stays crisp."""
    from PIL import Image  # noqa: PLC0415

    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}.png", optimize=True
    )


def _show(page: Page, address: str, view: str, ids: dict[str, str]) -> None:
    hash = {"report": f"#/d/{ids['one']}", "check": f"#/d/{ids['one']}", "source": f"#/d/{ids['one']}",
            "older-form": f"#/d/{ids['two']}", "review": "#/review", "documents": "#/documents", "models": "#/models"}  # fmt: skip
    for dialog in page.locator("dialog[open] .close").all():
        dialog.click()
    page.goto(address + "#/")
    page.wait_for_selector(".page.submit")
    page.goto(address + hash.get(view, ""))
    page.wait_for_selector("html[data-ready]")
    page.wait_for_selector(
        ".cell.is-selected"
        if view in ("report", "check", "source", "older-form", "review")
        else "h1"
    )
    if view == "check":
        page.keyboard.press("n")
    if view == "source":
        page.keyboard.press("m")  # show what cleaning does
        if page.viewport_size and page.viewport_size["width"] < 800:
            page.locator(".bench-head .switch button").first.click()
    if view == "older-form":
        page.keyboard.press("m")
    if view == "review":
        for _ in range(4):
            page.keyboard.press("Enter")
    if view == "keys":
        page.keyboard.press("?")
    if view == "models":
        page.wait_for_selector(".plot canvas")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", action="store_true")
    wanted = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if wanted.pictures:
            pictures(browser)
        else:
            print(
                json.dumps(
                    {
                        "machine": platform.machine(),
                        "browser": browser.version,
                        "date": time.strftime("%Y-%m-%d"),
                    }
                )
            )
            for one in speed(browser):
                print(json.dumps(one, ensure_ascii=False), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
