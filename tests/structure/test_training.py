"""Training: the same documents give the same model; the classifier beats the rules."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.headings import hidden_wordings, measure
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.structure.rules import rule_scores
from extractor.structure.wordings import load_wordings
from extractor.training.structure import train
from extractor.training.structure.pages import default_wordings, make_page
from extractor.training.structure.samples import collect
from extractor.training.structure.train import SEED, fit_headings, train_structure


def test_same_documents_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "own_pages", lambda: [])
    few = [make_page(seed) for seed in range(900_000, 900_040)]
    digests = [train_structure(few, tmp_path / name) for name in ("a", "b")]
    assert digests[0] == digests[1]
    for name in (HEADINGS, STRETCHES):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert (tmp_path / "a" / name).stat().st_size < 3_000_000


def test_classifier_finds_wordings_that_rules_do_not_know() -> None:
    everything = load_wordings()
    known = everything.without(hidden_wordings(everything))
    shown = {
        key: [t for t in titles if t in known.titles] or titles
        for key, titles in default_wordings().items()
    }
    model = fit_headings(collect([make_page(s, shown) for s in range(120)], known, SEED))
    test = [make_page(s) for s in range(100_000, 100_025)]
    rules, learned = measure(test, rule_scores, known), measure(test, model, known)
    assert learned.f1 > rules.f1 + 0.02


def test_truth_of_generated_pages_lies_inside_its_report() -> None:
    for seed in range(40):
        example = make_page(seed)
        text = example.cleaned.text
        for report in example.reports:
            for heading in report.headings:
                assert report.span.start <= heading.span.start < heading.span.end <= report.span.end
                assert heading.span.of(text).strip()


def test_extraction_never_loads_training() -> None:
    code = "import sys, extractor.structure; sys.exit(any('training' in m for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
