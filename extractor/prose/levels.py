"""A figure of this year told beside that of the last: `从去年的4件增加到13件`."""

from dataclasses import replace

from extractor.prose.line import SURE, Line
from extractor.prose.rules import judge

_KEYS = frozenset({"requests.received", "requests.answered", "granted", "partly", "review.cases",
                   "litigation.cases", "license", "penalty", "coercion"})  # fmt: skip
_DATING = frozenset({"last_year", "change"})


def compare_years(line: Line) -> None:
    """What the first number would tell of its year, the second tells of this one."""
    for at in range(len(line.cases) - 1):
        if not line.patterns.link.fullmatch(line.lead(at + 1)):
            continue
        if line.patterns.last_year.search(line.lead(at)[-24:]) is None:
            continue
        key = _undated(line, at)
        if key not in _KEYS or line.key(at + 1) not in ("", key):
            continue
        line.settle(at, {})
        line.settle(at + 1, {key: max(SURE, line.held(at + 1).get(key, 0.0))})


def _undated(line: Line, at: int) -> str:
    """What a number would tell if its year were this one."""
    c = line.cases[at].candidate
    assert c is not None
    near = tuple(cue for cue in c.near if cue.kind not in _DATING)
    far = tuple(cue for cue in c.far if cue.kind not in _DATING)
    # 今年受理量大幅增加,从去年的4件: what is counted may stand before the comma.
    for one in (replace(c, near=near, far=far, years=()), replace(c, near=far + near, years=())):
        guesses = judge(line.text, one, None)
        if guesses:
            return max(guesses, key=lambda g: g.score).key
    return ""
