"""The words that build and bound names, and how the front of a run is trimmed by them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Words:
    """The data file, ready for use."""

    ends: re.Pattern[str]
    weak: frozenset[str]
    never: frozenset[str]
    cut: re.Pattern[str]
    dates: frozenset[str]
    ministries: frozenset[str]
    acts: re.Pattern[str]
    own: tuple[str, ...]
    not_before: tuple[str, ...]
    protect: tuple[str, ...]
    lead: frozenset[str]
    lead_words: tuple[str, ...]
    keep: tuple[str, ...]
    officers: re.Pattern[str]
    no_start: tuple[str, ...]
    own_offices: tuple[str, ...]
    of_in_a_name: re.Pattern[str]
    short_forms: Mapping[str, tuple[str, ...]]
    no_front: tuple[str, ...]
    no_part: frozenset[str]
    takes_noun: tuple[str, ...]
    may_begin: frozenset[str]
    names_reporter: tuple[str, ...]
    common_ends: tuple[str, ...]
    page_words: tuple[str, ...]
    after_latin: tuple[str, ...]
    pasted: re.Pattern[str]
    advertising: re.Pattern[str]
    no_towns: tuple[str, ...]
    of_a_town: re.Pattern[str]


def _escaped(words: list[str]) -> list[str]:
    """Words for a pattern, the longest first."""
    return sorted(map(re.escape, words), key=len, reverse=True)


def _any(words: list[str]) -> str:
    return "|".join(_escaped(words))


@cache
def load_words() -> Words:
    raw = json.loads((Path(__file__).parent / "data" / "names.json").read_text("utf-8"))
    ministries = frozenset(raw["ministries"])
    # Each with what must not follow: a pattern whose branches all begin with a character passes
    # over the text far faster than one with groups of branches.
    ends = re.compile(
        "|".join(
            (
                *(f"{one}(?![门队位分])" for one in _escaped(raw["ministries"])),
                *(f"{one}委(?![员托派])" for one in _escaped(raw["committees"])),
                *(f"{one}办(?![理法事结公件学案])" for one in _escaped(raw["offices"])),
                *_escaped(raw["bodies"] + raw["weak_bodies"]),
            )
        )
    )
    cut = re.compile(_any(raw["cut"] + raw["advertising"] + raw["dates"]))
    return Words(
        ends,
        frozenset(raw["weak_bodies"]) | ministries,
        frozenset(raw["never"]),
        cut,
        frozenset(raw["dates"]),
        ministries,
        re.compile(_any(raw["acts"])),
        tuple(raw["speaks_for_itself"]),
        tuple(raw["not_before"]),
        tuple(raw["protect"]),
        frozenset(raw["lead"]),
        tuple(raw["lead_words"]),
        tuple(raw["keep"]),
        re.compile("|".join(raw["officers"])),
        tuple(raw["no_start"]),
        tuple(raw["own_offices"]),
        re.compile(raw["of_in_a_name"]),
        {short: tuple(full) for short, full in raw["short_forms"].items()},
        tuple(raw["no_front"]),
        frozenset(raw["no_part"]),
        tuple(raw["takes_noun"]),
        frozenset(raw["may_begin"]),
        tuple(raw["names_reporter"]),
        tuple(raw["common_ends"]),
        tuple(raw["page_words"]),
        tuple(raw["after_latin"]),
        re.compile(f"(?:{'|'.join(raw['pasted'])})+"),
        re.compile(
            rf"[A-Za-z0-9\u4e00-\u9fff]{{0,8}}(?:{_any(raw['advertising'] + raw['after_latin'])})$"
        ),
        tuple(raw["no_towns"]),
        re.compile(_any(raw["of_a_town"])),
    )


def trim(
    run: str,
    words: Words,
    dated: bool = False,
    opens: bool = False,
    kept: tuple[str, ...] = (),
) -> int:
    """How many characters at the front of a run of characters are not part of the name.

    `dated`: a figure stands before the run, so that it may begin with the 日 of a date. `opens`:
    the run begins a line or a clause, where 和 is no "and" but the first character of a name.
    `kept`: what begins like a function word and is known to belong to a name (若羌).
    """
    start = 0
    for match in words.cut.finditer(run):
        at = match.start()
        if kept and run.startswith(kept, at):
            continue
        if match.group() in words.may_begin and run.endswith(words.takes_noun, 0, at):
            continue  # 由为民街道…
        if words.of_in_a_name.match(run, max(0, at - 2)):
            continue  # 维的乡
        if match.group() in words.dates and not (run[at - 1] in _BEFORE_DATE if at else dated):
            continue  # 哈日诺尔: no date
        if not (dated and at == 0) and _is_protected(run, at, words):
            continue
        start, opens = match.end(), match.group() in words.dates
    keep = words.keep + kept
    while start < len(run) and not run.startswith(keep, start):
        if (opens and run[start] in _JOINING) or run.endswith(words.takes_noun, 0, start):
            break
        word = next((w for w in words.lead_words if run.startswith(w, start)), "")
        if not word and run[start] not in words.lead:
            break
        start += len(word) or 1
    front = words.pasted.match(run, start)
    return front.end() if front else start


def _is_protected(run: str, at: int, words: Words) -> bool:
    """Whether a word that belongs to names begins or ends with the character, or opens the run."""
    if run.startswith(words.protect, at) or run.endswith(words.protect, 0, at + 1):
        return True
    return run.startswith(words.protect) and any(
        len(p) > at and run.startswith(p) for p in words.protect
    )


_JOINING = "和及"
_BEFORE_DATE = frozenset("〇○零一二三四五六七八九十今去当全本每历近上前来多两几")
