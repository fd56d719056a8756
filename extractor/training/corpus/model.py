"""A report under construction: what is to be printed, before and after damage to it."""

import random
from dataclasses import dataclass, field

from extractor.training.corpus.layouts import Style
from extractor.training.corpus.numbers import Numbers
from extractor.training.corpus.prose import Plan, Writer
from extractor.training.corpus.speech import Context
from extractor.training.corpus.splits import Split
from extractor.training.corpus.tables import Table

# Layouts by columns: a blank cannot be dropped without destroying the page's own grid.
POSITIONAL = frozenset({"leading-pipe", "markdown", "tabs", "commas", "html", "signs"})


@dataclass(slots=True)
class Report:
    """Choices of one report; operators change them, the printer carries them out."""

    rng: random.Random
    split: Split
    form: str
    context: Context
    numbers: Numbers
    style: Style
    plan: Plan
    writer: Writer
    tables: dict[int, Table]
    misprinted: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    undetermined: set[str] = field(default_factory=set)
    switches: dict[str, object] = field(default_factory=dict)

    @property
    def layout(self) -> str:
        return self.style.layout

    def on(self, name: str) -> bool:
        return bool(self.switches.get(name))
