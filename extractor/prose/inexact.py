"""Counts of which only a bound or a range is told: `3至5件`, `七八件`, `不足10件`, `10件以上`."""

from extractor.prose.line import DOUBTED, Line

_BOUND_BEFORE = (
    "不足",
    "不到",
    "少于",
    "低于",
    "不超过",
    "未超过",
    "最多",
    "至多",
    "至少",
    "不少于",
)
_BOUND_BEHIND = ("以上", "以下", "以内", "之内", "不到")


def leave_open(line: Line) -> None:
    """A range tells no number, only that there is one; a bound tells one that is unsure."""
    for at, case in enumerate(line.cases):
        candidate = case.candidate
        assert candidate is not None
        if candidate.number.vague:
            line.settle(at, {key: min(DOUBTED, p) for key, p in line.held(at).items()})
        elif line.text.startswith(_BOUND_BEHIND, line.end(at)) or line.text.endswith(
            _BOUND_BEFORE, line.sentence.start, case.span.start
        ):
            case.unsure = True
