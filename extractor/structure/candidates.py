"""Places that may be headings: where a number or a line starts, and where the title ends."""

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

from extractor.structure.wordings import MAX_TITLE, NUMBERING, Wordings
from extractor.types import Span

# A report has some 15 headings and 100 numbered places; more than this is no report.
MAX_CANDIDATES = 400
ANNEX = "annex"
LONGEST_REST = 8  # characters of a heading that stand behind its line break
_BREAKS = ("\n", "\r")
_CHINESE, _FORMAL = "一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_EDGES = " \t\u3000\n\r,，、(（《—–-"  # what ends no title
_STOP = re.compile(r"[。:：;；!！?？|]")
_NUMBERED = re.compile(r"(?<![^\s。;；:：!！?？|>”)）])" + NUMBERING.pattern)
_INNER = re.compile(
    r"20\d\d年|截[至止]|[—–-]{2}|(?<![\d.])\d{1,2}[、.．](?!\d)|[(（]?[一二三四五六七八九十]{1,2}(?:[)）、]|是)|我[局镇县区市委办乡厅]"
)
_CELL_END = re.compile(r"[|\n]")
_BLANK = re.compile(r"\s+")
_DIGITS = re.compile(r"[\d.,，%\-/—+|\s]*")


class Candidate(NamedTuple):
    """A possible heading. `style`: 0 `一、`, 1 `(一)`, 2 `1.`, 3 `(1)`, 4 `一是` or `第一,`, 9 none."""

    start: int
    text_start: int
    end: int
    style: int
    number: int
    line_start: bool
    after: str  # what ends the title: newline, stop, colon, space, bar, none
    piped: bool  # the line holds bars

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def numeral(text: str) -> int:
    """The value of 1-2 digits or of a Chinese numeral up to 九十九; 0 if there is none."""
    digits = "".join(c for c in text if c.isdecimal())
    if digits:
        return int(digits[:2])
    letters = "".join(c for c in unicodedata.normalize("NFKC", text) if c in "IVX")
    if letters:
        return _ROMAN.index(letters) + 1 if letters in _ROMAN else 0
    text = text.translate(str.maketrans(_FORMAL, _CHINESE))
    value = 0
    for char in text:
        if char == "十":
            value = (value or 1) * 10
        elif char in _CHINESE:
            value += _CHINESE.index(char) + 1
    return value


def style_of(number: str) -> int:
    """The kind of numbering, from the outermost (0) to the innermost (4)."""
    if number.startswith("第"):
        return 0 if any(c in number for c in "部章篇") else 4
    if number.endswith("是"):
        return 4
    if any(c.isdigit() for c in number):
        return 3 if number[0] in "(（" else 2
    return 1 if number.rstrip("、.．,，")[-1] in ")）" else 0


def _ends(text: str, start: int, limit: int) -> list[int]:
    """Where the title that starts at `start` may end, nearest first."""
    ends = []
    stop = _STOP.search(text, start, limit)
    hard = stop.start() if stop else limit
    for match in _BLANK.finditer(text, start, hard):
        if match.start() > start:
            ends.append(match.start())
    for match in _INNER.finditer(text, start + 2, hard):
        ends.append(match.start())
    ends.append(hard)
    return sorted(set(ends))


def _end_of_annex(text: str, end: int, limit: int) -> int:
    """The end of the line where the name of a table follows `附表:`."""
    if text[end : end + 1] not in (":", "："):
        return end
    close = _CELL_END.search(text, end, limit)
    name = text[end + 1 : close.start() if close else limit]
    parts = name.split()
    if not parts or not parts[0].endswith("表"):
        return end
    return end + 1 + name.index(parts[0]) + len(parts[0])


def _goes_on(
    text: str, places: tuple[int, int, int], keys: tuple[str, ...], wordings: Wordings
) -> bool:
    """Whether a known heading that a line break ends goes on in the next line."""
    start, end, further = places
    if further <= end or text[end : end + 1] not in _BREAKS or len(text) <= further:
        return False
    rest = text[end:further].strip()
    closed = text[further] in "\n\r。:：|"
    same = set(wordings.keys_of(text[start:further])) & set(keys)
    return closed and len(rest) <= LONGEST_REST and bool(same) and not wordings.keys_of(rest)


def _choose_end(text: str, start: int, limit: int, wordings: Wordings) -> int:
    """The end that makes a known wording, else the line's end, the first stop or blank."""
    ends = _ends(text, start, limit)
    for end in ends:
        keys = wordings.keys_of(text[start:end])
        if ANNEX in keys:
            return _end_of_annex(text, end, limit)
        if keys:
            return next((e for e in ends if _goes_on(text, (start, end, e), keys, wordings)), end)
    for end in ends:
        if end - start >= 4 or end == ends[-1]:
            return end
    return ends[-1]


def _after(text: str, end: int, limit: int) -> str:
    at = end
    while at < limit and text[at] in " \t\u3000":
        at += 1
    if at >= limit or text[at] == "\n":
        return "newline"
    if text[at] in ":：":
        return "colon"
    if text[at] == "|":
        return "bar"
    if text[at] in "。;；!！?？":
        return "stop"
    return "space" if at > end else "none"


def _build(text: str, at: tuple[int, int], limit: int, wordings: Wordings) -> Candidate | None:
    start, text_start = at
    while text_start < limit and text[text_start].isspace():
        text_start += 1
    cap = min(limit, text_start + MAX_TITLE)
    end = _choose_end(text, text_start, cap, wordings)
    while end > text_start and text[end - 1] in _EDGES:
        end -= 1
    if end - text_start < 2:
        return None
    line = text.rfind("\n", max(0, start - 200), start) + 1
    close = text.find("\n", end, end + 200)
    number = text[start:text_start].strip()
    return Candidate(
        start,
        text_start,
        end,
        style_of(number) if number else 9,
        numeral(number),
        not text[line:start].strip(" \t\u3000|"),
        _after(text, end, limit),
        "|" in text[line : close if close >= 0 else end + 200],
    )


def _line_starts(text: str, span: Span, wordings: Wordings) -> list[int]:
    """Starts of lines, and in long lines of blank-separated parts, that may be bare headings."""
    found = []
    keywords = wordings.cues["keywords"]
    position = span.start
    for line in text[span.start : span.end].split("\n"):
        bare = line.strip(" \t\u3000|")
        if len(bare) >= 2 and not _DIGITS.fullmatch(bare[:40]):
            lead = line.index(bare[0])
            head = _STOP.split(bare[:MAX_TITLE], maxsplit=1)[0]
            if len(head) <= 30 and keywords.search(_BLANK.sub("", head)):
                found.append(position + lead)
            if len(line) > 120:
                found += _parts(line, position, wordings)
        position += len(line) + 1
        if len(found) > MAX_CANDIDATES:
            break
    return found


def _parts(line: str, offset: int, wordings: Wordings) -> list[int]:
    """Known bare wordings between blanks inside one long line, and short pieces that may be."""
    found = []
    blanks = list(islice(_BLANK.finditer(line), MAX_CANDIDATES + 1))
    keywords = wordings.cues["keywords"]
    for place, match in enumerate(blanks):
        close = blanks[place + 1].start() if place + 1 < len(blanks) else len(line)
        piece = line[match.end() : min(close, match.end() + 30)]
        head = _STOP.split(piece, maxsplit=1)[0]
        whole = 4 <= len(head) <= 24 and match.end() + len(head) == close
        if wordings.keys_of(head) or (whole and keywords.search(head)):
            found.append(offset + match.end())
    return found


def heading_candidates(text: str, span: Span, wordings: Wordings) -> list[Candidate]:
    """Possible headings inside the span, in order, without table labels."""
    places: dict[int, int] = {}
    for number, match in enumerate(_NUMBERED.finditer(text, span.start, span.end)):
        if number >= MAX_CANDIDATES:
            break
        places[match.start()] = match.end()
    for start in _line_starts(text, span, wordings):
        places.setdefault(start, start)
    found: list[Candidate] = []
    for start in sorted(places)[:MAX_CANDIDATES]:
        if found and start < found[-1].end:
            continue
        if wordings.is_label(_CELL_END.split(text[start : start + MAX_TITLE], maxsplit=1)[0]):
            continue
        one = _build(text, (start, places[start]), span.end, wordings)
        if one and not wordings.is_label(text[one.start : one.end]):
            found.append(one)
    return found
