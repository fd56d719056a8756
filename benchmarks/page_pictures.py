"""Pictures of each view of the review page: both widths, both languages, light and dark.

Made by `python benchmarks/page.py --pictures`. The reports shown are the page's own samples as the
extractor reads them, and one made-up report with fields that wait for review.
"""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from page.fake import served  # noqa: E402
from page.fake_state import State  # noqa: E402
from page.made import Wanted  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

STATIC = ROOT / "service" / "page" / "static"
PICTURES = ROOT / "docs" / "pictures"
MODEL = ROOT / "models" / "default"
SIZES = ((1280, 800), (390, 780))
LANGUAGES = ("zh", "en")
COLOURS = 64  # a third of the size, and text stays crisp
NAME = "复核示例.txt"  # of the made-up report
AGENCY = "云溪县商务局"  # whose reports are made up

Ids = dict[str, str]


def sample_results() -> dict[str, Any]:
    """{text: result} of the page's samples."""
    from extractor.pipeline import extract_bytes  # noqa: PLC0415

    texts = [file.read_text("utf-8") for file in sorted((STATIC / "assets/samples").glob("*.txt"))]
    return {text: extract_bytes(text.encode(), "sample.txt") for text in texts}


def prepared(results: dict[str, Any]) -> tuple[State, Ids]:
    """A stand-in for the service that knows the samples, a report to review and the model."""
    state = State()
    state.known |= results
    ids = {}
    for file in sorted((STATIC / "assets/samples").glob("*.txt")):
        ids[file.stem] = state.submit(file.read_text("utf-8"), file.name)
    wanted = Wanted(agency=AGENCY, reviews=24, filler=1200)
    ids["made"] = state.submit(state.teach(wanted), NAME)
    for year in (2021, 2022, 2024):
        before = Wanted(agency=AGENCY, year=year, seed=year, reviews=0, flaws=False)
        state.submit(state.teach(before), f"{year}.txt")
    state.models = models()
    return state, ids


def models() -> dict[str, Any]:
    """What the service tells about the default model."""
    return {
        "items": [
            {
                "id": json.loads((MODEL / "metrics.json").read_text("utf-8")).get("model", ""),
                "current": True,
                "added": "",
                "reason": "",
                "metrics": json.loads((MODEL / "metrics.json").read_text("utf-8")),
                "card": (MODEL / "CARD.md").read_text("utf-8"),
            }
        ],
        "next": None,
    }


def views(ids: Ids) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """{view: (address, what to wait for, keys to press)}"""
    return {
        "submit": ("#/", ".samples button", ()),
        "report": (f"#/d/{ids['one']}", ".official.three", ()),
        "check": (f"#/d/{ids['one']}", ".official.three", ("n",)),
        "source": (f"#/d/{ids['one']}", ".official.three", ("m", "n")),
        "older-form": (f"#/d/{ids['two']}", ".official.three", ()),
        "field": (f"#/d/{ids['made']}", ".cell.is-selected", ("Enter", "Enter")),
        "review": ("#/review", ".cell.is-selected", ("Enter", "b", "s")),
        "documents": ("#/documents", "table.list tbody tr", ()),
        "panel": (f"#/panel?agency={AGENCY}", "table.years", ()),
        "models": ("#/models", ".numbers", ()),
        "keys": ("#/", ".samples button", ("?",)),
    }


def pictures(browser: Browser, folder: Path = PICTURES, results: dict[str, Any] | None = None,
             only: tuple[str, ...] = (), themes: tuple[str, ...] = ("light", "dark")) -> None:  # fmt: skip
    """Write every picture; the dark ones in Chinese only."""
    results = sample_results() if results is None else results
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for theme in themes:
        for size in SIZES:
            for language in LANGUAGES if theme == "light" else LANGUAGES[:1]:
                _round(browser, folder, results, Round(theme, size, language, only))


@dataclass(frozen=True)
class Round:
    """How one round of pictures looks, and which views it has (none given: all)."""

    theme: str
    size: tuple[int, int]
    language: str
    only: tuple[str, ...]


def _round(browser: Browser, folder: Path, results: dict[str, Any], wanted: Round) -> None:
    """Every view once, on a service where nothing was decided yet."""
    state, ids = prepared(results)
    width, height = wanted.size
    with served(state) as server:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=wanted.theme
        )
        context.add_init_script(f"localStorage.setItem('duibiao.lang', '\"{wanted.language}\"')")
        page = context.new_page()
        for name, view in views(ids).items():
            if not wanted.only or name in wanted.only:
                page.goto(server.address)
                page.evaluate("localStorage.removeItem('duibiao.cleaning')")
                show(page, server.address, *view)
                dark = "-dark" if wanted.theme == "dark" else ""
                _save(page, folder / f"{name}-{width}-{wanted.language}{dark}.png")
        context.close()


def show(page: Page, address: str, hash: str, wanted: str, keys: tuple[str, ...]) -> None:
    """Open a view anew, wait until it is there, press keys."""
    page.goto("about:blank")
    page.goto(address + hash)
    page.wait_for_selector("html[data-ready]")
    page.wait_for_selector(wanted)
    for key in keys:
        page.keyboard.press(key)
    if "m" in keys:
        if (page.viewport_size or {})["width"] < 800:
            page.locator(".bench-head .switch button").first.click()
        page.keyboard.press("m") if page.locator(".shows-cleaning").count() == 0 else None
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def _save(page: Page, file: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
