"""Where a body's name stands in a report, and what each such place is worth as evidence."""

import re
from collections import Counter
from dataclasses import dataclass, field

from extractor.identity.likeness import is_town
from extractor.identity.names import Mention, acts, has_place, level_of, mentions, speaks
from extractor.identity.words import load_words
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
    "listed": 0.5,
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
HEAD = 900  # the opening of a report: title and preamble
TAIL = 500  # where a signature stands
_REPORT = r"(?:政府信息公开|政务信息公开|信息公开|政务公开)[^。\n]{0,10}(?:报告|年报)"
TITLE_BEHIND = re.compile(
    rf"\s*(?:关于)?[《(]?(?:20\d\d)?\s*年?度?\s*(?:的)?(?:关于)?{_REPORT}|\s*(?:政府信息\s*公开|政府\s*信息公开)(?:工作)?\s*20\d\d\s*年度?\s*(?:工作)?(?:报\s*告|年\s*报)"
)
_AFTER = (
    ("title", TITLE_BEHIND),
    (
        "document",
        re.compile(
            r"(?:关于印发)?《?20\d\d年度?(?:政务公开|政府信息公开)[^》]{0,12}(?:要点|方案|分解|计划)|(?:政府)?信息公开(?:指南|目录|申请表)"
            r"|(?:政府信息|政务信息|政务|信息|依申请)公开[^》。,，、;；\n]{0,12}(?:制度|办法|规定|细则|规范|流程|指南|目录|清单)"
        ),
    ),
    (
        "contact",
        re.compile(
            r"(?:的)?(?:(?:政府|政务)?信息公开|政务公开)?(?:工作)?(?:领导小组)?(?:党政|综合)?"
            r"(?:[\u4e00-\u9fff]{0,8}(?:办公室|办|中心|科|股|处|室))?(?:直接)?"
            r"(?:联系|咨询|反映|\((?:单位|办公|通讯|通信|联系)?(?:地址|电话|邮编|邮箱|人[:：]))"
        ),
    ),
    (
        "compiled",
        re.compile(
            r"(?:负责)?(?:编制|编写|汇总编制|撰写)|(?:依据|根据|按照)[^。]{0,60}(?:编制|编写)"
        ),
    ),
    ("superior", re.compile(r"关于[^。,，;；\n]{0,24}(?:安排|部署|要求)")),
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
            r"(?:年报|年度报告)\s?[_-]\s?$|(?:发布机构|发布单位|信息来源|文章来源|来源|公开机构|发文机关|发文单位|责任部门|索引号?|公开主体)[::\s|]*$"
        ),
    ),
    ("contact", re.compile(r"(?:联系(?:单位|部门|机构)?|通讯地址|收件人|受理机构)[::\s]*$")),
    (
        "superior",
        re.compile(
            r"(?:按照|根据|落实|贯彻|依照|转发|印发|依据|参照|向|(?<![年日月简通情])报)[《“]?$(?!\n)"
            r"|(?:按照|根据|落实|贯彻|依照|依据|参照)\n$"
        ),
    ),
    # 信息公开 is no verb: 信息公开工作落到实处.
    (
        "published",
        re.compile(r"(?<!信息)(?<!政务)(?:公布|发布|公开)(?:如下)?[::]?(?:20\d\d年度?)?$"),
    ),
    ("compiled", re.compile(r"由$")),
)
# What a body that stands behind 由 does where it is the one that reports.
_COMPILES = re.compile(r"[^。;；\n]{0,60}?(?:编|撰写|汇总|制作|发布|公布|报告)")
# The whole of a title behind a name, and a title of its own on the line below.
_LISTED = re.compile(rf"(?:20\d\d)?\s?年?度?(?:关于)?{_REPORT}[^。\n]{{0,12}}(?:\n|$)")
_NEXT_TITLE = re.compile(
    rf"\s*(?:20\d\d年?度?)?(?P<name>[\u4e00-\u9fff]{{3,30}}?)(?:20\d\d)?年?度?{_REPORT}[^。\n]{{0,12}}(?:\n|$)"
)
# The number of an entry in a volume: 3、, (三), ●.
_NUMBERED = re.compile(
    r"(?:^|\n)[ \t\u3000]*(?:\d{1,3}\s?[、.．]|[一二三四五六七八九十]{1,4}、|[(（][一二三四五六七八九十\d]{1,4}[)）]|[●■◆○•·])[ \t\u3000]*$"
)
_DATE = re.compile(r"[\s(]*(?:20\d\d|二[〇○零Oo0])")
_BRANCHES = ("分局", "税务局", "支队", "大队", "稽查局")
_FOR_WEAK = frozenset({"title", "published", "compiled", "signature", "contact", "alone"})
_WEAK_END = re.compile(
    r"\s*(?:20\d\d|年|关于|政府信息|政务公开|信息公开|办公室|党政|编|依据|根据|联系|[,，。()（\n]|$)"
)

