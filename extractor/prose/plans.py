"""Numbers that are only planned: `明年将举办培训6期,力争访问量达10万人次`."""

from bisect import bisect_right

from extractor.prose.line import DOUBTED, Line
from extractor.prose.own_patterns import load_own
from extractor.prose.statements import FIELDS


def forget_plans(line: Line) -> None:
    """A number behind the words of a plan tells nothing, unless others say that it was done.

    Where it could fill a field, the field is left in doubt.
    """
    own = load_own(line.year)
    start, end = line.sentence.start, line.sentence.end
    plans = [m.end() for m in own.plan.finditer(line.text, start, end)]
    intents = {m.end() for m in own.intent.finditer(line.text, start, end)}
    if not plans and not intents:
        return
    done = [m.start() for m in own.done.finditer(line.text, start, end)]
    for at, case in enumerate(line.cases):
        place = bisect_right(plans, case.span.start)
        planned = place > 0 and not any(plans[place - 1] <= d < case.span.start for d in done)
        if planned or case.span.start in intents:
            key = line.key(at)
            line.settle(at, {key: DOUBTED} if key in FIELDS else {})
