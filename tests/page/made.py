"""Reports made up for the page's tests: a messy text and the result that belongs to it.

The figures hold together except where a flaw is asked for, so that each test knows what the page
must say about them.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from extractor.forms import FormField, load_form

APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
)
TOPS = ("new", "carried_in", "processed_total", "carried_out")


@dataclass
class Writer:
    """Text that grows, and where things stand in it, in code points."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, text: str) -> list[int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return [start, self.length]

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True)
class Wanted:
    """What kind of report: who, how long, how many fields wait, and with which flaws."""

    agency: str = "云溪县商务局"
    year: int = 2023
    seed: int = 1
    reviews: int = 12
    filler: int = 0
    line_end: str = "\n"
    flaws: bool = True
    prefix: str = ""


def table_values(rng: random.Random) -> dict[str, int]:
    """Values of table 3 and 4 that fulfil every identity."""
    fields = load_form("2021").fields
    stems = list(dict.fromkeys(f.id.rpartition(".")[0] for f in fields if f.table == 3))
    outcomes = [stem for stem in stems if stem.rpartition(".")[2] not in TOPS]
    values: dict[str, int] = {}
    for who in APPLICANTS:
        for stem in outcomes:
            values[f"{stem}.{who}"] = rng.choice((0, 0, 0, 0, 1, 2, 5))
        done = sum(values[f"{stem}.{who}"] for stem in outcomes)
        carried_out = rng.choice((0, 0, 1))
        carried_in = rng.choice((0, 0, 1)) if done + carried_out else 0
        values[f"applications.processed_total.{who}"] = done
        values[f"applications.carried_out.{who}"] = carried_out
        values[f"applications.carried_in.{who}"] = carried_in
        values[f"applications.new.{who}"] = done + carried_out - carried_in
    for stem in stems:
        values[f"{stem}.total"] = sum(values[f"{stem}.{who}"] for who in APPLICANTS)
    for channel in ("review", "litigation_direct", "litigation_after_review"):
        four = {kind: rng.choice((0, 0, 1)) for kind in ("upheld", "corrected", "other", "pending")}
        values |= {f"remedies.{channel}.{kind}": value for kind, value in four.items()}
        values[f"remedies.{channel}.total"] = sum(four.values())
    return values


