"""Where the articles of a regulation end and a report begins, mostly without a title of its own."""

import re

from extractor.structure.candidates import numeral
from extractor.structure.cuts import FIRST, periods
from extractor.structure.own_titles import told_by
from extractor.structure.wordings import NUMBERING, Wordings, load_patterns, load_wordings

LEAST_ARTICLES = 3  # lines that begin with the number of an article
LONGEST_HEADING = 24
LONGEST = 60  # characters of a title
MOST_BETWEEN = 2  # lines between an article and the next, or the report

_BLANKS = re.compile(r"\s+")


def ends_of_articles(text: str) -> list[int]:
    """The starts of lines that head a first section right behind articles, by its number or name,
    or of the title or the preamble between."""
    article, wordings = load_patterns("regulations")["article"], load_wordings()
    found: list[int] = []
    at, articles, between, before, opened = 0, 0, 0, "", -1
    for line in text.split("\n"):
        head = line.strip(" \t\r\u3000")
        if article.match(line):
            articles, between, opened = articles + 1, 0, -1
        elif articles and head:
            number = NUMBERING.match(head)
            known = number is None and FIRST in wordings.keys_of(head)
            first = known or (number is not None and numeral(number[0]) == 1)
            short = len(head) <= LONGEST_HEADING and not set(head) & set("。;；")
            # What an article enumerates is no heading.
            if articles >= LEAST_ARTICLES and short and first and before.endswith("。"):
                found.append(at if opened < 0 else opened)
                articles = 0
            if opened < 0 and _opens(head, wordings):
                opened = at
            between += 1
            articles = articles if between <= MOST_BETWEEN else 0
        at, before = at + len(line) + 1, head or before
    return found


def _opens(line: str, wordings: Wordings) -> bool:
    """Whether a line above a first section belongs to its report: its title or its preamble."""
    bare = _BLANKS.sub("", line[: 4 * LONGEST])
    titled = len(bare) <= LONGEST and told_by(bare) is not None
    spoken = wordings.cues["preamble"].search(line) is not None
    return titled or spoken or bool(periods(line, 0, len(line)))
