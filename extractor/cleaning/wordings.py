"""Typed access to the wordings under `data/`."""

import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


class WordingError(ValueError):
    """A data file of cleaning that cannot be used, with its name."""


@cache
def load(name: str) -> dict[str, object]:
    """The content of `data/NAME.toml`."""
    try:
        return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise WordingError(f"cleaning data {name}.toml cannot be used") from error


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """A list of wordings; `name` is a file's or `FILE.TABLE`."""
    file, _, inner = name.partition(".")
    table = load(file).get(inner) if inner else load(file)
    value = table.get(key) if isinstance(table, dict) else None
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise WordingError(f"{name}.toml: {key} is not a list of words")
    return tuple(value)


@cache
def pairs(name: str, key: str) -> dict[str, str]:
    """A table from one wording to another."""
    value = load(name).get(key)
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        raise WordingError(f"{name}.toml: {key} is not a table of words")
    return dict(value)
