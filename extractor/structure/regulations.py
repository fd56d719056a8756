"""Where the articles of a regulation end and a report begins without a title of its own."""

from extractor.structure.candidates import numeral
from extractor.structure.cuts import FIRST
from extractor.structure.wordings import NUMBERING, load_patterns, load_wordings

LEAST_ARTICLES = 3  # lines that begin with the number of an article
LONGEST_HEADING = 24
MOST_BETWEEN = 2  # lines between an article and the next, or the report


def ends_of_articles(text: str) -> list[int]:
    """The starts of lines that head a first section right behind articles, by its number or name."""
    article, wordings = load_patterns("regulations")["article"], load_wordings()
    found: list[int] = []
    at, articles, between, before = 0, 0, 0, ""
    for line in text.split("\n"):
        head = line.strip(" \t\r\u3000")
        if article.match(line):
            articles, between = articles + 1, 0
        elif articles and head:
            number = NUMBERING.match(head)
            known = number is None and FIRST in wordings.keys_of(head)
            first = known or (number is not None and numeral(number[0]) == 1)
            short = len(head) <= LONGEST_HEADING and not set(head) & set("。;；")
            # What an article enumerates is no heading.
            if articles >= LEAST_ARTICLES and short and first and before.endswith("。"):
                found.append(at)
                articles = 0
            between += 1
            articles = articles if between <= MOST_BETWEEN else 0
        at, before = at + len(line) + 1, head or before
    return found
