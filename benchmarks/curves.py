"""Pictures of the simulation and of the learning curve, drawn by hand: panels of lines."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 640, 190, 60, 30, 60
COLOURS = ("#0b6e4f", "#5b5b8c", "#b3541e", "#999999")
SIMULATED = (
    ("asked", "fields asked a report"),
    ("decisions", "answers a report until nothing waits"),
    ("wrong", "wrong fields outside review, a thousand"),
)
LEARNED = (("right", "% of stated numbers right"), SIMULATED[0], SIMULATED[2])
CHANGES = ((200, "new layout"), (400, "new wording"))

Panels = Sequence[tuple[str, str]]
Told = Mapping[str, Sequence[Mapping[str, Any]]]


def write_svg(told: Told, path: Path) -> None:
    """Draw what `benchmarks.simulation` measured."""
    _write(told, SIMULATED, CHANGES, path)


def write_learning(told: Told, path: Path) -> None:
    """Draw what `benchmarks.learning_curve` measured."""
    _write(told, LEARNED, (), path)


def _write(told: Told, panels: Panels, changes: Sequence[tuple[int, str]], path: Path) -> None:
    last = max(step["documents"] for steps in told.values() for step in steps)
    colours = dict(zip(told, COLOURS, strict=False))
    parts = [_text(LEFT + 90 * n, 16, name, colours[name]) for n, name in enumerate(told)]
    for n, (key, title) in enumerate(panels):
        top = TOP + n * (HEIGHT + GAP)
        most = max(step[key] for steps in told.values() for step in steps) or 1.0
        parts += _frame(top, title, most, last)
        parts += _changes(top, changes, last)
        for name, steps in told.items():
            points = " ".join(
                f"{_x(s['documents'], last):.1f},{top + HEIGHT * (1 - s[key] / most):.1f}"
                for s in steps
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{colours[name]}" stroke-width="2"/>'
            )
    high = TOP + len(panels) * (HEIGHT + GAP)
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
    parts += [
        _text(int(_x(at, last)) - 10, top + HEIGHT + 16, str(at), "#222")
        for at in range(last // 6 or 1, last + 1, last // 6 or 1)
    ]
    return parts


def _changes(top: int, changes: Sequence[tuple[int, str]], last: int) -> list[str]:
    parts = []
    for at, what in changes:
        if at < last:
            x = _x(at, last)
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + HEIGHT}" stroke="#ccc"/>'
            )
            parts.append(_text(int(x) + 4, top + 14, what, "#777"))
    return parts


def _text(x: int, y: int, words: str, colour: str) -> str:
    return f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="12" fill="{colour}">{escape(words)}</text>'
