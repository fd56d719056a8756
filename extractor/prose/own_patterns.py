"""Patterns that tell this year's own numbers from others, as data: `data/own.json`."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.prose.lexicon import DATA, LexiconError
from extractor.prose.patterns import dated, one_of


@dataclass(frozen=True, slots=True)
class Own:
    """The patterns of one report's year; the file's note says what each is."""

    several_years: re.Pattern[str]
    without_this: tuple[str, ...]
    year_range: re.Pattern[str]
    next_in_row: re.Pattern[str]
    next_form: re.Pattern[str]
    all_years: re.Pattern[str]
    this_year: re.Pattern[str]
    of_this_year: re.Pattern[str]
    whole_region: re.Pattern[str]
    of_own_body: re.Pattern[str]
    none_here: re.Pattern[str]
    bodies_together: re.Pattern[str]
    owner_of_region: frozenset[str]
    from_level: re.Pattern[str]
    to_level: re.Pattern[str]
    changed: re.Pattern[str]
    changed_to: re.Pattern[str]
    difference: re.Pattern[str]
    up_to: re.Pattern[str]
    until_now: re.Pattern[str]
    carried_on: re.Pattern[str]
    plan: re.Pattern[str]
    intent: re.Pattern[str]
    done: re.Pattern[str]


def read_own(path: Path, year: int | None) -> Own:
    """Read the patterns of a file for a report's year."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    this_year, between = one_of(raw["this_year"]), rf"(?:{one_of(raw['between'])}){{0,6}}"
    begins = rf"(?:^|[,，、;；:：(（])[ \s]?(?P<part>{raw['part_of']})?"
    written = {
        "several_years": raw["several_years"],
        "year_range": raw["year_range"],
        "next_in_row": raw["next_in_row"],
        "next_form": rf"{raw['next_in_row']}(?:{one_of(raw['forms'])}){{1,3}}",
        "all_years": one_of(raw["all_years"]),
        "this_year": this_year,
        "of_this_year": rf"{begins}(?:{this_year}){between}$",
        "whole_region": raw["whole_region"],
        "of_own_body": rf"{begins}{raw['own_body']}{between}$",
        "none_here": rf"[,，;；]{raw['own_body']}{raw['none']}",
        "bodies_together": rf"(?:{raw['own_body']}|局机关|机关本级){raw['and_others']}",
        "from_level": rf"(?:{raw['from']})$",
        "to_level": raw["to"],
        "changed": rf"(?:{raw['changed']})$",
        "changed_to": raw["changed_to"],
        "difference": raw["difference"],
        "up_to": raw["up_to"],
        "until_now": raw["until_now"],
        "carried_on": raw["carried_on"],
        "plan": one_of(raw["plan"]),
        "intent": rf"(?:{raw['intent']})[^。;；,，\d]{{0,16}}",
        "done": raw["done"],
    }
    try:
        made = {name: re.compile(dated(text, year)) for name, text in written.items()}
    except re.error as error:
        raise LexiconError(f"{path.name}: {error}") from error
    return Own(
        owner_of_region=frozenset(raw["owner_of_region"]),
        without_this=tuple(raw["without_this"]),
        **made,
    )


@lru_cache(maxsize=64)
def load_own(year: int | None) -> Own:
    """The patterns that ship with the package, for a report's year."""
    return read_own(DATA / "own.json", year)
