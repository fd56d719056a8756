"""What a number counts, by rules over the cues around it.

Each rule answers with fact keys and a rough score in 0..1; the fitted model turns scores and
cues into probabilities. Keys that only fill a field (granted, carried_in, ...) are told apart
from the contract's fact keys in `statements`.
"""

import re

from extractor.prose.candidates import Candidate
from extractor.prose.disclosed import disclosed
from extractor.prose.grounds import (
    REMEDIES,
    names_disclosure,
    of_something_else,
    part_of_ours,
)
from extractor.prose.requests import requests
from extractor.prose.view import (
    _HISTORY,
    CASES,
    CHANNELS,
    PEOPLE,
    SESSIONS,
    Guess,
    View,
    view,
)
from extractor.prose.years import CARRIED


def judge(text: str, candidate: Candidate, year: int | None) -> list[Guess]:
    """The keys that the rules give a number; none where it counts something else."""
    v = view(text, candidate, year)
    if other_time(v) or (v.last == "not_count" and v.c.unit not in SESSIONS - {"件", "个"}):
        return []
    if "not_count" in v.right and v.c.unit in ("个", "名", "人"):
        return []  # 1个申请受理点
    if v.c.unit == "批" and "interview" in v.near:
        return []  # 接受媒体采访60多批次
    if v.left().endswith("除") and "carried_out" not in v.right:
        return []  # 除2件补正外,其余均按时答复
    for rule in (
        _proposals,
        _remedies,
        _fee,
        _decisions,
        _events,
        _visits,
        _consultations,
        _audience,
    ):
        found = rule(v)
        if found is not None:
            return found
    found = requests(v)
    return found if found is not None else disclosed(v)


def other_time(v: View) -> bool:
    """Told of another year, of all years together, or as a change."""
    kinds = v.near + v.far
    if "followers" in v.near and "last_year" not in kinds:
        return False  # a stock, however long it took
    last_year = "last_year" in v.near or ("last_year" in v.far and not _this_year_anew(v))
    if last_year or "history" in kinds:
        return True
    if "history" in v.head and "累计" in v.text[v.c.near_start : v.c.number.span.start]:
        return True
    if v.last == "change" and len(v.gap()) <= 3:
        return True
    if v.year and v.c.years and v.c.years[-1] != v.year and _of_its_year(v, v.year):
        return True
    match = _HISTORY.search(v.left())
    return match is not None and int(match[1] or match[2] or 0) != v.year


_NEW_HERE = re.compile(r"[ \u3000]?(?:本年|今年|当年|年内)(?:度)?")


def _this_year_anew(v: View) -> bool:
    """`上年无结转申请,本年新收3件`: the clause of the number names its own year."""
    return _NEW_HERE.match(v.text, v.c.near_start) is not None


# The year that stands at the number is its year, whatever other years were told before it.
_AT_NUMBER = re.compile(r"年度?(?:全年|共|收到|受理|为|是|有|发生|仅|均){0,3}$")
_UNTIL = re.compile(r"(?:截至|截止|至|到)[^,，。]{0,6}$")
_MONTH = re.compile(r"年(?:[1-9]|1[0-2])月")


def _of_its_year(v: View, year: int) -> bool:
    """Whether the year told last before a number, not this one, is that of the number.

    What the text speaks of most is only a hint at its year: of a later one it must be the month
    (`2017年1月,收到1件`), and not the day on which this year's were counted (`截至2017年1月10日`).
    """
    told = v.c.years[-1]
    left = v.left()
    at = left.rfind(str(told))
    behind = left[at + 4 :]
    if told > year:
        dated = _MONTH.match(behind) is not None and _UNTIL.search(left[:at]) is None
        return dated and not _only_cited(v)
    if year not in v.c.years:
        return not _only_cited(v)
    return _AT_NUMBER.fullmatch(behind) is not None


def _only_cited(v: View) -> bool:
    """The other year stands inside quotation marks or a title."""
    left = v.left()
    return left.rfind("》") > left.rfind(str(v.c.years[-1])) or left.rfind("”") > left.rfind(
        str(v.c.years[-1])
    )


def _proposals(v: View) -> list[Guess] | None:
    kinds = ("npc", "cppcc", "combined")
    named = [c for c in v.c.right if c.kind in kinds][:1] or [
        c for c in v.c.near if c.kind in kinds
    ]
    if not named or v.c.unit not in CASES:
        return None
    if (v.last == "handling_part" and not v.right) or named[-1].kind == "combined":
        return []
    beside = named[-2:] if len(named) > 1 and named[-1].start - named[-2].end <= 6 else named[-1:]
    both = {c.kind for c in beside}
    if len(both) == 1:
        return [Guess(f"proposals.{both.pop()}", 0.9)]
    if "each" in v.near and "combined" not in both:
        return [Guess("proposals.npc", 0.8), Guess("proposals.cppcc", 0.8)]
    return []


