"""Heads that a page prints without anything between them: 本年制发件数本年废止件数现行有效件数.

Numbers in such a piece part its labels (`glued`); a line of nothing but heads has none. It is cut
where known labels fill it from end to end and name columns, or nothing but groups: read as one piece it
would name nothing, and the rows below could be another form's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.tables.tokens import Token
from extractor.tables.vocabulary import NOISE_CHARACTER, LabelKind, Vocabulary, bare
from extractor.types import Span

LONGEST = 200  # characters of a piece; the heads of a whole table have some 70
LONGEST_LABEL = 60  # characters of one label, blanks and punctuation left out
_HEADS = frozenset({LabelKind.COLUMN, LabelKind.GROUP, LabelKind.NOISE})


def parted(tokens: Iterable[Token], words: Vocabulary) -> list[Token]:
    """The tokens, pieces of several heads cut into these."""
    return [one for token in tokens for one in _parts(token, words)]


def _parts(token: Token, words: Vocabulary) -> Iterator[Token]:
    spans = _heads(token, words) if token.value is None else []
    if not spans:
        yield token
        return
    start = token.span.start
    for span in spans:
        text = token.text[span.start : span.end]
        yield replace(token, text=text, span=Span(start + span.start, start + span.end))


def _heads(token: Token, words: Vocabulary) -> list[Span]:
    """Where the labels stand in a piece that is nothing but several of them; none otherwise."""
    text = token.text
    if len(text) > LONGEST or len(text) != len(token.span) or bare(text) in words.kinds:
        return []
    places = [at for at, sign in enumerate(text) if not NOISE_CHARACTER.match(sign)]
    cuts = _cover("".join(text[at] for at in places), words)
    if not _are_heads([words.kinds[label] for label in cuts]):
        return []
    found: list[Span] = []
    at = 0
    for label in cuts:
        start, at = places[at] if found else 0, at + len(label)
        found.append(Span(start, places[at] if at < len(places) else len(text)))
    return found


def _are_heads(kinds: list[frozenset[LabelKind]]) -> bool:
    """Whether labels of these kinds, side by side, are heads: several columns, or groups alone. A
    row's name is none of them, and what is added up may stand before a word for a sum: 企业合计."""
    if len(kinds) < 2 or not all(one & _HEADS for one in kinds):
        return False
    if all(LabelKind.GROUP in one for one in kinds):
        return True
    columns = sum(LabelKind.COLUMN in one for one in kinds)
    return columns >= 2 and (len(kinds) > 2 or LabelKind.ROW not in kinds[-1])


def _cover(letters: str, words: Vocabulary) -> list[str]:
    """The fewest known labels that follow each other from end to end; none where they leave a gap."""
    best: dict[int, tuple[str, ...]] = {0: ()}  # by where the last one ends
    for start in range(len(letters)):
        before = best.get(start)
        if before is None:  # prose stops here, mostly at its second letter
            continue
        for end in range(start + 2, min(start + LONGEST_LABEL, len(letters)) + 1):
            shorter = end in best and len(best[end]) <= len(before) + 1
            if not shorter and letters[start:end] in words.stuck:
                best[end] = (*before, letters[start:end])
    return list(best.get(len(letters), ()))
