"""Which of several numbers of one thing is this year's, and this body's own.

`累计74件,其中今年11件`, `2019年、2020年分别4件、9件`, `全县21件,我镇1件`: the words of the thing stand
at the first number, so rules and classifier give it what belongs to another.
"""

import re
from dataclasses import replace

from extractor.prose.line import DOUBTED, SURE, Line
from extractor.prose.own_patterns import Own, load_own
from extractor.prose.rules import judge

_BACK = 60  # characters before a number in which its years or its region are named
_STOCKS = frozenset({"followers", "carried_in", "carried_out"})  # of no year, or of two
_ENDED = frozenset({"requests.answered", "granted", "partly"})  # this year, whenever they came
_DATING = frozenset({"last_year", "change", "history", "accumulated"})
_OTHERS = 6  # numbers from that of the region to one's own
_KEPT = frozenset({"requests.received", "granted", "partly", "review.cases", "carried_in",
                   "carried_out"})  # fmt: skip
_WHEN = re.compile(r"截[至止](?:目前|20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[底末]?)?")
_YEAR = re.compile(r"20\d\d")
_COUNTED_YEARS = {c: i for i, c in enumerate("零一二三四五六")} | {"两": 2}


def own_numbers(line: Line) -> None:
    """Give what several numbers tell to the one that is this year's and this body's own."""
    own = load_own(line.year)
    at = 0
    while at + 1 < len(line.cases):
        at += _years_in_a_row(line, at, own)
    for at in range(len(line.cases) - 1):
        _all_years(line, at, own)
    _regions(line, own)
    _with_others(line, own)
    _until_now(line, own)


def same_again(line: Line, at: int, key: str) -> bool:
    """Whether a number is one more of what the number before it tells: `9件、7件`."""
    own = load_own(line.year)
    if own.next_in_row.fullmatch(line.lead(at)):
        return True
    return key == "interpretations" and own.next_form.fullmatch(line.lead(at)) is not None


def undated(line: Line, at: int, without: frozenset[str] = _DATING) -> str:
    """What a number would tell if its year were this one."""
    c = line.cases[at].candidate
    assert c is not None
    near = tuple(cue for cue in c.near if cue.kind not in without)
    far = tuple(cue for cue in c.far if cue.kind not in without)
    # 今年受理量大幅增加,从去年的4件: what is counted may stand before the comma.
    for one in (replace(c, near=near, far=far, years=()), replace(c, near=far + near, years=())):
        guesses = judge(line.text, one, None)
        if guesses:
            return max(guesses, key=lambda g: g.score).key
    return ""


def hand_on(line: Line, at: int, to: int, key: str) -> None:
    """What one number would tell, the other does."""
    line.settle(at, {})
    line.settle(to, {key: max(SURE, line.held(to).get(key, 0.0))})


def _tail(line: Line, at: int) -> str:
    lead = line.lead(at)[-_BACK:]
    return lead[max(lead.rfind(mark) for mark in "。;；") + 1 :]


def _years_in_a_row(line: Line, at: int, own: Own) -> int:
    """`2020年、2021年分别收到申请4件、9件`. How many numbers were looked at."""
    match = own.several_years.search(_tail(line, at))
    if match is None or line.patterns.total.search(line.lead(at)):
        return 1
    last = at
    while last + 1 < len(line.cases) and own.next_in_row.fullmatch(line.lead(last + 1)):
        last += 1
    row = range(at, last + 1)
    key = line.key(at) or undated(line, at, _DATING | {"part"})
    if len(row) < 2 or not key:
        return 1
    place = _place(match[0], len(row), line.year, own)
    for i in row:
        line.settle(i, {key: DOUBTED} if place is None else {})
    if place is not None:
        line.settle(at + place, {key: SURE})
    return len(row)


def _place(said: str, count: int, year: int | None, own: Own) -> int | None:
    """Which of so many numbers is this year's, by the words that name the years."""
    years = [int(y) for y in _YEAR.findall(said)]
    if said.startswith(own.without_this):
        return None
    if not years:
        number = said.rstrip("年来间内")[-1]
        told = int(number) if number.isdecimal() else _COUNTED_YEARS.get(number, 0)
        return count - 1 if told == count else None
    if len(years) == 2 and own.year_range.search(said):
        years = list(range(years[0], min(years[1], years[0] + count) + 1))
    if len(years) != count or (year is not None and year not in years):
        return None
    return years.index(year) if year is not None else None


