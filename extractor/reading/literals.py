"""Text in quotes, as JSON and scripts write it."""

import re
from collections.abc import Iterator

_QUOTE = re.compile("[\"'`]")
# What may stand after a quote up to the next one of its kind.
_INSIDE = {
    '"': re.compile(r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+', re.S),
    "'": re.compile(r"[^'\\\n]*+(?:\\.[^'\\\n]*+)*+", re.S),
    "`": re.compile(r"[^`\\]*+(?:\\.[^`\\]*+)*+", re.S),
}
_BETWEEN = re.compile(r"[\s+,]*+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(.))", re.S)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "v": " ", "0": "", "\n": ""}
_LAST = 0x10FFFF


def all_literals(script: str) -> Iterator[str]:
    """Every text in quotes, in order, as it is written."""
    unclosed = dict.fromkeys(_INSIDE, 0)  # up to where a quote of its kind is not closed
    at = 0
    while quote := _QUOTE.search(script, at):
        kind, at = quote.group(), quote.end()
        if at <= unclosed[kind]:
            continue
        inside = _inside(script, at, kind)
        end = at + len(inside)
        if script.startswith(kind, end):
            yield inside
            at = end + 1
        else:
            unclosed[kind] = end


def literals(script: str, at: int) -> Iterator[str]:
    """The texts in quotes that stand at a place one after the other, up to what is none."""
    while True:
        between = _BETWEEN.match(script, at)
        at = between.end() if between else at
        kind = script[at : at + 1]
        inside = _inside(script, at + 1, kind) if kind in _INSIDE else ""
        end = at + 1 + len(inside)
        if kind not in _INSIDE or not script.startswith(kind, end):
            return
        yield inside
        at = end + 1


def _inside(script: str, at: int, kind: str) -> str:
    match = _INSIDE[kind].match(script, at)
    return match.group() if match else ""


def told_by(literal: str) -> str:
    """What a text in quotes tells: its escapes undone. Halves of a pair are put together."""
    if "\\" not in literal:
        return literal
    text = _ESCAPE.sub(_character, literal)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2) or match.group(3)
    if code is None:
        return _PLAIN.get(match.group(4), match.group(4))
    number = int(code, 16)
    return chr(number) if number <= _LAST else "\ufffd"
