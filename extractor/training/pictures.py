"""Pictures of the evaluation as inline SVG, drawn here: no library, no script, no font file."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, EDGE = 420, 300, 48
INK, LINE, SOFT = "#1f2933", "#2b6cb0", "#cbd2d9"


def _frame(title: str, across: str, up: str, body: str) -> str:
    bottom, right = HEIGHT - EDGE, WIDTH - 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="11" fill="{INK}">'
        f'<text x="{WIDTH / 2}" y="14" text-anchor="middle" font-size="13">{escape(title)}</text>'
        f'<path d="M{EDGE} 24V{bottom}H{right}" fill="none" stroke="{INK}"/>'
        f'<text x="{(EDGE + right) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>'
        f'<text transform="translate(12 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>'
        f"{body}</svg>"
    )


def _x(share: float) -> float:
    return round(EDGE + share * (WIDTH - 12 - EDGE), 2)


def _y(share: float) -> float:
    return round(HEIGHT - EDGE - share * (HEIGHT - EDGE - 24), 2)


def _ticks(top: float) -> str:
    made = []
    for step in range(5):
        share = step / 4
        made.append(
            f'<text x="{_x(share)}" y="{HEIGHT - EDGE + 14}" text-anchor="middle">{share:.2f}</text>'
        )
        made.append(
            f'<text x="{EDGE - 4}" y="{_y(share) + 4}" text-anchor="end">{share * top:.3g}</text>'
        )
    return "".join(made)


def reliability_diagram(bins: Sequence[tuple[int, float, float]]) -> str:
    """Mean confidence against the share right, a dot a bin, its area by the number of fields."""
    most = max((n for n, _, _ in bins), default=1)
    dots = "".join(
        f'<circle cx="{_x(sure)}" cy="{_y(hit)}" r="{3 + 9 * (n / most) ** 0.5:.1f}" fill="{LINE}" '
        f'fill-opacity="0.6"><title>{n}: {sure:.4f} → {hit:.4f}</title></circle>'
        for n, sure, hit in bins
    )
    diagonal = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="{SOFT}" stroke-dasharray="4"/>'
    return _frame(
        "可靠性 / reliability", "置信度 / confidence", "正确率 / right", _ticks(1) + diagonal + dots
    )


def risk_coverage_curve(coverage: Sequence[float], risk: Sequence[float]) -> str:
    """The error rate among the fields kept, most certain first."""
    top = max([*risk, 0.001]) * 1.1
    spots = " ".join(f"{_x(c)},{_y(r / top)}" for c, r in zip(coverage, risk, strict=True))
    line = f'<polyline points="{spots}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
    return _frame(
        "风险与覆盖 / risk and coverage", "覆盖 / coverage", "错误率 / error", _ticks(top) + line
    )


def confusion(counts: Mapping[str, int]) -> str:
    """Headings: truth down, reading across; the stronger the square, the larger its row share."""
    keys = sorted(
        {part for pair in counts for part in pair.split(">")}, key=lambda k: (k == "none", k)
    )
    size, left, top = 17, 165, 150
    width, height = left + size * len(keys) + 20, top + size * len(keys) + 20
    rows = {k: sum(n for pair, n in counts.items() if pair.split(">")[0] == k) for k in keys}
    body = []
    for i, key in enumerate(keys):
        body.append(
            f'<text x="{left - 4}" y="{top + size * i + 12}" text-anchor="end">{escape(key)}</text>'
        )
        body.append(
            f'<text transform="translate({left + size * i + 12} {top - 4}) rotate(-60)">{escape(key)}</text>'
        )
    for pair, n in counts.items():
        truth, read = pair.split(">")
        share = n / rows[truth] if rows[truth] else 0
        colour = LINE if truth == read else "#c53030"
        body.append(
            f'<rect x="{left + size * keys.index(read)}" y="{top + size * keys.index(truth)}" '
            f'width="{size - 1}" height="{size - 1}" fill="{colour}" fill-opacity="{max(0.08, share):.3f}">'
            f"<title>{escape(truth)} → {escape(read)}: {n}</title></rect>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="headings" font-family="sans-serif" font-size="10" fill="{INK}">'
        f'<text x="4" y="14" font-size="13">标题混淆 / headings: truth ↓ reading →</text>{"".join(body)}</svg>'
    )
