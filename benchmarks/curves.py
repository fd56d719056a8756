"""The picture of the simulation, drawn by hand: two panels of lines over the stream."""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 640, 190, 60, 30, 60
COLOURS = {"gain": "#0b6e4f", "random": "#b3541e", "never": "#5b5b8c"}
PANELS = (("asked", "fields asked a report"), ("wrong", "wrong fields outside review, a thousand"))
CHANGES = ((200, "new layout"), (400, "new wording"))


def write_svg(told: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Draw what `benchmarks.simulation` measured."""
    last = max(step["documents"] for steps in told.values() for step in steps)
    parts = [_text(LEFT + 90 * n, 16, name, COLOURS[name]) for n, name in enumerate(told)]
    for n, (key, title) in enumerate(PANELS):
        top = TOP + n * (HEIGHT + GAP)
        most = max(step[key] for steps in told.values() for step in steps) or 1.0
        parts += _frame(top, title, most, last)
        for name, steps in told.items():
            points = " ".join(
                f"{_x(s['documents'], last):.1f},{top + HEIGHT * (1 - s[key] / most):.1f}"
                for s in steps
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'
            )
    high = TOP + 2 * (HEIGHT + GAP)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" height="{high}">'
    white = f'<rect width="{LEFT + WIDTH + 20}" height="{high}" fill="#fff"/>'
    path.write_text("\n".join([head, white, *parts, "</svg>"]) + "\n", "utf-8")


def _x(documents: int, last: int) -> float:
    return LEFT + WIDTH * documents / last


def _frame(top: int, title: str, most: float, last: int) -> list[str]:
    parts = [
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>',
        _text(LEFT, top + HEIGHT + 34, f"{title} (over the number of documents)", "#222"),
        _text(8, top + 12, f"{most:.1f}", "#222"),
        _text(8, top + HEIGHT, "0", "#222"),
    ]
    for at, what in CHANGES:
        if at < last:
            x = _x(at, last)
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + HEIGHT}" stroke="#ccc"/>'
            )
            parts.append(_text(int(x) + 4, top + 14, what, "#777"))
    parts += [
        _text(int(_x(at, last)) - 10, top + HEIGHT + 16, str(at), "#222")
        for at in range(100, last + 1, 100)
    ]
    return parts


def _text(x: int, y: int, words: str, colour: str) -> str:
    return f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="12" fill="{colour}">{escape(words)}</text>'
