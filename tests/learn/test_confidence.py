"""Fitting confidence on invented evidence; figures, card and page of what came out."""

import dataclasses
import json
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extractor.artefacts import ArtefactError
from extractor.calibrated import Calibrated, Curve
from extractor.cleaning import clean
from extractor.confidence import FEATURES
from extractor.forms import modern_ids
from extractor.pipeline import Settings
from extractor.result import printed_titles
from extractor.scoring import load_scorer
from extractor.structure import find_sections
from extractor.training.card import write_card
from extractor.training.collect import Collected
from extractor.training.confidence import (
    CHAMPION,
    TrainingError,
    curve_of,
    fit_confidence,
    save_confidence,
    scored,
)
from extractor.training.figures import figures
from extractor.training.judging import (
    NUMBER,
    OPEN,
    ZERO,
    field_judgements,
    judge,
    kind_of,
    pair,
    right,
)
from extractor.training.page import write_page
from extractor.types import Span

IDS = modern_ids()


def collected(seed, documents, *, missing=0):
    """Reports in which a slid row (`choices`) is wrong half the time, all else nearly never."""
    rng = np.random.default_rng(seed)
    n = documents * len(IDS)
    evidence = np.zeros((n, len(FEATURES)), np.float32)
    # Nobody doubts that they are reports, nor where values stand, nor what the prose says.
    for name, value in (("report_confidence", 1.0), ("agreed", 1.0), ("doubt", 0.0)):
        evidence[:, FEATURES.index(name)] = value
    slid = rng.random(n) < 0.03
    evidence[:, FEATURES.index("choices")] = np.where(slid, 3, 1)
    evidence[:, FEATURES.index("label")] = rng.integers(8, 11, n) / 10
    good = np.where(slid, rng.random(n) < 0.5, rng.random(n) < 0.9999)
    document = np.repeat(np.arange(documents), len(IDS))
    lost = document < missing
    tags = tuple(
        {
            "name": f"{i}.txt",
            "form": ("2021", "2019")[i % 2],
            "forms": [("2021", "2019")[i % 2]],
            "layout": "pipe",
            "damage": ["slid"] if i % 3 else [],
            "reports": 1,
            "reports_found": int(i >= missing),
            "spurious": 0,
            "judged": {"heading:overview>overview": 2, "heading:none>annex": 1, "agency:True": 1},
        }
        for i in range(documents)
    )
    kind = np.where(rng.random(n) < 0.5, ZERO, NUMBER).astype(np.int8)
    return Collected(
        evidence,
        good & ~lost,
        lost,
        kind,
        document,
        np.tile(np.arange(len(IDS), dtype=np.int16), documents),
        tags,
    )


@pytest.fixture(scope="module")
def fitted():
    return fit_confidence(collected(1, 120), collected(2, 600), error=0.01)


def test_the_model_separates_and_the_threshold_is_certified(fitted, tmp_path):
    assert fitted.guarantee.certified
    assert fitted.guarantee.in_review < 0.1
    assert set(fitted.log_losses) == {"logistic", "trees"}
    held = collected(3, 100)
    found = figures(held, scored(fitted.model, held), fitted.guarantee.threshold, resamples=20)
    assert found["overall"]["figures"]["auroc"]["value"] > 0.95
    assert found["overall"]["figures"]["ece"]["value"] < 0.01
    assert found["overall"]["occupied_bins"] >= 2
    assert set(found["by"]) == {"form", "layout", "damage", "field group"}


def test_what_is_saved_is_what_extraction_uses(fitted, tmp_path):
    first = save_confidence(tmp_path, fitted, {"fit": "00"})
    assert save_confidence(tmp_path, fitted, {"fit": "00"}) == first
    scorer = load_scorer(tmp_path)
    held = collected(4, 5)
    assert scorer.threshold == fitted.guarantee.threshold
    assert np.allclose(scorer(held.evidence), scored(fitted.model, held).confidence, atol=1e-4)


