"""A figure of this year told beside that of an earlier time, or beside the change since then:
`从去年的4件增加到13件`, `比去年多9件,达到13件`."""

from extractor.prose.line import Line
from extractor.prose.own import hand_on, undated
from extractor.prose.own_patterns import load_own

_KEYS = frozenset({"requests.received", "requests.answered", "granted", "partly", "review.cases",
                   "litigation.cases", "license", "penalty", "coercion"})  # fmt: skip
_BACK = 36  # characters before a number that say by how much it differs
_DISCLOSED = "disclosed."
_LEVELS = _KEYS | {"followers", "visits.website", "interpretations", "hotline", "consultations",
                   "training", "meetings", "press_conferences", "interviews"}  # fmt: skip


def compare_years(line: Line) -> None:
    """What the first number would tell of its time, the second tells of this one."""
    own = load_own(line.year)
    for at in range(len(line.cases)):
        if line.key(at) in _KEYS and own.difference.search(line.lead(at)[-_BACK:]):
            line.settle(at, {})  # 比上年减少复议2件
    for at in range(len(line.cases) - 1):
        lead, link = line.lead(at), line.lead(at + 1)
        risen = own.to_level.fullmatch(link) and own.from_level.search(lead[-24:])
        before = line.patterns.last_year.search(lead[-24:]) is not None
        grown = own.changed.search(lead[-24:]) and own.changed_to.fullmatch(link)
        this_year = before and own.of_this_year.search(link)
        if (
            not risen
            and not grown
            and not this_year
            and not (before and line.patterns.link.fullmatch(link))
        ):
            continue
        key = undated(line, at)
        levels = key in _LEVELS or key.startswith(_DISCLOSED)
        taken = levels if risen or grown or this_year else key in _KEYS
        if not taken or line.key(at + 1) not in ("", key):
            continue
        hand_on(line, at, at + 1, key)
