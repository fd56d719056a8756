"""New wordings of rows and columns, from what reviewers said: no one types them in."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from pathlib import Path

from rapidfuzz import fuzz, process

from extractor.annotations.model import Annotation
from extractor.artefacts import save
from extractor.cleaning import clean
from extractor.forms import MODERN, load_forms, tables
from extractor.reading import read
from extractor.tables.beside import without_shapes
from extractor.tables.learned import ARTEFACT, learned_labels
from extractor.tables.tokens import Token, tokenise
from extractor.tables.vocabulary import bare, numbering, vocabulary
from extractor.training.reviewed import Review
from extractor.types import Cleaned, Span

SHORTEST, LONGEST = 2, 40  # characters of a wording as it is compared
KNOWN = 85.0  # similarity in percent above which a wording is one that is known already
_GROUP = re.compile(r"^.*[^\W\d_](?=[0-9]{1,2}[.、])")
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_])[0-9]{1,12}$")
_BEFORE_NUMBERS = re.compile(
    r"(?:^|[0-9])([^0-9\n|\t]{2,40})(?:[0-9]{1,12}(?:\.[0-9]{1,6})?[ \u3000]{1,4}){0,20}$"
)
REACH = 160  # characters before a number in which the label of its row ends
AROUND = " \t;,|:、。."  # signs beside a label that are none of it
AGREED = 0.6  # share of the statements about a wording that must name the same label

Claim = tuple[str, str]  # (official label, wording)


def learn_labels(
    reviews: Sequence[Review], before: Path, out: Path, shapes: tuple[str, ...] = ()
) -> dict[str, list[str]]:
    """Write the wordings in `before` and those that the reviews add into `out`; returns the new.

    A wording that people gave to several labels without agreeing is not learned. `shapes` is
    known of what stands beside numbers.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    shown: dict[str, str] = {}
    for review in reviews:
        for official, wording in claims(review, shapes):
            votes[bare(wording)][official] += 1
            shown.setdefault(bare(wording), wording)
    fresh: dict[str, list[str]] = {}
    for text in sorted(votes):
        (official, count), total = votes[text].most_common(1)[0], votes[text].total()
        if count >= AGREED * total:
            fresh.setdefault(official, []).append(shown[text])
    held = {label: list(wordings) for label, wordings in learned_labels(before)}
    for official, wordings in fresh.items():
        mine = held.setdefault(official, [])
        mine += [w for w in wordings if w not in mine]
    if held:
        save(out / ARTEFACT, "values", {label: held[label] for label in sorted(held)})
    return fresh


def claims(review: Review, shapes: tuple[str, ...] = ()) -> Iterator[Claim]:
    """What each statement of a review says about the wording of a label unknown so far."""
    cleaned = clean(read(review.data, review.name).text)
    text = without_shapes(cleaned.text, Span(0, len(cleaned.text)), shapes)
    words = vocabulary()
    known = sorted({w.bare for w in words.wordings})
    tokens: dict[tuple[int, int], list[Token]] = {}
    for one in review.annotations:
        if one.span is None:
            continue
        if one.report_span not in tokens:
            span = cleaned.from_source(Span(*one.report_span))
            tokens[one.report_span] = tokenise(text, span, words.stuck)
        for official, wording in _claims(one, cleaned, tokens[one.report_span]):
            if _is_new(wording, known):
                yield official, wording


def _claims(one: Annotation, cleaned: Cleaned, tokens: list[Token]) -> Iterator[Claim]:
    kind, _, name = one.target.partition("/")
    if kind in ("rows", "columns"):
        official = (_row_labels() if kind == "rows" else _column_labels()).get(name)
        if official is not None and one.quote:
            yield official, one.quote.strip()
        return
    if kind != "fields" or one.span is None:
        return
    value = cleaned.from_source(Span(*one.span))
    row, column = _cell_labels().get(name), _column_labels().get(name.rsplit(".", 1)[-1])
    beside, above = row_label(tokens, value), column_label(tokens, value)
    if _at(tokens, value) is None:  # an unknown label to which its numbers are stuck is not cut
        beside = stuck_label(cleaned.text, value)
    if row is not None and beside is not None:
        yield row, beside
    # In a list of cells the name of the column stands beside the number, and nothing above it.
    listed = column is not None and beside is not None and _alike(bare(beside), [bare(column)])
    if column is not None and above is not None and not listed:
        yield column, above


