"""One number told of several things, or several numbers told of as many: `复议和诉讼各1件`,
`复议、诉讼均为0`, `复议、诉讼分别为3件、2件`.

Only a list that is understood as a whole tells anything: each of its members must be a thing of
its own, and there must be as many of them as numbers.
"""

from dataclasses import dataclass, replace

from extractor.prose.candidates import Cue
from extractor.prose.lexicon import load_lexicon
from extractor.prose.line import DOUBTED, SURE, Line
from extractor.prose.rules import judge
from extractor.types import Span

MOST = 8  # members of a list
_RECEIVED, _NATURAL = "requests.received", "natural"
_SHARING = frozenset({"part", "each"})


@dataclass(frozen=True, slots=True)
class _List:
    """The members of a list, last first, and what stands between it and its numbers."""

    members: tuple[Span, ...]
    closed: int  # so many members stand in one unbroken list with the last
    tail: Span


def spread(line: Line) -> None:
    """Settle the numbers that a list shares out."""
    for at in range(len(line.cases)):
        start = line.end(at - 1) if at else line.sentence.start
        stop = line.cases[at].span.start
        if (match := line.patterns.each.search(line.text, start, stop)) is not None:
            _each(line, at, _members(line, start, Span(*match.span())))
        elif (match := line.patterns.respectively.search(line.text, start, stop)) is not None:
            _respectively(line, at, _members(line, start, Span(*match.span())))


def _members(line: Line, start: int, tail: Span) -> _List:
    """The list that ends where the words of sharing begin; a colon or semicolon begins it."""
    begin = max(start, *(line.text.rfind(mark, start, tail.start) + 1 for mark in ";；。:：(（\n"))
    end = tail.start
    while end > begin and line.text[end - 1] in ",， ":
        end -= 1
    found: list[Span] = []
    closed = 0
    for mark in (*reversed(list(line.patterns.list_mark.finditer(line.text, begin, end))), None):
        found.append(Span(mark.end() if mark else begin, end))
        end = mark.start() if mark else begin
        if not closed and (mark is None or mark[0] in ",，"):
            closed = len(found)
        if len(found) == MOST:
            break
    return _List(tuple(found), closed or len(found), tail)


def _each(line: Line, at: int, told: _List) -> None:
    """The number is that of each member, if all members of the list are things of their own."""
    keys: list[str] = []
    for number, member in enumerate(told.members):
        of_it = _keys(line, at, told, member)
        if not of_it:
            if line.value(at) == 0 and _cues(line, at, member):
                continue  # 复议、诉讼、申诉均为0: what nobody asks for is none as well
            if number < told.closed:
                return  # 土地类、规划类申请和复议各1件: what the first ones are is not said
            break
        keys += of_it
    if len(keys) > 1 and len(set(keys)) == len(keys):
        line.settle(at, dict.fromkeys(keys, SURE))
    elif keys:
        line.doubt([at], keys[0])


def _respectively(line: Line, first: int, told: _List) -> None:
    """Each number is that of its member, in order."""
    numbers = [first]
    for at in range(first + 1, len(line.cases)):
        if not line.patterns.list_mark.fullmatch(line.lead(at)):
            break
        numbers.append(at)
    held = [line.key(at) for at in numbers]
    if len(numbers) < 2 or (all(held) and len(set(held)) == len(held)):
        return
    members = told.members[: len(numbers)][::-1]
    fits = len(members) == len(numbers) and told.closed in {len(numbers), len(told.members)}
    fits = fits and told.closed <= len(numbers)
    found = [
        _keys(line, at, told, member, line.unit(numbers[-1])) if fits else []
        for at, member in zip(numbers, members, strict=False)
    ]
    every = [key for keys in found for key in keys]
    for at, key in zip(numbers, held, strict=True):
        line.doubt([at], key)
    if every and len(set(every)) == len(every):
        for at, keys in zip(numbers, found, strict=True):
            line.settle(at, dict.fromkeys(keys, SURE))
    if fits and line.asked and not set(every) - {_NATURAL}:
        for at, member in zip(numbers, members, strict=True):
            if line.patterns.part_name.search(line.text, member.start, member.end):
                line.settle(at, {_RECEIVED: DOUBTED})  # how many in all is not said


def _keys(line: Line, at: int, told: _List, member: Span, unit: str = "") -> list[str]:
    """What the number would tell if its member stood alone before it."""
    c = line.cases[at].candidate
    assert c is not None
    begin = told.members[-1].start
    near = _cues(line, at, member)
    if not near:
        return []
    tail = [cue for cue in line.cases[at].cues if _inside(cue, told.tail)]
    near = (*near, *(cue for cue in tail if cue.kind not in _SHARING))
    alone = replace(
        c, near=near, far=(), right=(), left_start=begin, near_start=begin, unit=c.unit or unit
    )
    guesses = judge(line.text, alone, line.year)
    keys = [g.key for g in guesses if g.score >= 0.5]
    if _RECEIVED in keys and line.patterns.part_name.search(line.text, member.start, member.end):
        return []  # 网络申请、信函申请各2件: parts, and none of them is all
    return keys


def _cues(line: Line, at: int, member: Span) -> tuple[Cue, ...]:
    """The cues of a member; one that joins two members (人大建议和政协提案) is heard anew."""
    near = [c for c in line.cases[at].cues if c.start < member.end and member.start < c.end]
    if all(_inside(cue, member) for cue in near):
        return tuple(near)
    return tuple(Cue(*c) for c in load_lexicon().scan(line.text, member.start, member.end))


def _inside(cue: Cue, span: Span) -> bool:
    return span.start <= cue.start and cue.end <= span.end