# One of the steps of the way to a page: 首页 > 乡镇 > 青石镇 > 年报.
_CRUMB = re.compile(r"[>»›→]\s{0,3}$")
_CRUMB_BEHIND = re.compile(r"\s{0,3}[>»›→\n]")
_TITLE_BEFORE = re.compile(r"(?:报告|年报)\s?\($")
_OWN_OFFICE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,10}(?:办公室|办|中心|科|股|室|处|站))(?:直接)?(?:联系|咨询|\()"
)


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


def _place_of(text: str, span: Span, m: Mention) -> str:
    before = text[max(span.start, m.span.start - 14) : m.span.start]
    if advertising := load_words().advertising.search(before):
        before = before[: advertising.start()]  # it took the place of a place's name
    after = text[m.span.end : min(span.end, m.span.end + 90)]
    early = m.span.start - span.start < HEAD
    for kind, pattern in _BEFORE[:4]:
        if pattern.search(before):
            return kind
    if _CRUMB.search(before) and _CRUMB_BEHIND.match(after):
        return "metadata"
    if _LISTED.match(after) and _heads_another(text, span, m):
        return "listed"
    for kind, pattern in _AFTER:
        if pattern.match(after) and (kind != "compiled" or early or "编" in after[:8]):
            return kind
    for kind, pattern in _BEFORE[4:]:
        if early and pattern.search(before) and (kind != "compiled" or _COMPILES.match(after)):
            return kind
    return _by_line(text, span, m, before, after)


def _heads_another(text: str, span: Span, m: Mention) -> bool:
    """Whether the line below the title of a body is the title of another: a list of links."""
    close = text.find("\n", m.span.end, span.end)
    below = _NEXT_TITLE.match(text, close, span.end) if close >= 0 else None
    return below is not None and m.name not in below[0] and below["name"] not in m.name


def _by_line(text: str, span: Span, m: Mention, before: str, after: str) -> str:
    if before[-1:] == "(" and after[:1] == ")":
        if _TITLE_BEFORE.search(before):
            return "title"
        before, after = before[:-1], after[1:]  # (安川市水利局) below a title
    late = span.end - m.span.end < TAIL
    opens = m.span.start == span.start or before[-1:] in ("\n", "", "\u3000", " ", "。")
    opens = opens or _NUMBERED.search(before) is not None
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
        stands = stands or (place == "contact" and speaks(m) and _asks_its_office(text, m))
        stands = stands or (place == "group" and level_of(m.name) is None and len(m.name) > 2)
        stands = stands or (
            place == "metadata" and speaks(m) and (has_place(m.name) or is_town(m.name))
        )
        place = "acts" if place == "subject" and acts(text, m) else place
        if m.weak and not stands and not (place == "acts" and speaks(m)):
            continue
        one = found.setdefault(m.name, Candidate(m.name))
        one.weak = one.weak and m.weak
        one.places[place] += 1
        one.first.setdefault(place, m.span)
    return found


def _asks_its_office(text: str, m: Mention) -> bool:
    """Whether an office of this very body is the one to ask, not a body inside its bounds."""
    office = _OWN_OFFICE.match(text, m.span.end)
    if office is None:
        return False
    ends = load_words().ends.finditer(text, m.span.end, office.end("name"))
    return all(one.end() == office.end("name") for one in ends)


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