def row_label(tokens: Sequence[Token], value: Span) -> str | None:
    """The words printed before the values among which `value` stands."""
    at = _at(tokens, value)
    if at is None:
        return None
    before = at - 1
    while before >= 0 and tokens[before].value is not None:
        before -= 1
    if before < 0 or tokens[before].is_prose:
        return None
    piped, apart = tokens[at].piped, tokens[at].line - tokens[before].line
    if piped and apart:
        return None
    return _own(_broken_off(tokens, before) + tokens[before].text)


def stuck_label(text: str, value: Span) -> str | None:
    """The words before a number in a text without cells, and before the numbers that lead to it."""
    found = _BEFORE_NUMBERS.search(text[max(0, value.start - REACH) : value.start])
    return found[1].strip(AROUND) if found else None


def _own(printed: str) -> str:
    """A label without the group that was printed into one with it, or a number at its end."""
    return _GROUP.sub("", _GLUED_NUMBER.sub("", printed)).strip(AROUND)


def _broken_off(tokens: Sequence[Token], at: int) -> str:
    """What stands alone on the line above a label that begins its own: the label's first half."""
    lines = [t.line for t in tokens[max(0, at - 2) : at + 1]]
    alone = len(lines) > 1 and lines[-2] == lines[-1] - 1 and lines.count(lines[-2]) == 1
    above = tokens[at - 1]
    if not alone or above.value is not None or above.is_prose or len(above.text) > LONGEST:
        return ""
    known = {w.bare for w in vocabulary().wordings}
    whole = _alike(bare(above.text), known) or numbering(tokens[at].text.strip())[0]
    return "" if whole else above.text


def column_label(tokens: Sequence[Token], value: Span) -> str | None:
    """The words that head the column of `value`, in a table whose lines are rows: the nearest line
    above without values, where it names as many columns as the row of `value` has."""
    at = _at(tokens, value)
    if at is None or not tokens[at].piped:
        return None
    lines = [list(line) for _, line in groupby(tokens[: at + 1], key=lambda t: t.line)]
    place = len(lines[-1]) - 1
    row = [*lines[-1], *takewhile(lambda t: t.line == tokens[at].line, tokens[at + 1 :])]
    heads = (one for one in reversed(lines[:-1]) if len(one) > 1 and not any(t.value for t in one))
    head = next(heads, [])
    if len(head) != len(row) or row[0].value is not None or head[place].is_prose:
        return None
    return head[place].text.strip()


def _at(tokens: Sequence[Token], value: Span) -> int | None:
    """Which token is the value that stands there."""
    return next(
        (
            i
            for i, t in enumerate(tokens)
            if t.value is not None and t.span.start < value.end and value.start < t.span.end
        ),
        None,
    )


def _is_new(wording: str, known: Sequence[str]) -> bool:
    text = bare(wording)
    if not SHORTEST <= len(text) <= LONGEST or not any("\u4e00" <= c <= "\u9fff" for c in text):
        return False
    # A piece of a known label is what a broken line left of it, and would be found everywhere.
    return not any(text in one for one in known) and not _alike(text, known)


def _alike(text: str, known: Iterable[str]) -> bool:
    return process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=KNOWN) is not None


def _row_labels() -> dict[str, str]:
    return {
        row.key: row.label
        for form in load_forms()
        for table in tables(form.name)
        for row in table.rows
        if row.label
    }


def _column_labels() -> dict[str, str]:
    """Columns by the last part of their cells' ids, where all cells of that name agree."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in load_forms():
        for cell in form:
            if cell.column:
                found[cell.id.rsplit(".", 1)[1]].add(cell.column)
    return {name: min(labels) for name, labels in found.items() if len(labels) == 1}


def _cell_labels() -> dict[str, str]:
    return {
        cell.id: row.label
        for table in tables(MODERN)
        for row in table.rows
        if row.names == "row"
        for cell in row.cells
    }
