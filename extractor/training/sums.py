"""Whether what people answered breaks the form's own sums: then nothing should be learned from it.

Honest answers mend sums that were misread, and a slip breaks one now and then. Where the answers
about a form break sums in most of its documents, labels or numbers were mixed up; what judges the
new model may be mixed up as well, the sums cannot be.
"""

from collections import Counter
from collections.abc import Sequence

from extractor.annotations.model import Annotation
from extractor.forms import modern_ids
from extractor.identities import Number, holds, identities
from extractor.training.compare import Reason
from extractor.training.judging import overlap
from extractor.training.readings import Reading, Readings
from extractor.training.reviewed import Review

LEAST = 5  # reports of a form whose sums the answers break
SHARE = 0.3  # of the answered reports of the form
AGAINST = 3  # times as many as those whose sums they mend


def broken_sums(reviews: Sequence[Review], readings: Readings) -> tuple[Reason, ...]:
    """A reason against learning for each form whose sums the answers break; `readings` by the model
    in use, which did not learn from them."""
    broken: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for review in reviews:
        found = readings.of(review.data, review.name)
        for at, form in enumerate(found.forms):
            said = [one for one in review.annotations if _about(one, found, at)]
            if not said:
                continue
            change = _change(found, at, said)
            answered[form] += 1
            broken[form] += change > 0
            mended[form] += change < 0
    return tuple(
        Reason("sums", form, _message(form, broken[form], mended[form], answered[form]))
        for form in sorted(answered)
        if broken[form] >= max(LEAST, SHARE * answered[form])
        and broken[form] > AGAINST * mended[form]
    )


def _about(one: Annotation, found: Reading, at: int) -> bool:
    if not one.target.startswith("fields/"):
        return False
    shared = [overlap(one.report_span, span) for span in found.spans]
    return shared[at] > 0 and shared[at] == max(shared)


def _change(found: Reading, at: int, said: Sequence[Annotation]) -> int:
    """How many more sums fail with the answers than as the report was read."""
    before: dict[str, Number | None] = {
        id: value for id, (value, _) in zip(modern_ids(), found.answers[at], strict=True)
    }
    after = dict(before)
    for one in said:
        id = one.target.partition("/")[2]
        if id in after and (one.value is None or isinstance(one.value, int | float)):
            after[id] = one.value
    return _failing(after) - _failing(before)


def _failing(values: dict[str, Number | None]) -> int:
    return sum(holds(one, values) is False for one in identities())


def _message(form: str, broken: int, mended: int, answered: int) -> str:
    return (
        f"{form}：审核答案使 {broken}/{answered} 份报告的勾稽关系由平变不平，只理顺 {mended} 份，疑为标注错位 / "
        f"{form}: the answers break sums in {broken} of {answered} reports and mend them in {mended}; labels may be mixed up"
    )
