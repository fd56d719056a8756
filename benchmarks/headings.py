"""The heading classifier against the rule baseline: python benchmarks/headings.py [--pages N]

Both use the same candidates and the same decoder; the difference is where the scores come from.
Measured on generated pages that training never saw, twice: with all known wordings, and with a
fifth of the wordings unknown to both (the classifier trained without them, reports written
with them).
"""

import argparse
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.structure.rules import rule_scores
from extractor.structure.sections import Scorer, sections_by
from extractor.structure.wordings import Wordings, load_wordings
from extractor.training.structure.example import Example
from extractor.training.structure.pages import make_page
from extractor.training.structure.samples import collect
from extractor.training.structure.train import SEED, fit_headings

FIRST_HELD_OUT = 100_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall of (key, title) pairs, report by report."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def measure(examples: Iterable[Example], scorer: Scorer, wordings: Wordings) -> Figures:
    """How well a scorer finds the headings of the examples."""
    right = given = wanted = 0
    for example in examples:
        text = example.cleaned.text
        for report in example.reports:
            found = sections_by(example.cleaned, report.span, scorer, wordings)
            got = {(s.key, s.title_span.of(text)) for s in found}
            want = {(h.key, h.span.of(text).strip()) for h in report.headings if h.key != "none"}
            right += len(got & want)
            given += len(got)
            wanted += len(want)
    return Figures(right / max(1, given), right / max(1, wanted))


def hidden_wordings(wordings: Wordings) -> frozenset[str]:
    """A fifth of the wordings, by a stable hash."""
    return frozenset(
        title for title in wordings.titles if hashlib.sha256(title.encode()).digest()[0] % 5 == 0
    )


def _by_key(wordings: Wordings) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for title, keys in wordings.titles.items():
        for key in keys:
            found.setdefault(key, []).append(title)
    return found


def compare(pages: int, hide: bool) -> tuple[Figures, Figures]:
    """(rules, classifier) on held-out pages."""
    everything = load_wordings()
    known = everything.without(hidden_wordings(everything)) if hide else everything
    train = [make_page(seed, _by_key(known)) for seed in range(pages)]
    test = [
        make_page(seed, _by_key(everything))
        for seed in range(FIRST_HELD_OUT, FIRST_HELD_OUT + max(1, pages // 4))
    ]
    model = fit_headings(collect(train, known, SEED))
    return measure(test, rule_scores, known), measure(test, model, known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    pages = parser.parse_args().pages
    for hide in (False, True):
        rules, model = compare(pages, hide)
        print("a fifth of the wordings unknown" if hide else "all wordings known")
        for name, one in (("rules", rules), ("classifier", model)):
            print(
                f"  {name:12} F1 {one.f1:.4f}  precision {one.precision:.4f}  recall {one.recall:.4f}"
            )


if __name__ == "__main__":
    main()
