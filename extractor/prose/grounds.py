"""What cases are about, where a report tells more of them than those of information disclosure:
`行政复议案件5件,其中涉及政府信息公开的1件`, `行政诉讼4件,均与政府信息公开无关`."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.prose.lexicon import DATA, load_lexicon
from extractor.types import Span

REMEDIES = ("review", "litigation")
BACK = 90  # characters before a part or a denial in which the whole is told

LONGEST_LEAD = 8  # characters between 其中 and the number of a part
_GOES_ON = ("其中", "上述", "以上", "均", "都", "但均", "这些")  # a sentence of what was just told
_DIGIT = re.compile(r"[0-9一二两三四五六七八九十]")
_PART_OF = re.compile(r"其中[^。;；]{0,12}?[0-9一二两三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Grounds:
    """The wordings, as patterns: the subject itself; that cases are of something else, and that
    all of them are; the subject as it leads to a number of cases, and as it follows one."""

    subject: re.Pattern[str]
    apart: re.Pattern[str]
    every: re.Pattern[str]
    leading: re.Pattern[str]
    following: re.Pattern[str]
    directly: re.Pattern[str]  # from a number to what is said of it


def _any(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


def read_grounds(path: Path) -> Grounds:
    """Read a file of grounds; its note says what each list is."""
    raw = json.loads(path.read_text("utf-8"))
    words = {name: _any(raw[name]) for name in raw if name != "note"}
    subject = rf"{words['disclosure']}{words['behind']}?"
    none = rf"其中[,，]?[^,，。;；\d]{{0,4}}?{words['none_of']}{words['of']}?{subject}"
    not_one = (
        rf"{words['not_one']}(?:是|系)?{words['of']}[^,，。;；\d]{{0,5}}?{subject}"
        r"(?![^,，。;；]{0,8}(?:复议|诉讼|案件))"
    )
    apart = (
        rf"(?:{words['with']}[^,，。;；\d]{{0,6}}?{subject}的?{words['apart']}"
        rf"|{words['not_of']}[^,，。;；\d]{{0,5}}?{subject}|{none}|{not_one})"
    )
    not_apart = rf"(?!{words['behind']}?的?{words['apart']})"
    leading = (
        rf"(?:其中|内)[^。;；\d]{{0,8}}?{words['of']}?{subject}{not_apart}"
        rf"{words['kinds']}{{0,4}}{words['leads']}{{0,2}}$"
    )
    following = (
        rf"[ ]?{words['units']}?(?:案件|案)?(?:{words['of']}|{words['with']}){subject}"
        rf"{not_apart}"
    )
    return Grounds(
        re.compile(subject),
        re.compile(apart),
        re.compile(rf"{words['all']}[^,，。;；\d]{{0,4}}?{apart}|{none}|{not_one}"),
        re.compile(leading),
        re.compile(following),
        re.compile(
            rf"[ ]?{words['units']}?(?:案件|案|申请)?(?:[(（][^()（）]{{0,20}}[)）])?[,，(（]?"
        ),
    )


@cache
def load_grounds() -> Grounds:
    """The grounds that ship with the package."""
    return read_grounds(DATA / "grounds.json")


def _begin(text: str, sentence: Span) -> int:
    """Where begins what a sentence speaks of: itself, or the one before that it goes on with."""
    if sentence.start and text.startswith(_GOES_ON, sentence.start):
        return max(text.rfind("\n", 0, sentence.start - 1) + 1, sentence.start - BACK)
    return sentence.start


def _end(text: str, sentence: Span, at: int) -> int:
    """Where ends what a sentence says behind a place, with the next one where that goes on."""
    end = sentence.end
    if text.startswith(_GOES_ON, end + 1):
        following = text.find("\n", end + 1)
        end = following if following >= 0 else len(text)
    return min(end, at + BACK)


def _kinds(text: str, start: int, end: int) -> list[str]:
    return [k for _, _, k in load_lexicon().scan(text, start, end) if k in REMEDIES]


def part_of_ours(text: str, sentence: Span, number: Span) -> str | None:
    """The kind of case of which a number tells those of disclosure; empty where it may be several
    kinds, None where the number is no such part.

    `行政复议案件5件,其中涉及政府信息公开的1件`: 1 review; `其中2件因政府信息公开`: 2.
    """
    begin = max(_begin(text, sentence), number.start - BACK)
    grounds = load_grounds()
    led = grounds.leading.search(text, begin, number.start)
    if led is None:
        at = text.rfind("其中", begin, number.start)
        if at < 0 or number.start - at > LONGEST_LEAD:
            return None
        if grounds.following.match(text, number.end, sentence.end) is None:
            return None
    else:
        at = led.start()
    if grounds.subject.search(text, _whole(text, begin, at), at):
        return ""  # the whole is of disclosure, and this a part of it
    kinds = set(_kinds(text, at, number.start)) or set(_kinds(text, begin, at))
    if not kinds:
        return None
    return kinds.pop() if len(kinds) == 1 else ""


def _whole(text: str, begin: int, end: int) -> int:
    """Where the clause begins that tells the last number before a place."""
    numbers = list(_DIGIT.finditer(text, begin, end))
    last = numbers[-1].start() if numbers else begin
    return max(begin, *(text.rfind(mark, begin, last) + 1 for mark in ",，:：、"))


def names_disclosure(text: str, start: int, end: int) -> bool:
    """Whether a stretch names the disclosure of information, and not as what a thing is not of:
    涉依申请公开行政复议."""
    grounds = load_grounds()
    named = grounds.subject.search(text, start, end) is not None
    return named and grounds.apart.search(text, start, end) is None


def of_something_else(text: str, sentence: Span, clause: int, number: Span) -> bool:
    """Whether the words around a number say that not all of its cases are of disclosure.

    `clause` is where the number's own clause begins: what it says itself goes before a part.
    """
    grounds = load_grounds()
    end = _end(text, sentence, number.end)
    if grounds.apart.search(text, clause, number.start) or grounds.apart.search(
        text, number.end, end
    ):
        return True
    if grounds.subject.search(text, clause, number.start):
        return False
    part = text.find("其中", number.end, end)
    return part >= 0 and grounds.subject.search(text, part, end) is not None


def all_something_else(text: str, sentence: Span, number: Span) -> bool:
    """Whether the words behind a number of anything say that none of it is of disclosure."""
    following = _DIGIT.search(text, number.end, sentence.end)
    end = following.start() if following else _end(text, sentence, number.end)
    match = load_grounds().every.search(text, number.end, end)
    return match is not None and not text.startswith("其中", match.start())


def none_of_ours(text: str, sentence: Span) -> tuple[Span, tuple[str, ...]] | None:
    """The words that say that the cases told before are of other things, and the cases' kinds."""
    grounds = load_grounds()
    match = grounds.every.search(text, sentence.start, sentence.end)
    every = match is not None
    match = match or grounds.apart.search(text, sentence.start, sentence.end)
    if match is None:
        return None
    begin = max(_begin(text, sentence), match.start() - BACK)
    numbers = list(_DIGIT.finditer(text, begin, match.start()))
    if not numbers or _PART_OF.search(text, begin, match.start()):
        return None  # 其中2件与政府信息公开无关: the others are
    if not every and not (
        grounds.directly.fullmatch(text, numbers[-1].end(), match.start())
        and not _DIGIT.search(text, match.end(), sentence.end)
    ):
        return None  # 1件因不属于政府信息公开范围被驳回
    kinds = _kinds(text, begin, match.start())
    return (
        (Span(*match.span()), tuple(sorted(set(kinds if every else kinds[-1:])))) if kinds else None
    )
