"""A form printed as a list: `政府公报3条` or `政府公报(单位:条):3`, each on its line.

A line of prose may say as much; a page that has many of them, each beginning with the name of a
row, is the form.
"""

import re
from collections.abc import Sequence

from extractor.tables.glued import Known
from extractor.tables.values import UNITS
from extractor.tables.vocabulary import bare
from extractor.types import Span

LEAST_LISTED = 8  # lines of a page that begin with the name of a row
REACH = 60  # characters beyond the first and the last of them

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_LINE = re.compile(
    rf"[ \u3000]*(?P<label>(?:\d{{1,2}}[.．、])?[^\d|\t\n][^|\t\n]{{1,58}}?)"
    rf"(?:[ ]?[:：]?[ ]?(?P<first>\d{{1,9}}(?:\.\d{{1,4}})?)[ ]?(?:{_UNIT})"
    rf"|[(（]单位[:：]?(?:{_UNIT})[)）][ ]?[:：]?[ ]?(?P<second>\d{{1,9}}(?:\.\d{{1,4}})?))"
    r"[。;；,，、]?[ \u3000\r]*"
)


def listed(text: str, lines: Sequence[Span], known: Known) -> dict[int, tuple[Span, Span]]:
    """The label and the number of each line of such a list, by where the line starts.

    Where enough of them are known rows, what stands among them is of the list as well.
    """
    found: dict[int, tuple[Span, Span]] = {}
    rows: list[int] = []
    for line in lines:
        match = _LINE.fullmatch(text, line.start, line.end)
        if match is None:
            continue
        number = "first" if match["first"] is not None else "second"
        found[line.start] = Span(*match.span("label")), Span(*match.span(number))
        if bare(match["label"]) in known:
            rows.append(line.start)
    if len(rows) < LEAST_LISTED:
        return {}
    return {at: one for at, one in found.items() if rows[0] - REACH <= at <= rows[-1] + REACH}
