"""The agency, from all mentions of bodies in a report: where each stands, how often, how full."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.identity.names import (
    Mention,
    acts,
    has_place,
    level_of,
    mentions,
    speaks,
    spells_out,
)
from extractor.identity.places import find_place, masked, official
from extractor.types import Span

# What each kind of place in the text is worth. Set by hand on the field guide's traps: a title
# outweighs a contact line copied from elsewhere, a footer or a superior's document proves nothing.
WEIGHTS = {
    "title": 5.0,
    "published": 3.0,
    "compiled": 4.0,
    "contact": 1.5,
    "signature": 3.0,
    "document": 1.5,
    "alone": 2.0,
    "metadata": 0.8,
    "footer": -1.5,
    "superior": -1.0,
    "group": 0.8,
    "acts": 0.8,
    "subject": 0.7,
    "account": 0.3,
    "plain": 0.15,
}
LIMIT = {
    "group": 2,
    "acts": 4,
    "subject": 4,
    "plain": 8,
    "account": 2,
    "contact": 2,
    "superior": 2,
    "document": 2,
    "footer": 1,
}
STRONG = ("title", "published", "compiled", "contact", "signature", "alone", "document")
LEAST = 0.6  # a name without place needs more than passing mentions
HEAD = 900  # the opening of a report: title and preamble
TAIL = 500  # where a signature stands
_REPORT = r"(?:政府信息公开|政务信息公开|信息公开|政务公开)[^。\n]{0,10}报告"
_AFTER = (
    (
        "title",
        re.compile(
            rf"\s*(?:关于)?[《(]?(?:20\d\d)?\s*年?度?\s*(?:的)?(?:关于)?{_REPORT}|\s*(?:政府信息\s*公开|政府\s*信息公开)(?:工作)?\s*20\d\d\s*年度?\s*(?:工作)?报\s*告"
        ),
    ),
    (
        "document",
        re.compile(
            r"(?:关于印发)?《?20\d\d年度?(?:政务公开|政府信息公开)[^》]{0,12}(?:要点|方案|分解|计划)|(?:政府)?信息公开(?:指南|目录|申请表)"
        ),
    ),
    (
        "contact",
        re.compile(
            r"(?:的)?(?:(?:政府|政务)?信息公开|政务公开)?(?:工作)?(?:领导小组)?(?:党政|综合)?"
            r"(?:办公室|办|综合科|秘书科|科|股|处)?(?:直接)?(?:联系|咨询|反映)"
        ),
    ),
    (
        "compiled",
        re.compile(
            r"(?:负责)?(?:编制|编写|汇总编制|撰写)|(?:依据|根据|按照)[^。]{0,60}(?:编制|编写)"
        ),
    ),
    ("group", re.compile(r"(?:政府信息|政务|信息)公开(?:工作)?领导小组(?!办公室)")),
    (
        "account",
        re.compile(r"[”\"]?(?:门户|官方|政务|政府)?(?:网站|官网|网|微信|公众号|微博|头条号)"),
    ),
)
_BEFORE = (
    (
        "footer",
        re.compile(
            r"(?:主办|承办|版权所有|主办单位|承办单位|维护单位|技术支持|主管|版权|备案)[::\s]*$"
        ),
    ),
    (
        "metadata",
        re.compile(
            r"(?:发布机构|发布单位|信息来源|文章来源|来源|公开机构|发文机关|发文单位|责任部门|索引号?|公开主体)[::\s|]*$"
        ),
    ),
    ("contact", re.compile(r"(?:联系(?:单位|部门|机构)?|通讯地址|收件人|受理机构)[::\s]*$")),
    ("superior", re.compile(r"(?:按照|根据|落实|贯彻|依照|转发|印发|依据|参照|报|向)[《“]?$")),
    ("published", re.compile(r"(?:公布|发布|公开)(?:如下)?[::]?(?:20\d\d年度?)?$")),
    ("compiled", re.compile(r"由$")),
)
_DATE = re.compile(r"[\s(]*(?:20\d\d|二[〇○零Oo0])")
_BRANCHES = ("分局", "税务局", "支队", "大队", "稽查局")
_FOR_WEAK = frozenset({"title", "published", "compiled", "signature", "contact", "alone"})
_WEAK_END = re.compile(
    r"\s*(?:20\d\d|年|关于|政府信息|政务公开|信息公开|办公室|党政|编|依据|根据|联系|[,，。()（\n]|$)"
)
_FIRST_PERSON = re.compile(
    r"[我本](局|委|办|镇|乡|街道|中心|厅|县|区|市|旗|苏木|团|师|关|队|处|州|盟|署)"
)
_OWN_VOICE = re.compile(r"[我本]单位|本机关")
_ENDING = {
    "委员会": "委",
    "办公室": "办",
    "街道办事处": "街道",
    "办事处": "街道",
    "海关": "关",
    "支队": "队",
    "大队": "队",
    "总队": "队",
}


@dataclass(slots=True)
class Candidate:
    """A name with its evidence: how often it stands in each kind of place."""

    name: str
    weak: bool = True
    places: Counter[str] = field(default_factory=Counter)
    first: dict[str, Span] = field(default_factory=dict)
    support: float = 0.0

    def score(self) -> float:
        return sum(WEIGHTS[k] * min(n, LIMIT.get(k, 1)) for k, n in self.places.items())

    def strong(self) -> bool:
        return any(self.places[k] for k in STRONG)

    def span(self) -> Span | None:
        for kind in (
            *STRONG,
            "group",
            "acts",
            "subject",
            "plain",
            "account",
            "metadata",
            "superior",
            "footer",
        ):
            if kind in self.first:
                return self.first[kind]
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """The agency chosen, and what speaks for it; `features` feed the confidence."""

    name: str | None
    span: Span | None
    features: dict[str, float]


def _place_of(text: str, span: Span, m: Mention) -> str:
    before = text[max(span.start, m.span.start - 14) : m.span.start]
    after = text[m.span.end : min(span.end, m.span.end + 90)]
    early = m.span.start - span.start < HEAD
    for kind, pattern in _BEFORE[:4]:
        if pattern.search(before):
            return kind
    for kind, pattern in _AFTER:
        if pattern.match(after) and (kind != "compiled" or early or "编" in after[:8]):
            return kind
    for kind, pattern in _BEFORE[4:]:
        if early and pattern.search(before):
            return kind
    return _by_line(text, span, m, before, after)


def _by_line(text: str, span: Span, m: Mention, before: str, after: str) -> str:
    late = span.end - m.span.end < TAIL
    opens = m.span.start == span.start or before[-1:] in ("\n", "", "\u3000", " ", "。")
    if opens and late and (_DATE.match(after) or not after.strip()):
        return "signature"
    if opens and (after[:1] in ("\n", "") or m.span.end == span.end):
        return "alone" if m.span.start - span.start < HEAD else "plain"
    if before[-1:] in ("。", "\n", ",", "，", ";", "") or re.search(r"年度?[,，]?$", before):
        return "subject"
    return "plain"


def gather(text: str, span: Span) -> dict[str, Candidate]:
    """All names of a report with their evidence."""
    found: dict[str, Candidate] = {}
    named = _untrimmed(text, list(mentions(text, span)))
    longer = {m.span.start: m.name for m in named if m.name.endswith(_BRANCHES)}
    for m in named:
        if len(longer.get(m.span.start, "")) > len(m.name):
            continue  # 公安局 in 公安局新河分局
        place = _place_of(text, span, m)
        stands = place in _FOR_WEAK and _WEAK_END.match(text, m.span.end, span.end) is not None
        stands = stands or (place == "group" and level_of(m.name) is None and len(m.name) > 2)
        place = "acts" if place == "subject" and acts(text, m) else place
        if m.weak and not stands and not (place == "acts" and speaks(m)):
            continue
        one = found.setdefault(m.name, Candidate(m.name))
        one.weak = one.weak and m.weak
        one.places[place] += 1
        one.first.setdefault(place, m.span)
    return found


def _untrimmed(text: str, named: list[Mention]) -> list[Mention]:
    """Mentions with the first character back that was taken for a preposition: 经 + 纬街道.

    Another mention, where something stands in front, shows that it belongs to the name.
    """
    names = {m.name for m in named}
    inside = {name[at:] for name in names for at in range(1, len(name) - 3)}
    return [
        Mention(longer, Span(m.span.start - 1, m.span.end), m.weak)
        if m.span.start > 0 and (longer := text[m.span.start - 1] + m.name) in inside
        else m
        for m in named
    ]


def supports(short: str, full: str) -> float:
    """How far a shorter form speaks for a fuller one: its tail, its town, or its words in order."""
    if short == full or len(short) >= len(full):
        return 0.0
    if full.endswith(short) or spells_out(full, short):
        return 0.9
    for tail in ("人民政府", "街道办事处", "办事处", "管理委员会", "政府", "办公室"):
        if full.endswith(short + tail):
            return 0.9
    if full.startswith(short):
        return 0.0
    short = short.replace("管委会", "管理委员会")
    if len(short) >= 4 and short[-2:] == full[-2:]:
        rest = iter(full)
        return 0.6 if all(c in rest for c in short) else 0.0
    return 0.0


def first_person(text: str, span: Span) -> str | None:
    """The body that the report calls its own (我局 → 局), when one clearly leads."""
    said = Counter(m[1] for m in _FIRST_PERSON.finditer(text, span.start, span.end))
    said = Counter({k: n for k, n in said.items() if k not in ("县", "区", "市")}) or said
    return said.most_common(1)[0][0] if said else None


def _agrees(name: str, own: str | None) -> float:
    if own is None:
        return 0.0
    for ending, short in _ENDING.items():
        if name.endswith(ending):
            return (
                1.0
                if short == own
                or (short == "街道" and own in ("办", "街道"))
                or (short == "委" and own == "办")
                else -1.0
            )
    if name.endswith("人民政府"):
        return 1.0 if own in name else -0.3
    return 1.0 if name.endswith(own) else -1.0


def choose(text: str, span: Span) -> Choice:
    """The fullest official name that the evidence speaks for; None where only 我局 stands."""
    found = gather(text, span)
    own = first_person(text, span)
    spoken = own is not None or _OWN_VOICE.search(text, span.start, span.end) is not None
    ranked = sorted(
        ((_total(c, found.values(), own), c) for c in found.values()), key=lambda p: -p[0]
    )
    ranked = [(s, c) for s, c in ranked if s > 0]
    if not ranked:
        return Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    score, best = ranked[0]
    if max(best.score(), best.support) < LEAST and not (
        has_place(best.name) and (best.strong() or not spoken)
    ):
        return Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    best = _whose_office(best, found)
    best, score = _fullest(best, score, ranked)
    rival = next(
        (
            s
            for s, c in ranked
            if not supports(c.name, best.name) and c is not best and not supports(best.name, c.name)
        ),
        0.0,
    )
    name, joined = _in_full(best, text, span)
    known = best.strong() or joined or best.places["acts"] or _agrees(name, own) > 0
    if level_of(name) and not known:
        return Choice(None, None, {"none": 1.0, "own": float(own is not None)})
    features = {
        "score": score,
        "margin": score - rival,
        "title": float(best.places["title"] > 0),
        "strong": float(best.strong()),
        "placed": float(has_place(name)),
        "joined": float(joined),
        "agrees": _agrees(name, own),
        "weak": float(best.weak),
        "length": float(len(name)),
    }
    return Choice(name, best.span(), features)


def _in_full(best: Candidate, text: str, span: Span) -> tuple[str, bool]:
    """The name with the place that it leaves out, and whether a place was put before it."""
    level = level_of(best.name)
    place = None
    if level is not None and not masked(text, best.first.values()):
        place = find_place(text, span, level)
    name = best.name
    if place and level:
        name = place + name.removeprefix("本").removeprefix(level)
    return official(name, text, span), place is not None


def _total(c: Candidate, all_names: Iterable[Candidate], own: str | None) -> float:
    backing = sum(max(0.0, o.score()) * supports(o.name, c.name) for o in all_names)
    c.support = backing
    fullness = 0.6 * has_place(c.name) - 0.8 * c.weak
    base = c.score()
    if base <= 0 and backing == 0:
        return base
    return (
        base
        + min(backing, 8.0) * (1.0 if c.strong() or has_place(c.name) else 0.5)
        + fullness
        + 1.2 * _agrees(c.name, own)
    )


_LEVELS = ("省", "市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "苏木", "团", "师", "自治")
_LONGEST_PLACE = 5  # characters of a place's own name: 呼伦贝尔, 克孜勒苏


def _offices(name: str) -> tuple[str, str]:
    return name + "办公室", name + "办公厅"


def _adds_place(full: str, short: str) -> bool:
    """Whether what a fuller name adds in front reads as a place: 包头市 + 昆区…, 安川 + 市…"""
    if not full.endswith(short):
        return True
    extra = full[: len(full) - len(short)]
    if has_place(short):
        if extra.startswith(("国家", "中华人民共和国")):
            return True  # 国家税务总局 + 安川市税务局
        # One character: the name was broken over two lines at its start.
        return len(extra) == 1 or (extra.endswith(_LEVELS) and len(extra) <= 2 * _LONGEST_PLACE)
    own = level_of(short) is not None
    return (
        len(extra) <= _LONGEST_PLACE if own else extra.endswith(_LEVELS) or extra.startswith("国家")
    )


def _without_junk(best: Candidate, ranked: list[tuple[float, Candidate]]) -> Candidate:
    """The name inside a longer one whose front is no place (advertising, a verb before it)."""
    inner = [
        c for _, c in ranked
        if c is not best and best.name.endswith(c.name) and has_place(c.name)
        and not _adds_place(best.name, c.name)
    ]  # fmt: skip
    return max(inner, key=lambda c: (c.score(), len(c.name)), default=best)


def _fullest(
    best: Candidate, score: float, ranked: list[tuple[float, Candidate]]
) -> tuple[Candidate, float]:
    """A fuller form of the best name, when it has its own evidence and adds a place or an ending."""
    best = _without_junk(best, ranked)
    changed = True
    while changed:
        changed = False
        for s, c in ranked:
            if c is best or supports(best.name, c.name) < 0.6 or not _adds_place(c.name, best.name):
                continue
            if c.name in _offices(best.name) and not (c.places["title"] or c.places["signature"]):
                continue  # whom to ring, not who reports
            adds_place = has_place(c.name) and not has_place(best.name)
            told = (c.strong() and c.score() > 1) or spells_out(c.name, best.name)
            if adds_place or (best.weak and not c.weak) or told:
                best, score, changed = c, max(s, score), True
                break
    return best, score


_NAMED = ("title", "published", "signature", "alone")


def _whose_office(best: Candidate, found: dict[str, Candidate]) -> Candidate:
    """The body itself where its office is only named as the one to ring or to compile."""
    bare = best.name.removesuffix("办公室").removesuffix("办公厅")
    own = found.get(bare) or found.get(bare.removesuffix("政府") + "人民政府")
    if bare == best.name or own is None or not has_place(own.name):
        return best
    if any(own.places[k] for k in _NAMED) and not any(best.places[k] for k in _NAMED):
        return own
    return best if any(best.places[k] for k in (*_NAMED, "compiled", "acts", "subject")) else own
