"""How fast the review page answers, and its pictures.

    python benchmarks/page.py              # key to next field painted
    python benchmarks/page.py --pictures   # docs/pictures/, each view, both widths and languages

Needs Chromium (/usr/bin/chromium) and a Chinese font. Everything stays on loopback.
"""

import argparse
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", action="store_true")
    wanted = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if wanted.pictures:
            from page_pictures import pictures  # noqa: PLC0415

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