_AGAINST_ANSWERS = re.compile(r"(?:不服|异议)[^。]{0,24}答复|答复[^。]{0,12}(?:不服|异议)")
# A line of a list of figures, that says no more: 行政复议案件数：2件.
_LABELLED = re.compile(
    r"[ \u3000]*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．])?[^,，。;；:：、\d]{2,14}[:：][ \u3000]?"
    r"\d{1,4}[ \u3000]?[件起宗][。;；]?[ \u3000]*"
)
_DENIED = re.compile(r"未|没有|无(?!效)")
_ALL_SO = re.compile(r"均|都|皆|全部")  # 3件行政复议均获维持: all of them, not some


def _remedies(v: View) -> list[Guess] | None:
    if v.c.unit not in CASES:
        return None
    if CARRIED & set(v.near) and not set(REMEDIES) & set(v.near):
        return None  # 其中上年结转信息公开申请3件: a part of the requests
    part = part_of_ours(v.text, v.c.sentence, v.c.number.span)
    if part is not None:
        return [Guess(f"{part}.cases", 0.9)] if part else []
    keys = sorted({k for k in v.near + v.right if k in REMEDIES})
    if not keys:
        return None
    several = len(keys) > 1 and v.c.number.value != 0 and "each" not in v.near
    if several or not _are_our_cases(v):
        return []
    return [Guess(f"{k}.cases", 0.9) for k in keys]


def _are_our_cases(v: View) -> bool:
    """Whether a number of cases is one of all cases of disclosure, not of some or of others."""
    all_so = _ALL_SO.search(v.text, v.c.number.span.end, v.c.right_end)
    if "remedy_outcome" in (v.near if all_so else v.around):
        return False
    if _DENIED.search(v.text, v.c.number.span.end, v.c.right_end):
        return False  # 这3起申请均未引起行政复议
    if v.c.number.value == 0:
        return True
    if of_something_else(v.text, v.c.sentence, v.c.near_start, v.c.number.span):
        return False
    if v.c.section.startswith(("remedies", "overview.on_request", "applications")):
        return True
    said = v.c.sentence.of(v.text)
    before = v.text[v.c.sentence.start : v.c.number.span.start]
    named = names_disclosure(v.text, v.c.near_start, v.c.number.span.start)
    return (
        named
        or "信息公开" in said
        or "政务公开" in said
        or _LABELLED.fullmatch(said) is not None
        or _AGAINST_ANSWERS.search(before) is not None
    )


def _fee(v: View) -> list[Guess] | None:
    if "fee" not in v.near + v.far and "fee" not in v.right:
        return None
    if _of_administration(v):
        return [Guess("admin_fee", 0.8)] if "admin_fee" in v.head else []
    if v.c.unit in ("元", "万元") or (v.c.number.value == 0 and v.c.unit in CASES):
        return [Guess("information_fee", 0.85)]
    return None


_BARE_FEES = ("收费", "费用", "收取费用", "收费情况")


def _of_administration(v: View) -> bool:
    """`行政事业性收费3项,收费12万元`; or a word with 性收费 whose front was lost."""
    fees = [c for c in (*v.c.far, *v.c.near, *v.c.right) if c.kind == "fee"]
    if any(v.text.endswith("性", 0, c.start) for c in fees):
        return True
    bare = all(c.of(v.text) in _BARE_FEES for c in fees)
    return bare and "admin_fee" in v.head and v.c.unit in ("元", "万元")


def _decisions(v: View) -> list[Guess] | None:
    """Permits, penalties, coercion and fees told as this year's own counts."""
    if v.c.unit in ("元", "万元"):
        return [Guess("admin_fee", 0.8)] if "admin_fee" in v.near + v.far else None
    named = [k for k in v.near + v.right if k in ("license", "penalty", "coercion")]
    if not named or v.c.unit not in {"件", "宗", "起", "份", "条", "项", "个", "次", "例"}:
        return None
    if _REFUSED.search(v.text, v.c.near_start, v.c.number.span.start):
        return []  # 其中不予许可2件: what was decided is told before
    acted = re.search(
        r"作出|做出|出具|开具|开出|送达|办理|实施|办结|决定|审批|下达|受理|查处|查办|立案|处理|核发|准予|采取|执行|完成|开展",
        _deed(v),
    )
    shown = (
        any(k in v.near for k in ("publish", "proactive", "granted", *CHANNELS))
        or "公示" in v.left()
    )
    shown = shown or _only_shown(v)
    listed = any(k in v.around for k in ("not_count",))
    listed = listed or (v.c.unit == "项" and _DECIDED.search(v.left()) is None)
    if not acted or shown or listed or len(set(named)) > 1:
        return None if shown else []
    return [Guess(named[-1], 0.8)]


