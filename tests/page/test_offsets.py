"""Places in the text are the same in the page as in the service, whatever ends its lines."""

import pytest
from playwright.sync_api import Page

from .conftest import open_document, visit
from .fake import Server
from .fake_state import State
from .made import Wanted, make

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_offsets_hold_for_every_kind_of_text(
    page: Page, server: Server, state: State, line_end: str
) -> None:
    wanted = Wanted(
        prefix="𠮷野家𡈽總(zǒng)體(tǐ)\u202e\u200b😀",
        line_end=line_end,
        reviews=0,
        flaws=False,
        filler=3000,
    )
    text, result = make(wanted)
    state.known[text] = result
    open_document(page, server, state.submit(text, "a.txt"))
    shown = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".source-text [data-target*='fields/']")]
             .map((one) => [one.dataset.target, one.textContent]))"""
    )
    assert len(shown) == 200
    for id, field in result["reports"][0]["fields"].items():
        assert shown[f"0/fields/{id}"] == text[slice(*field["span"])]
    assert page.evaluate("document.getElementById('source-text').textContent") == text
    assert page.locator(".hidden-character[data-name='U+202E']").count() == 1


def test_offset_maps_agree_with_a_slow_twin(page: Page, server: Server) -> None:
    texts = ["", "abc", "𠮷", "a𠮷b😀\r\nc", "\U00020000" * 40 + "中文" * 30, "é\u0301𝟘x" * 25]
    visit(page, server)
    found = page.evaluate(
        """async (texts) => {
          const { offsetMap } = await import("/assets/text.js");
          return texts.map((text) => {
            const map = offsetMap(text);
            const points = [...Array(map.length + 1).keys()];
            return { length: map.length, slices: points.map((at) => map.slice(at, at + 3)),
                     back: points.every((at) => map.toPoint(map.toUnit(at)) === at) };
          });
        }""",
        texts,
    )
    for text, one in zip(texts, found, strict=True):
        assert one["length"] == len(text)
        assert one["slices"] == [text[at : at + 3] for at in range(len(text) + 1)]
        assert one["back"]