def test_answers_that_a_bound_holds_down_come_true_as_often_as_they_say():
    """A third of all answers is bound to 0.6, and nine in ten of those are right."""
    rng = np.random.default_rng(6)
    sets = [collected(seed, 200) for seed in (6, 7, 8)]
    for one in sets:
        held_down = rng.random(len(one)) < 1 / 3
        one.evidence[held_down, FEATURES.index("agreed")] = 0.6
        one.right[held_down] = rng.random(held_down.sum()) < 0.9
    fitted = fit_confidence(*sets[:2], error=0.01, steady=True)
    held = sets[2].evidence[:, FEATURES.index("agreed")] < 1
    told, before = fitted.model(sets[2].evidence), fitted.model.bounded(sets[2].evidence)
    assert before[held].max() < 0.6001
    assert abs(told[held].mean() - 0.9) < 0.05
    assert (np.diff(told[np.argsort(before, kind="stable")]) >= 0).all()  # which is surer stays


@given(
    arrays(np.float64, st.integers(0, 60), elements=st.floats(0.001, 0.9999)),
    st.randoms(use_true_random=False),
)
def test_a_curve_never_falls_and_differs_where_answers_do(chances, random):
    right = np.array([random.random() < chance for chance in chances], dtype=bool)
    curve = curve_of(chances, right)
    found = curve(np.linspace(0.002, 0.9998, 400))
    assert (np.diff(found) >= 0).all()
    inside = (found > 0.001) & (found < 0.9999)
    assert (np.diff(found)[inside[1:] & inside[:-1]] > 0).all()
    assert Curve.read(json.loads(json.dumps(curve.points))) == curve


def test_few_answers_move_little():
    assert abs(curve_of(np.full(3, 0.5), np.ones(3, bool))(np.array([0.5]))[0] - 0.5) < 0.1
    assert curve_of(np.full(900, 0.5), np.ones(900, bool))(np.array([0.5]))[0] > 0.9


@pytest.mark.parametrize(
    "curve",
    [[[0, 0.5], [1, 0.4]], [[0.5, 0], [0.4, 1]], [[0, 0], [1, 1.5]], [[1]], "x", [["a", 1]]],
)
def test_a_damaged_curve_is_refused_with_what_was_expected(fitted, tmp_path, curve):
    bent = SimpleNamespace(model=fitted.model.model, curve=SimpleNamespace(points=curve))
    save_confidence(tmp_path, dataclasses.replace(fitted, model=bent), {})
    with pytest.raises(ArtefactError, match="curve of confidence"):
        load_scorer(tmp_path)


def test_the_same_documents_give_the_same_file(fitted, tmp_path):
    again = fit_confidence(collected(1, 120), collected(2, 600), error=0.01)
    assert save_confidence(tmp_path / "a", again, {}) == save_confidence(tmp_path / "b", fitted, {})


def test_reports_that_were_not_found_count_against_the_promise():
    found = fit_confidence(collected(1, 60), collected(2, 200, missing=40), error=0.01)
    assert not found.guarantee.certified
    assert found.guarantee.wrong_outside > 0.1
    assert found.guarantee.more_documents is None
    assert found.guarantee.in_review < 0.2  # the reports that were found keep a usable threshold


def test_too_little_to_learn_from_is_said():
    with pytest.raises(TrainingError) as caught:
        fit_confidence(collected(1, 5), collected(2, 5))
    assert caught.value.code == "too-few-documents"
    perfect = collected(1, 30)
    with pytest.raises(TrainingError) as caught:
        fit_confidence(
            Collected(
                perfect.evidence,
                np.ones_like(perfect.right),
                *[getattr(perfect, n) for n in ("missing", "kind", "document", "field", "tags")],
            ),
            perfect,
        )
    assert caught.value.code == "one-answer"


