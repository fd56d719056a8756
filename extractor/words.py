"""Chinese words by jieba's dictionary, cut by its Rust port: the same words, without its start.

jieba itself reads half a million words into a Python dictionary, which takes a second and some
80 MB in every process; the port carries them compiled (docs/extraction.md has the comparison).
"""

from collections.abc import Callable, Iterator

MAX_PIECE = 200  # characters cut at once; what stands farther apart says nothing about a word
REPLACEMENT = "\ufffd"  # one character, as what it stands for


def words(text: str) -> list[str]:
    """The words of a text, in order; joined they give the text again."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s that help need not pay

    found: list[str] = []
    for at in range(0, len(text), MAX_PIECE):
        piece = text[at : at + MAX_PIECE]
        try:
            found.extend(rjieba.cut(piece, False))
        except UnicodeEncodeError:
            found.extend(_with_lone_surrogates(piece, rjieba.cut))
    return found


def _with_lone_surrogates(piece: str, cut: Callable[[str, bool], list[str]]) -> Iterator[str]:
    """The words of a text with halves of characters in it, which UTF-8 has no bytes for."""
    whole = "".join(REPLACEMENT if "\ud800" <= c <= "\udfff" else c for c in piece)
    at = 0
    for word in cut(whole, False):
        yield piece[at : at + len(word)]
        at += len(word)
