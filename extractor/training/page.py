"""The evaluation as one HTML page that needs nothing else."""

from collections.abc import Mapping
from html import escape
from typing import Any

from extractor.training.card import KEYS, MEASURED, interval, number
from extractor.training.pictures import confusion, reliability_diagram, risk_coverage_curve

STYLE = """body{font:15px/1.5 system-ui,"WenQuanYi Micro Hei",sans-serif;max-width:1200px;margin:2em auto;padding:0 1em;color:#1f2933}
table{border-collapse:collapse;font-size:12px;display:block;overflow-x:auto}td,th{border:1px solid #cbd2d9;padding:2px 6px;text-align:right}
td:first-child,th:first-child{text-align:left}.pictures{display:flex;flex-wrap:wrap;gap:1em}.pictures svg{width:420px;max-width:100%}"""


def write_page(name: str, found: Mapping[str, Any], threshold: float) -> str:
    """The page of one evaluated set."""
    pictures = [
        reliability_diagram(found["reliability"]),
        risk_coverage_curve(*found["risk_coverage"]),
        confusion(found["headings"]),
    ]
    groups = "".join(f"<h2>{escape(by)}</h2>{_table(sets, by)}" for by, sets in found["by"].items())
    heads = ", ".join(f"{escape(k)} {number(v)}" for k, v in found["heads"].items())
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<style>{STYLE}</style><h1>评估 / Evaluation: {escape(name)}</h1>"
        f"<p>{found['documents']} 篇 / documents · 阈值 / threshold {threshold:.4f} · {heads}</p>"
        f"<div class=pictures>{''.join(pictures)}</div>"
        f"{_table({'all': found['overall']}, 'set')}{groups}"
        f"<h2>最差的文件 / worst documents</h2>{_worst(found['worst'])}</html>"
    )


def _table(groups: Mapping[str, Any], name: str) -> str:
    head = "".join(
        f"<th>{escape(h)}</th>" for h in (name, "documents", "fields", *KEYS, *MEASURED, "bins")
    )
    rows = []
    for group, found in groups.items():
        cells = [
            group,
            str(found["documents"]),
            str(found["fields"]),
            *(number(found[key]) for key in KEYS),
            *(interval(found["figures"].get(key)) for key in MEASURED),
            str(found["occupied_bins"]),
        ]
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _worst(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "<p>无 / none</p>"
    head = "".join(f"<th>{escape(key)}</th>" for key in rows[0])
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape('+'.join(v) if isinstance(v, list) else str(v))}</td>"
            for v in row.values()
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
