"""What became of cases, told as table 4 has it: `复议维持3件、纠正1件,共计4件`, `复议后起诉0件`."""

from extractor.prose.grounds import REMEDIES
from extractor.prose.line import DOUBTED, SURE, Line
from extractor.prose.statements import WAYS

MOST_OUTCOMES = 4  # that each kind of case has
LEAST_OUTCOMES = 3  # told to be none, before there is no case
_REQUESTS = ("requests.", "granted", "partly", "carried_")
_OTHERS = frozenset({"npc", "cppcc", "combined", "hotline", "mailbox", "remedy_other", "consult"})


def judge_cases(line: Line) -> None:
    for at in range(len(line.cases)):
        _total_of_outcomes(line, at)
        _no_outcome(line, at)
    _ways(line)
    _no_requests(line)


def _kind(line: Line, at: int) -> str:
    """The one kind of case that is named before a number; empty where several are, or none."""
    end = line.cases[at].span.start
    kinds = {c.kind for c in line.cases[at].cues if c.kind in REMEDIES and c.end <= end}
    return kinds.pop() if len(kinds) == 1 else ""


def _total_of_outcomes(line: Line, at: int) -> None:
    """`复议维持3件、纠正1件,共计4件`: all outcomes together are all cases."""
    if at < 1 or not line.patterns.total.fullmatch(line.lead(at)):
        return
    parts, total = at, 0.0
    while parts and at - parts < MOST_OUTCOMES and "remedy_outcome" in line.kinds(parts - 1):
        parts -= 1
        total += line.value(parts)
    kind = _kind(line, at)
    if not kind or at - parts < 2 or any(line.key(i) for i in range(parts, at)):
        return
    line.settle(at, {f"{kind}.cases": SURE if total == line.value(at) else DOUBTED})


def _no_outcome(line: Line, at: int) -> None:
    """`复议结果维持、结果纠正、其他结果、尚未审结均为0件`."""
    if line.value(at) or line.patterns.each.search(line.lead(at)) is None:
        return
    begin = line.cases[at].span.start - len(line.lead(at))
    told = {
        c.of(line.text)
        for c in line.cases[at].cues
        if c.kind == "remedy_outcome" and begin <= c.start and c.end <= line.cases[at].span.start
    } - {word for words, _ in line.patterns.ways for word in words}
    kind = _kind(line, at)
    if kind and len(told) >= LEAST_OUTCOMES:
        line.settle(at, {f"{kind}.cases": SURE})


def _ways(line: Line) -> None:
    """`未经复议直接起诉0件,复议后起诉0件`: no litigation at all; one of them says only so much."""
    named: dict[int, list[str]] = {}
    for at in range(len(line.cases)):
        if line.key(at):
            continue
        keys = line.patterns.ways_at(line.lead(at))
        if keys:
            named[at] = keys
    every = {key for keys in named.values() for key in keys}
    none = all(line.value(at) == 0 for at in named)
    for number, (at, keys) in enumerate(named.items()):
        if none and every == set(WAYS):
            line.settle(at, {"litigation.cases": SURE} if number == 0 else {})
        else:
            line.settle(at, dict.fromkeys(keys, DOUBTED if line.value(at) else SURE))


def _no_requests(line: Line) -> None:
    """The classifier alone, which sees few such sentences, takes a total of cases for requests, or
    of proposals: `收到代表建议和委员提案共25件`."""
    for at, case in enumerate(line.cases):
        if not case.guesses and line.key(at).startswith(_REQUESTS) and _of_others(line, at):
            line.settle(at, {})
    if any(c.kind.startswith("request") for c in line.cases[0].cues):
        return
    for at, case in enumerate(line.cases):
        if line.key(at).startswith(_REQUESTS) and not case.guesses and _kind(line, at):
            line.settle(at, {})


def _of_others(line: Line, at: int) -> bool:
    """Whether what stands around a number names something that is no request, and no request."""
    candidate = line.cases[at].candidate
    assert candidate is not None
    kinds = {c.kind for c in (*candidate.far, *candidate.near, *candidate.right)}
    return bool(kinds & _OTHERS) and not any(kind.startswith("request") for kind in kinds)
