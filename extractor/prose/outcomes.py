"""Outcomes of requests in plain words: `办理结果为:公开5件`, `五个依法予以公开`.

公开 alone is what an agency does all day; only beside requests that are told does it answer them.
"""

import re

from extractor.prose.line import SURE, Line

_UNITS = frozenset("件宗份起例个条项")
_LOOSE = frozenset("个条项")  # also of information: only if the requests are counted in it
_CLAUSES = re.compile("[,，:：]")
# Words of what an agency publishes: behind them 公开 is that, and answers no requests.
_WHERE = re.compile(r"信息|网|平台|微[博信]|媒体|栏|文件|主动")
_OUTCOMES = frozenset({"granted", "partly"})
_ROLES = frozenset(
    {"granted", "partly", "refused", "receive", "receive_answer", "proactive", "info"}
)


def name_outcomes(line: Line) -> None:
    for at in range(len(line.cases)):
        if line.key(at) or line.unit(at) not in _UNITS:
            continue
        key, named = _outcome(line, at)
        if key and (named or _of_requests(line, at)):
            line.settle(at, {key: SURE})


def _outcome(line: Line, at: int) -> tuple[str, bool]:
    """The key of an outcome, and whether its words name the requests themselves."""
    match = line.patterns.outcome_before.fullmatch(line.lead(at).split("。")[-1])
    if match is None:
        *before, last = _CLAUSES.split(line.lead(at))
        if not at or not any(_WHERE.search(one) for one in before):
            match = line.patterns.outcome_before.fullmatch(last)
    if match is None:
        candidate = line.cases[at].candidate
        assert candidate is not None
        if any(c.kind in _ROLES for c in candidate.near):
            return "", False
        match = line.patterns.outcome_behind.match(line.behind(at))
    if match is None:
        return "", False
    return "partly" if "部分" in match["what"] else "granted", "申请" in match[0]


def _of_requests(line: Line, at: int) -> bool:
    """Whether the requests that it answers are told: before it, no fewer, in no other unit."""
    told = [i for i in range(at) if line.key(i).startswith("requests.")]
    others = [line.key(i) for i in range(at) if line.key(i).startswith("disclosed.")]
    if others:
        return False
    if any(line.key(i) in _OUTCOMES and line.unit(i) == line.unit(at) for i in range(at)):
        return True  # 12件予以公开,4件部分公开
    if told:
        whole = max(line.value(i) for i in told)
        same = any(line.unit(i) == line.unit(at) for i in told)
    elif line.asked and line.count:
        whole, same = line.count, line.counted_in == line.unit(at)
    else:
        return False
    chinese = line.cases[at].candidate
    assert chinese is not None
    loose = line.unit(at) in _LOOSE and not same and not chinese.number.chinese
    return line.value(at) <= whole and not loose