_DECIDED = re.compile(r"决定书?(?:共|计|为|有|共计)?$")  # 作出行政许可决定9项
_REFUSED = re.compile(r"(?:不予|不准予|撤销|注销)(?:行政)?(?:许可|处罚|强制)")
_SHOWS = re.compile(r"(?<![息务])(?:公开|公示|公布|发布)")
_ACTS = re.compile(
    r"作出|做出|出具|开具|开出|送达|办理|实施|办结|审批|下达|受理|查处|查办|立案|处理|核发|准予|采取|执行(?!信息)|完成|开展"
)


_PARTS = re.compile(r"其中|包括|包含|具体为|主要[有为是]|分别[为是]")


def _only_shown(v: View) -> bool:
    """`公开行政许可决定22条,行政处罚决定6条`: published, since no word says that it was done."""
    start, end = v.c.sentence.start, v.c.number.span.start
    shows = [m.start() for m in _SHOWS.finditer(v.text, start, end)]
    parts = _PARTS.search(v.text, shows[0], end) if shows else None
    if parts is not None and not _ACTS.match(v.left().lstrip("、,，:：;；和及 ")):
        return True  # 发布信息90条,包括提案办理6条、行政许可结果14条
    acts = [m.start() for m in _ACTS.finditer(v.text, start, end)]
    return bool(shows) and (not acts or acts[-1] < shows[-1])


def _deed(v: View) -> str:
    """What stands before the number; the members of a list share the verb of its first."""
    start = v.c.left_start
    if v.text.startswith(("、", "和", "及"), start):
        start = max(v.c.sentence.start, *(v.text.rfind(m, 0, start) for m in ",，;；:："))
    return v.text[max(start, v.c.number.span.start - 60) : v.c.number.span.start][-60:]


def _events(v: View) -> list[Guess] | None:  # noqa: PLR0911 - a decision list
    if v.c.unit not in SESSIONS:
        return None
    names = {
        "press": "press_conferences",
        "interview": "interviews",
        "training": "training",
        "meeting": "meetings",
    }
    pool = [k for k in v.right if k in names][:1]
    if pool:
        return [Guess(names[pool[0]], 0.85)]
    pool = [k for k in v.near if k in names]
    if not pool or v.c.unit in ("件",):
        return None
    if re.search(r"其中[:：,，]?[^,，:：]{0,24}$", v.left()) and "分别" not in v.left():
        return []  # 5次会议,其中…2次: counted already
    tail = v.near[len(v.near) - 1 - v.near[::-1].index(pool[-1]) + 1 :]
    if pool[-1] == "training":
        tail = tuple(k for k in tail if k != "not_count")  # 培训工作人员3次
    if any(k in tail for k in (*CHANNELS, "interpretation", "not_count", "submitted", "request")):
        return None
    if v.c.unit in ("个", "期") and pool[-1] == "meeting":
        return None
    if "other_meeting" in v.near:
        return []
    if "各" in v.gap():
        pool = [k for k in v.far + v.near if k in names]
        return [Guess(names[k], 0.7) for k in sorted(set(pool))]
    return [Guess(names[pool[-1]], 0.85)]


def _visits(v: View) -> list[Guess] | None:
    """Visits before consultations: 接待访问 is a visit."""
    return _audience(v) if v.last == "visits" and v.c.unit in PEOPLE else None


def _consultations(v: View) -> list[Guess] | None:
    if v.last == "consult_part" or (v.near and "consult_part" in v.near):
        return []
    if "hotline" in v.around and v.c.unit in CASES:
        return [] if {"change", "mailbox"} & set(v.near) else [Guess("hotline", 0.8)]
    if "consult" in v.around and v.c.unit in CASES | {"人", "人次"}:
        if "part" in v.near or "part" in v.far:
            return []
        return [Guess("consultations", 0.8)]
    if "mailbox" in v.around and "request" not in v.around:
        return []
    return None


def _audience(v: View) -> list[Guess] | None:
    pool = [k for k in v.near + v.right if k in ("visits", "followers", "readings")]
    if not pool or v.c.unit not in PEOPLE:
        return None
    kind = pool[-1]
    if kind == "readings":
        return []
    if kind == "followers":
        return [Guess("followers", 0.85)]
    if kind == "visits" and not v.c.unit and re.search(r"[:：]\s*$", v.gap()):
        return []  # the page's own counter
    channel = [k for k in v.far + v.near if k in CHANNELS]
    if not channel and re.search(r"栏目|专栏|网页|页面", v.left()):
        channel = ["website"]
    channel = channel or [k for k in v.head if k in CHANNELS]
    if channel and channel[-1] != "website":
        return []
    return [Guess("visits.website", 0.85 if channel else 0.6)]
