"""The corpus' wordings: typed access to annotations/corpus/*.toml."""

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractor.training.corpus.splits import Split, draw

# Beside the package in a wheel, in annotations/ in a checkout.
PLACES = (
    Path(__file__).parent / "data",
    Path(__file__).parents[3] / "annotations" / "corpus",
)
CHOICE = re.compile(r"\[([^\[\]]*)\]")


class WordingError(ValueError):
    """The corpus' configuration is missing or wrong; `code` names what."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@cache
def read(name: str) -> dict[str, Any]:
    """One configuration file."""
    for folder in PLACES:
        path = folder / f"{name}.toml"
        if path.exists():
            try:
                return tomllib.loads(path.read_text("utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise WordingError("broken", f"{path.name}: {error}") from error
    raise WordingError("missing", f"语料配置缺失 / no corpus configuration: {name}.toml")


def texts(name: str, key: str, sub: str | None = None) -> tuple[str, ...]:
    """A list of wordings; refused with its place where it is none."""
    found = read(name).get(key)
    if sub is not None and isinstance(found, dict):
        found = found.get(sub)
    if not isinstance(found, list) or not all(isinstance(t, str) for t in found) or not found:
        place = f"{name}.toml: {key}" + (f".{sub}" if sub else "")
        raise WordingError("not-a-list", f"{place}: a list of texts is needed")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FactWording:
    """How one fact is worded, and where in the report it stands."""

    key: str
    section: str
    low: int
    high: int
    texts: tuple[str, ...]
    zero: tuple[str, ...]
    natural: tuple[str, ...]
    partial: tuple[str, ...]


@cache
def facts() -> dict[str, FactWording]:
    found = {}
    for key, raw in read("facts").items():
        low, high = raw.get("range", (1, 9))
        found[key] = FactWording(
            key,
            raw["section"],
            low,
            high,
            tuple(raw["texts"]),
            tuple(raw.get("zero", ())),
            tuple(raw.get("natural", ())),
            tuple(raw.get("partial", ())),
        )
    return found


def choose(rng: random.Random, template: str) -> str:
    """Settle every `[a|b]` of a template; the innermost first, so that they may nest."""
    while "[" in template:
        settled = CHOICE.sub(lambda m: rng.choice(m[1].split("|")), template)
        if settled == template:
            raise WordingError("unbalanced", f"unbalanced brackets: {template}")
        template = settled
    return template


def pick(rng: random.Random, entries: tuple[str, ...], split: Split) -> str:
    """A wording of this split, its choices settled."""
    return choose(rng, draw(rng, entries, split))