def make(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The text and its result (without the document's id)."""
    rng = random.Random(wanted.seed)
    out, values = Writer(), table_values(rng)
    end = wanted.line_end
    if wanted.prefix:
        out.put(wanted.prefix + end)
    start = out.length
    agency = out.put(wanted.agency)
    year = out.put(str(wanted.year))
    out.put(f"年政府信息公开工作年度报告{end}")
    sections, facts = [], []

    def heading(key: str, title: str) -> None:
        span = out.put(title)
        out.put(end)
        sections.append(
            {
                "key": key,
                "title": title,
                "level": 1,
                "title_span": span,
                "span": span,
                "confidence": 0.97,
            }
        )

    heading("overview", "一、总體(tǐ)情况")
    clause = out.length
    out.put("全年在我局网站上公布各类信息，")
    number = out.put("1086")
    out.put(f"条。{end}")
    facts.append({"key": "disclosed.website", "value": 1086, "unit": "条", "text": "公布各类信息，1086条",
                  "span": number, "clause": clause, "confidence": 0.93})  # fmt: skip
    while out.length < wanted.filler:
        out.put(
            f"本段为填充文字，讲的是窗口值守、网页维护和档案整理的日常安排，与统计数字无关。{end}"
        )
    fields = {}
    for table, key, title in (
        (2, "disclosure", "二、主动公开政府信息情况"),
        (3, "applications", "三、收到和处理政府信息公开申请情况"),
        (4, "remedies", "四、行政复议、行政诉讼情况"),
    ):
        heading(key, title)
        fields |= _table(out, table, values, rng, end)
    heading("problems", "五、存在的主要问题及改进情况")
    out.put(f"公开的及时性还不够。{end}")
    checks = _flaws(fields) if wanted.flaws else []
    checks += [{"id": "outcome-sum", "fields": ["applications.granted.total", "applications.processed_total.total"],
                "status": "pass", "severity": "info", "cause": None, "expected": 1, "found": 1, "message": "", "basis": ""}]  # fmt: skip
    review = _review(fields, rng, wanted.reviews)
    report = {
        "span": [start, out.length],
        "agency": {"value": wanted.agency, "confidence": 0.97, "span": agency},
        "year": {"value": wanted.year, "confidence": 0.99, "span": year},
        "form": {"value": "2021", "confidence": 0.99}, "scope": {"value": "own", "confidence": 0.9},
        "sections": sections, "fields": fields, "legacy": {}, "facts": facts, "checks": checks, "review": review,
    }  # fmt: skip
    result = {
        "schema_version": "2021.1", "model": "made-up",
        "document": {"name": "", "media_type": "text/plain", "encoding": "utf-8", "length": out.length},
        "incomplete": None, "cleaning": [{"kind": "pinyin", "count": 1}, {"kind": "traditional", "count": 1}],
        "reports": [report], "rejected": [],
    }  # fmt: skip
    return out.text, result


def _table(
    out: Writer, table: int, values: dict[str, int], rng: random.Random, end: str
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    row = None
    for one in load_form("2021").fields:
        if one.table != table:
            continue
        if one.row != row or table == 4:
            row = one.row
            out.put(f"{end}{one.row or one.group} | ")
        fields[one.id] = _cell(out, one, values, rng)
        out.put(" | ")
    out.put(end)
    return fields


def _cell(
    out: Writer, one: FormField, values: dict[str, int], rng: random.Random
) -> dict[str, Any]:
    value = values.get(one.id, rng.choice((0, 0, 3, 12)))
    span = out.put(str(value))
    return {"value": value, "state": "observed", "raw": str(value), "confidence": round(rng.uniform(0.985, 0.999), 3),
            "span": span, "sources": [], "relation": None, "alternatives": []}  # fmt: skip


def _flaws(fields: dict[str, Any]) -> list[dict[str, Any]]:
    """One row that does not add up (an alternative would settle it), one column that is out of
    balance, and one cell of each state."""
    row = [f"applications.new.{who}" for who in (*APPLICANTS, "total")]
    total = fields["applications.new.total"]
    right = total["value"]
    total.update(value=right + 3, raw=str(right + 3), confidence=0.41,
                 alternatives=[{"value": right, "why": "row-sum"}])  # fmt: skip
    column = [
        f"applications.{top}.business"
        for top in ("new", "carried_in", "processed_total", "carried_out")
    ]
    for id, state, value in (
        ("disclosure.regulations.issued", "blank", None), ("disclosure.regulations.repealed", "absent", None),
        ("disclosure.licensing.decisions", "narrative", 96), ("disclosure.penalties.decisions", "crosswalk", 7),
        ("remedies.review.other", "inferred", fields["remedies.review.other"]["value"]),
    ):  # fmt: skip
        fields[id].update(
            value=value,
            state=state,
            confidence=0.82,
            relation="exactMatch" if state == "crosswalk" else None,
        )
    return [
        {"id": "row-sum", "fields": row, "status": "fail", "severity": "error", "cause": "reading", "expected": right,
         "found": right + 3, "message": f"表三 第一行：各类申请人合计 {right}，总计 {right + 3}。", "basis": "填报说明：各列之和等于总计"},
        {"id": "column-balance", "fields": column, "status": "fail", "severity": "error", "cause": "publisher", "expected": 1,
         "found": 2, "message": "表三 商业企业列：收办不平。", "basis": "第一项加第二项之和，等于第三项加第四项之和"},
    ]  # fmt: skip


def _review(fields: dict[str, Any], rng: random.Random, wanted: int) -> list[str]:
    certain = sorted(fields, key=lambda id: fields[id]["confidence"])
    chosen = set(certain[:wanted])
    for id in chosen:
        fields[id]["confidence"] = min(fields[id]["confidence"], round(rng.uniform(0.3, 0.9), 3))
    return [id for id in fields if id in chosen]


def models() -> dict[str, Any]:
    """Two models as the service tells them: one in use, with figures on two sets."""

    def part(right: float, wrong: float) -> dict[str, Any]:
        band = {"value": wrong, "low": wrong / 2, "high": wrong * 2}
        figures = {"wrong outside review": band, "in review": {"value": 0.05, "low": 0.04, "high": 0.06},
                   "ece": {"value": 0.01, "low": 0.0, "high": 0.02}}  # fmt: skip
        return {"documents": 40, "fields": 8000, "accuracy of settled fields": right, "stated numbers right": right,
                "figures": figures}  # fmt: skip

    bins = [[40, x / 10 + 0.05, min(1, x / 10 + 0.07)] for x in range(10)]
    risk = [[x / 20 for x in range(1, 21)], [0.002 + 0.03 * (x / 20) ** 3 for x in range(1, 21)]]
    found = {"documents": 40, "overall": part(0.981, 0.012), "heads": {"agency right": 0.97, "headings recall": 0.95},
             "reliability": bins, "risk_coverage": risk,
             "by": {"form": {"2021": part(0.99, 0.01), "2019": part(0.97, 0.02)},
                    "damage": {"none": part(0.998, 0.001), "pinyin": part(0.98, 0.03)}}}  # fmt: skip
    real = {"documents": 5, "overall": part(1.0, 0.0), "by": {}}
    guarantee = {
        "certified": False,
        "documents": 40,
        "error": 0.001,
        "delta": 0.05,
        "wrong_outside": 0.011,
        "in_review": 0.05,
    }
    metrics = {"confidence": {"guarantee": guarantee},
               "sets": [{"name": "Held-out documents", "real": False, "figures": found},
                        {"name": "Real documents", "real": True, "figures": real}]}  # fmt: skip
    card = "# 模型卡\n\n在合成语料上训练与校准。\n\n| 用途 | 文书 |\n|---|---|\n| 拟合 | 1200 |\n\n## 保证\n\n**没有。**"
    one = {
        "id": "aaaaaaaaaaaaaaaa",
        "current": True,
        "added": "2026-11-20T06:00:00Z",
        "metrics": metrics,
        "card": card,
        "reason": "",
    }
    two = {**one, "id": "bbbbbbbbbbbbbbbb", "current": False, "added": "2026-11-21T06:00:00Z"}
    one["packaged"], two["packaged"] = True, False
    return {"items": [one, two], "current": one["id"], "back": None, "stale": 0, "next": None}