def _all_years(line: Line, at: int, own: Own) -> None:
    """`累计受理申请74件,其中今年11件`."""
    match = own.of_this_year.search(line.lead(at + 1))
    if match is None or line.value(at + 1) > line.value(at):
        return
    said_all = own.all_years.search(_tail(line, at)) is not None
    if not said_all and not match["part"]:
        return
    key = line.key(at) or undated(line, at)
    if not key or key in _STOCKS or (key in _ENDED and not said_all):
        return
    if line.key(at + 1) in ("", key):
        hand_on(line, at, at + 1, key)


def _regions(line: Line, own: Own) -> None:
    """`全县发生复议21件,我镇1件`; `全县复议9件、诉讼4件,我局复议1件`; `全县21件,我局没有`."""
    at = 0
    while at < len(line.cases):
        wholes = list(own.whole_region.finditer(_tail(line, at)))
        begin, at = at, at + 1
        if not wholes:
            continue
        region = wholes[-1]["region"]
        theirs, mine = [begin], ""
        while at < min(len(line.cases), begin + _OTHERS) and not mine:
            match = own.of_own_body.search(line.lead(at))
            if match is None and own.whole_region.search(line.lead(at)):
                break
            if match is not None:
                mine = match["body"]
            else:
                theirs.append(at)
                at += 1
        if mine and mine != region:
            _ours(line, theirs, at, mine in own.owner_of_region)
        elif not mine and _none_here(line, begin, region, own):
            # What is denied is told by the denial, if at all.
            for i in theirs:
                line.doubt([i], line.key(i))


def _ours(line: Line, theirs: list[int], at: int, shared: bool) -> None:
    """The numbers of a whole region tell nothing where one's own follow, from `at` on."""
    keys = {i: line.key(i) or undated(line, i) for i in theirs}
    told = [i for i in theirs if keys[i]]
    if not told:
        return
    first = told[0]
    ours = [line.key(i) for i in range(at, len(line.cases))]
    if len(told) == 1 or keys[first] in ours[:1]:
        if ours[0] not in ("", keys[first]) or line.value(at) > line.value(first):
            return
        if shared:
            # The office of the whole region may report for the region or for itself.
            for i in (first, at):
                line.settle(i, {keys[first]: DOUBTED})
        else:
            hand_on(line, first, at, keys[first])
    for i in told[1:]:
        if keys[i] in ours:
            line.settle(i, {})
        else:
            line.doubt([i], keys[i])


def _none_here(line: Line, at: int, region: str, own: Own) -> bool:
    """Whether the words behind a number say that there is none of it here."""
    for match in own.none_here.finditer(line.text, line.end(at), line.sentence.end):
        return match["body"] != region
    return False


def _with_others(line: Line, own: Own) -> None:
    """`我局及下属单位共收到申请8件`: how many of them are one's own is not said."""
    for at in range(len(line.cases)):
        if line.key(at) in _KEPT and own.bodies_together.search(_tail(line, at)):
            line.cases[at].unsure = True


def _until_now(line: Line, own: Own) -> None:
    """`截至2018年底,累计收到申请12件`: this year or ever since."""
    for at in range(len(line.cases)):
        if line.key(at) not in _KEPT or line.value(at) == 0:
            continue
        match = own.until_now.search(_tail(line, at))
        if match is not None and own.this_year.search(_WHEN.sub("", _tail(line, at))) is None:
            line.cases[at].unsure = True


def carried_on(line: Line) -> None:
    """`收到申请13条,答复12条,结转1条`: what is left of those received goes on to the next year."""
    own = load_own(line.year)
    for at in range(1, len(line.cases)):
        if line.key(at) or own.carried_on.fullmatch(line.lead(at)) is None:
            continue
        told: dict[str, float] = {}
        for i in range(at):
            if line.key(i):
                told.setdefault(line.key(i), line.value(i))
        if "requests.received" not in told or "carried_out" in told:
            continue
        there = told["requests.received"] + told.get("carried_in", 0.0)
        left = there - told.get("requests.answered", there + 1)
        line.settle(at, {"carried_out": SURE if line.value(at) == left else DOUBTED})
