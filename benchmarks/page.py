"""How fast the review page answers, and its pictures.

    python benchmarks/page.py              # key to next field painted
    python benchmarks/page.py --pictures   # docs/pictures/, each view, both widths and languages

Needs Chromium (/usr/bin/chromium) and a Chinese font. Everything stays on loopback.
"""

import argparse
import json
import os
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
from page.fake import served  # noqa: E402
from page.fake_state import State  # noqa: E402
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


def renderer_seconds() -> dict[int, float]:
    """{process: seconds of processor time of its main thread} of Chromium's renderers."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                stat = (folder / "task" / folder.name / "stat").read_text()
                user, system = stat.rpartition(")")[2].split()[11:13]
                found[int(folder.name)] = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue  # it has ended
    return found


def measure(page: Page, keys: int, key: str = "Enter") -> tuple[list[float], float, float]:
    """Milliseconds of each key, the seconds that all took, each pressed once the one before was
    painted, and the seconds of processor time that the page's main thread took for all."""
    page.evaluate(PROBE)
    before = renderer_seconds()
    began = time.perf_counter()
    for n in range(keys):
        page.keyboard.press(key)
        page.evaluate(
            "(n) => new Promise((done) => { const look = () => (window.figures.length > n ? done() : setTimeout(look, 1)); look(); })",
            n,
        )
    took = time.perf_counter() - began
    spent = max(now - before.get(id, 0.0) for id, now in renderer_seconds().items())
    return page.evaluate("window.figures"), took, spent


def told(name: str, figures: list[float], seconds: float, spent: float) -> dict[str, Any]:
    ordered = sorted(figures)
    return {
        "what": name, "keys": len(figures), "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1), "max_ms": round(ordered[-1], 1),
        "processor_ms_a_key": round(spent * 1000 / len(figures), 1),
        "decisions_a_minute": round(len(figures) * 60 / seconds), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def speed(browser: Browser) -> Iterator[dict[str, Any]]:
    state = State()
    long = state.submit(state.teach(Wanted(reviews=200, filler=60_000)), "long.txt")
    with served(state) as server:
        page = open_page(browser, server.address, f"#/d/{long}")
        yield told("one document: 200 fields, 60,000 characters", *measure(page, 100))
        yield told("the same, moving only", *measure(page, 40, "s"))
    with served(queue_of(10, 100, 6_000)) as server:
        page = open_page(browser, server.address, "#/review")
        for part in ("first", "second", "third"):
            yield told(f"queue of 1,000 fields in 10 documents: {part} 80 keys", *measure(page, 80))
        page = open_page(browser, server.address, "#/review?order=document")
        yield told("the same, document by document", *measure(page, 80))
    with served(queue_of(100, 10, 60_000)) as server:
        page = open_page(browser, server.address, "#/review")
        yield told(
            "queue of 1,000 fields in 100 documents of 60,000 characters", *measure(page, 80)
        )


def queue_of(documents: int, fields: int, characters: int) -> State:
    """So many fields that wait, spread over documents; by certainty nearly each key changes the
    document."""
    state = State()
    for n in range(documents):
        wanted = Wanted(agency=f"第{n}局", seed=n, reviews=fields, filler=characters)
        state.submit(state.teach(wanted), f"{n}.txt")
    return state


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
