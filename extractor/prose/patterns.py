"""Patterns for numbers that are read together, as data: `data/together.json`."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.prose.lexicon import DATA, LexiconError

_YEARS = {"before": -1, "this": 0, "after": 1}


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one report's year."""

    carried: tuple[tuple[str, re.Pattern[str]], ...]  # the cue class, and what tells it
    pending: re.Pattern[str]
    remaining: re.Pattern[str]
    total: re.Pattern[str]
    part_name: re.Pattern[str]
    bare_part: re.Pattern[str]
    part_of: re.Pattern[str]
    new_ones: re.Pattern[str]
    link: re.Pattern[str]
    last_year: re.Pattern[str]
    outcome_before: re.Pattern[str]
    outcome_behind: re.Pattern[str]
    decision: re.Pattern[str]
    decisions: tuple[tuple[str, str], ...]  # the word, and its key
    decision_list: re.Pattern[str]
    acts: re.Pattern[str]
    asked_for: re.Pattern[str]
    not_permitted: re.Pattern[str]
    begun: re.Pattern[str]
    ended: re.Pattern[str]
    shows: re.Pattern[str]
    each: re.Pattern[str]  # one number of several things, up to the number
    respectively: re.Pattern[str]
    list_mark: re.Pattern[str]
    ways: tuple[tuple[tuple[str, ...], str], ...]  # of going to court: the words, and the key
    way_end: re.Pattern[str]  # from the words for a way to its number
    as_one: re.Pattern[str]
    all_carried_in: re.Pattern[str]  # from a number to the words that it was carried in

    def ways_at(self, lead: str) -> list[str]:
        """The ways of going to court of which the number behind these words is told."""
        places = {
            key: max(lead.rfind(word) + len(word) if word in lead else 0 for word in words)
            for words, key in self.ways
        }
        last = max(places.values())
        if not last or self.way_end.fullmatch(lead, last) is None:
            return []
        joined = self.list_mark.search(lead) and self.each.search(lead)
        return [key for key, at in places.items() if at == last or (at and joined)]


def one_of(texts: list[str]) -> str:
    return "|".join(f"(?:{one})" for one in texts)


def dated(text: str, year: int | None) -> str:
    """A pattern with the years around the report's in place of their names."""
    for name, shift in _YEARS.items():
        # A year that cannot be: what names it never matches.
        text = text.replace(f"{{{name}}}", str(year + shift) if year else "(?!)")
    return text


def read_patterns(path: Path, year: int | None) -> Patterns:
    """Read the patterns of a file for a report's year; what needs a year is left out without one."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    words = {word: key for key, word in raw["decisions"].items()}
    scopes, totals = one_of(raw["total_scopes"]), one_of(raw["totals"])
    total = rf"等?[\s,，、;；)）]*(?:{scopes})?(?:{totals})(?:[^,，、;；:：。()（）\d]{{0,12}})"
    bare = rf"[,，、]?(?:和|及|以及)?(?:通过)?(?:{one_of(raw['part_names'])})(?:方式|渠道)?(?:申请)?的?"
    written = {
        "pending": raw["pending"], "remaining": raw["remaining"], "total": total,
        "part_name": one_of(raw["part_names"]), "bare_part": bare, "part_of": raw["part_of"],
        "new_ones": raw["new_ones"], "link": one_of(raw["links"]), "last_year": raw["last_year"],
        "outcome_before": raw["outcome_before"], "outcome_behind": raw["outcome_behind"],
        "decision": raw["decision_clause"].replace("{decision}", one_of(list(words))),
        "asked_for": raw["asked_for"], "not_permitted": raw["not_permitted"],
        "begun": raw["begun"], "ended": raw["ended"],
        "decision_list": raw["decision_list"].replace("{decision}", one_of(list(words))),
        "acts": raw["acts"], "shows": raw["shows"], "each": raw["each"],
        "respectively": raw["respectively"], "list_mark": raw["list_mark"], "as_one": raw["as_one"],
        "all_carried_in": raw["all_carried_in"], "way_end": raw["way_end"],
    }  # fmt: skip
    try:
        carried = tuple(
            (kind, re.compile(dated(one_of(raw[kind]), year)))
            for kind in ("carried_in", "carried_out")
        )
        made = {name: re.compile(dated(text, year)) for name, text in written.items()}
    except re.error as error:
        raise LexiconError(f"{path.name}: {error}") from error
    ways = tuple((tuple(said), key) for key, said in raw["ways"].items())
    return Patterns(carried=carried, decisions=tuple(words.items()), ways=ways, **made)


@lru_cache(maxsize=64)
def load_patterns(year: int | None) -> Patterns:
    """The patterns that ship with the package, for a report's year."""
    return read_patterns(DATA / "together.json", year)
