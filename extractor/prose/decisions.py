"""Decisions that share the verb of the list they stand in: `办理许可12件,行政处罚案件共计3宗`."""

from collections.abc import Iterable, Mapping

from extractor.prose.cases import Case
from extractor.prose.line import DOUBTED, KEEP, SURE, Line
from extractor.prose.undone import load_undone

_UNITS = frozenset("件宗起例")
_LOOSE = frozenset("条份")  # units of what is published as well: 行政许可14条
_NOT_HERE = ("overview.on_request", "applications", "remedies")


def list_decisions(line: Line) -> None:
    words = dict(line.patterns.decisions)
    keys = frozenset(words.values())
    if line.cases[0].section.startswith(_NOT_HERE):
        return
    _permits(line)
    _in_order(line, words)
    for at in range(len(line.cases)):
        if line.key(at) or line.unit(at) not in _UNITS | _LOOSE:
            continue
        match = line.patterns.decision.fullmatch(line.lead(at))
        if match is None or _shown(line, at):
            continue
        before = {line.key(i) for i in range(_segment(line, at), at)} - {""}
        if before - keys:
            continue  # of requests, of disclosed information
        shared = bool(before) or _acted(line, at)
        bare = not match["part"] and _side_by_side(line, at)
        if line.unit(at) in _LOOSE:
            if bare and not before:
                line.settle(at, {words[match["what"]]: DOUBTED})
            continue
        own = bare or (bool(match["total"]) and "案件" in match[0])  # 处罚案件共计3宗 needs no verb
        listed = at > 0 and line.key(at - 1) in keys and line.unit(at - 1) == line.unit(at)
        goes_on = match["part"] or match["total"] or listed
        if own or (shared and goes_on):
            line.settle(at, {words[match["what"]]: SURE})


def _permits(line: Line) -> None:
    """`受理行政许可申请15件`: how many were given is not said; `准予许可12件,不予许可1件`: whether
    12 or 13 were decided is left open, as it is of `处罚立案7件,结案4件`."""
    for at in range(len(line.cases)):
        begun = line.key(at) and line.patterns.begun.search(line.lead(at))
        if begun and line.key(at) == "penalty" and line.patterns.ended.match(line.behind(at)):
            line.cases[at].unsure = True
        if line.key(at) != "license":
            continue
        if line.patterns.asked_for.search(line.lead(at)):
            line.settle(at, {"license": DOUBTED})
        elif line.patterns.not_permitted.fullmatch(line.behind(at)) and at + 1 < len(line.cases):
            line.cases[at].unsure = line.value(at + 1) > 0


def _in_order(line: Line, words: Mapping[str, str]) -> None:
    """`行政许可、行政处罚分别为9件、4件`: names and numbers in the same order, and nothing else."""
    for at in range(len(line.cases)):
        match = line.patterns.decision_list.fullmatch(line.lead(at))
        if match is None or line.patterns.shows.search(line.sentence.of(line.text)):
            continue
        kinds = sorted((match["list"].find(word), word) for word in words if word in match["list"])
        numbers = range(at, min(at + len(kinds), len(line.cases)))
        joined = all(line.patterns.list_mark.fullmatch(line.lead(i)) for i in numbers[1:])
        more = numbers.stop < len(line.cases) and line.patterns.list_mark.fullmatch(
            line.lead(numbers.stop)
        )
        if len(numbers) == len(kinds) and joined and not more and line.unit(numbers[-1]) in _UNITS:
            for i, (_, word) in zip(numbers, kinds, strict=True):
                line.settle(i, {words[word]: SURE})


def _segment(line: Line, at: int) -> int:
    """The first number since the last semicolon."""
    return next((i for i in range(at, 0, -1) if line.lead(i).lstrip(" ,，")[:1] in ";；"), 0)


def _side_by_side(line: Line, at: int) -> bool:
    """`行政许可4件,行政处罚7件`: kinds of decisions told side by side, by nothing but their names."""
    if line.patterns.shows.search(line.sentence.of(line.text)):
        return False  # 行政许可4件,行政处罚7件,均已公示
    names = set()
    for i in range(_segment(line, at), len(line.cases)):
        match = line.patterns.decision.fullmatch(line.lead(i))
        if match is None or match["part"] or line.unit(i) not in _UNITS | _LOOSE:
            break
        if i > at and line.lead(i)[:1] in ";；":
            break
        names.add(match["what"])
    return len(names) > 1 and at - _segment(line, at) < len(names)


def _acted(line: Line, at: int) -> bool:
    return at > 0 and line.patterns.acts.search(
        line.text, line.sentence.start, line.cases[at - 1].span.start
    ) is not None  # fmt: skip


def _shown(line: Line, at: int) -> bool:
    """Published or handed on: no count of what was decided."""
    return line.patterns.shows.search(
        line.text, line.sentence.start, line.cases[at].span.start
    ) is not None  # fmt: skip


def leave_matters(text: str, cases: Iterable[Case], year: int | None) -> None:
    """`行政强制事项5项,未采取行政强制措施`: 5 are what the law provides for, and none was taken."""
    everything = list(cases)
    none = {
        (one.zero.key, one.sentence)
        for one in everything
        if one.zero is not None and one.zero.certain and one.zero.score >= KEEP
    }
    for one in everything:
        denied = {key for key in one.chances if (key, one.sentence) in none}
        if one.candidate is None or not denied:
            continue
        if text.endswith(load_undone(year).matters, one.sentence.start, one.span.start):
            one.settled = {key: p for key, p in one.chances.items() if key not in denied}