class Checker(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


def test_card_and_page_tell_the_figures(fitted):
    held = collected(5, 30, missing=1)
    answers = scored(fitted.model, held)
    found = figures(held, answers, fitted.guarantee.threshold, resamples=20)
    json.dumps(found, allow_nan=False)
    promise = {name: getattr(fitted.guarantee, name) for name in fitted.guarantee.__slots__}
    card = write_card(
        {
            "data": [{"for": "x", "documents": 3, "what": "y"}],
            "needed_without_error": 2997,
            "confidence": {"kind": "trees", "log_loss": {"trees": 0.1}, "guarantee": promise},
            "sets": [
                {"name": "Held-out", "real": False, "figures": found},
                {"name": "Real", "real": True, "figures": found},
            ],
            "answers": {"reports": 10, "asked": 40, "decisions": 25, "settled": 15, "wrong": 3},
        }
    )
    assert "4.0 fields of a report wait at first, 2.5 answers" in card
    assert "3 are wrong (20.00%)" in card
    assert "at most 1.00%, at 95% certainty" in card
    assert "n = 30" in card
    assert "2967 more" in card
    page = Checker()
    text = write_page("<b>x", found, 0.9)
    page.feed(text)
    assert page.tags.count("svg") == 3
    assert "&lt;b&gt;x" in text
    assert found["worst"][0]["reports not found"] == 1


def test_right_is_what_the_scoring_rule_says():
    assert right({"value": 3}, (3, "observed"))
    assert not right({"value": 3}, (None, "absent"))
    assert right({"value": None, "state": "blank"}, (None, "absent"))
    assert not right({"value": None, "state": "blank"}, (0, "inferred"))
    assert right({"value": None, "state": "blank", "accept": [0]}, (0, "inferred"))
    assert not right({"value": 3}, None)
    truth = {"fields": {"a": {"value": 1}, "c": {"value": 0}}, "undetermined": ["b"]}
    found = dict.fromkeys("abc", (1, "observed"))
    assert field_judgements(truth, found, ["a", "b", "c"]) == [True, False, False]
    assert [kind_of(truth, k) for k in "abc"] == [NUMBER, OPEN, ZERO]


def test_reports_are_paired_by_what_they_share():
    assert pair([[0, 10], [10, 20], [30, 40]], [[11, 20], [0, 12]]) == [1, 0, None]
    assert pair([[0, 10]], []) == [None]


def test_a_heading_with_readings_is_judged_as_printed():
    text = "一、總(zǒng)體(tǐ)情況(kuàng)\n我局(jú)全年主動公開政府信息31條。\n"
    title = text.split("\n", 1)[0]
    gold = {
        "span": [0, len(text)],
        "form": "narrative",
        "agency": [None],
        "year": None,
        "fields": {},
        "sections": [{"key": "overview", "title": title}],
    }
    cleaned = clean(text)
    (section,) = find_sections(cleaned, Span(0, len(cleaned.text)))
    assert [t.of(text) for t in printed_titles([section], cleaned)] == [title]
    judged = judge(text.encode(), "a.txt", {"reports": [gold]}, Settings())
    assert judged.tags["judged"].get("heading:overview>overview") == 1


class Knowing:
    """A model that is right about every row of some documents."""

    def __init__(self, *known):
        self.right = {
            row.tobytes(): good
            for one in known
            for row, good in zip(one.evidence, one.right, strict=True)
        }

    def predict_proba(self, rows):
        sure = np.array([0.99 if self.right.get(row.tobytes()) else 0.01 for row in rows])
        return np.column_stack([1 - sure, sure])


def test_the_model_in_use_stays_where_people_taught_nothing_better():
    fitting, calibration = (collected(seed, 60) for seed in (7, 8))
    # Every row is told apart from every other, so that somebody can know them all.
    for one in (fitting, calibration):
        one.evidence[:, FEATURES.index("log_value")] = np.arange(len(one)) / 7
    said = fitting.evidence[:50], fitting.right[:50]
    better, worse = Calibrated(Knowing(fitting)), Calibrated(Knowing())
    kinds = {
        name: fit_confidence(
            fitting, calibration, reviewed, error=0.01, steady=True, champion=champion
        )
        for name, reviewed, champion in (
            ("better", said, better), ("worse", said, worse), ("nothing said", None, better),
        )
    }  # fmt: skip
    assert kinds["better"].kind == CHAMPION
    assert kinds["better"].model is better
    assert kinds["better"].aurocs[CHAMPION] > kinds["better"].aurocs["trees"]
    assert kinds["worse"].kind == kinds["nothing said"].kind == "trees"
