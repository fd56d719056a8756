"""What reviewed headings, facts and rejected stretches teach, without forgetting."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.annotations.model import Annotation
from extractor.artefacts import load, read_header, save
from extractor.cleaning import clean
from extractor.pipeline import Settings
from extractor.structure.candidates import heading_candidates
from extractor.structure.models import HEADINGS, heading_model
from extractor.structure.wordings import load_wordings
from extractor.training.cases import fact_cases, heading_cases, stretch_cases
from extractor.training.lessons import _teach
from extractor.training.readings import Readings
from extractor.training.relearn import update
from extractor.training.reviewed import Review, divide, review_rows
from extractor.training.structure.samples import collect
from extractor.training.structure.train import fit, own_pages
from extractor.types import Span

ODD = "咱们一年干了啥"
PAGE = (
    "某县档案局2023年政府信息公开工作年度报告\n"
    f"一、{ODD}\n"
    "2023年，本局通过政府网站公开信息86条，通过微信公开信息12条。\n"
    "二、存在的主要问题及改进情况\n问题不少，正在改进。\n"
)


def said(text, target, value, quote, **more):
    start = text.index(quote)
    return Annotation(
        document=hashlib.sha256(text.encode()).hexdigest(), length=len(text), report=0,
        report_span=(0, len(text)), target=target, value=value, span=(start, start + len(quote)),
        quote=quote, who="a", when="2026-01-01T00:00:00Z",
        **{"provenance": "review", "decision": "corrected", **more},
    )  # fmt: skip


def review(text, *annotations):
    data = text.encode()
    return Review(hashlib.sha256(data).hexdigest(), "a.txt", data, tuple(annotations))


columns = st.lists(st.integers(0, 19), min_size=1, max_size=6, unique=True)


@settings(deadline=None)  # the first call loads the optimiser
@given(st.lists(st.tuples(columns, st.integers(0, 2)), min_size=1, max_size=4))
def test_taught_cases_are_likelier_and_other_features_do_not_move(cases):
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(3, 30)).astype(np.float32)
    bias = np.zeros(3, np.float32)
    rows, labels = [row for row, _ in cases], [label for _, label in cases]
    new = update(weights, bias, rows, labels)

    def loss(w):
        total = 0.0
        for row, label in cases:
            logits = w[:, row].astype(float).sum(axis=1)
            total += np.log(np.exp(logits - logits.max()).sum()) + logits.max() - logits[label]
        return total

    assert loss(new) <= loss(weights) + 1e-6
    still = sorted(set(range(30)) - {c for row in rows for c in row})
    assert (new[:, still] == weights[:, still]).all()


def test_nothing_said_changes_nothing():
    weights = np.ones((3, 4), np.float32)
    assert update(weights, np.zeros(3, np.float32), [], []) is weights


@pytest.fixture(scope="module")
def headings(tmp_path_factory):
    """A small model of headings."""
    folder = tmp_path_factory.mktemp("headings")
    samples = collect(own_pages(40), load_wordings(), 1)
    model = fit(samples.headings, samples.heading_labels)
    save(folder / HEADINGS, "headings", model, labels=model.classes_.tolist(), data={"inputs": "x"})
    return folder


def chances(folder, text):
    """Log-odds of the odd heading's keys under the model of a folder."""
    words, cleaned = load_wordings(), clean(text)
    span = Span(0, len(cleaned.text))
    found = heading_candidates(cleaned.text, span, words)
    model = heading_model(folder)
    at = next(n for n, c in enumerate(found) if ODD in c.span.of(cleaned.text))
    return model(cleaned.text, span, found, words)[at]


def test_a_heading_that_people_named_is_known_and_the_model_says_that_it_was_taught(
    headings, tmp_path
):
    one = review(PAGE, said(PAGE, "sections/overview", 1, ODD))
    rows, labels = heading_cases([one], load_wordings())
    assert labels == ["overview"]
    assert len(rows) == 1
    save(tmp_path / HEADINGS, "headings", _loaded(headings), data={"inputs": "x"})
    assert _teach(tmp_path / HEADINGS, [one]) == 1
    assert chances(tmp_path, PAGE)["overview"] > max(
        0.0, chances(headings, PAGE).get("overview", -9)
    )
    assert "inputs" not in read_header(tmp_path / HEADINGS).data  # it is no base any more


def _loaded(folder):
    return load(folder / HEADINGS, "headings").model


def test_what_people_struck_out_is_none_and_what_they_did_not_decide_is_no_case():
    one = review(PAGE, said(PAGE, "sections/overview", 1, ODD, decision="dismissed"))
    assert heading_cases([one], load_wordings())[1] == ["none"]
    assert heading_cases([review(PAGE)], load_wordings()) == ([], [])


def test_figures_that_people_decided_become_cases():
    right = said(PAGE, "facts/disclosed.website", 86, "86")
    struck = said(PAGE, "facts/disclosed.wechat", 12, "12", decision="dismissed")
    found = [
        (c.candidate.number.value, label) for c, label in fact_cases([review(PAGE, right, struck)])
    ]
    assert sorted(found) == [(12, "none"), (86, "disclosed.website")]
    off = replace(right, value=87)  # another number than the one that stands there
    assert list(fact_cases([review(PAGE, off)])) == []


def test_a_figure_of_a_broken_line_is_learned_as_it_is_read():
    whole = PAGE.replace("本局", "本局不断加强制度建设和队伍建设，认真落实")
    broken = whole.replace("政府网站", "政府网\n站")
    ((one, _),) = fact_cases([review(whole, said(whole, "facts/disclosed.website", 86, "86"))])
    ((other, _),) = fact_cases([review(broken, said(broken, "facts/disclosed.website", 86, "86"))])
    assert (one.before, one.behind) == (other.before, other.behind)


def test_a_stretch_that_is_no_report_becomes_a_case_of_its_reason():
    page = PAGE + "关于召开会议的通知\n" + "请各单位准时参加会议。" * 10
    start = len(PAGE)
    gone = said(page, "rejected/notice", f"{start}..{len(page)}", "关于召开会议")
    year = replace(said(page, "year", 2023, "2023"), report_span=(0, start), decision="accepted")
    labels = stretch_cases([review(page, gone, year)], load_wordings())[1]
    assert labels.count("notice") == 1
    assert labels.count("report") == 1
    assert stretch_cases([review(page, year)], load_wordings()) == ([], [])


def test_a_kept_reading_is_the_same_and_a_damaged_one_is_made_anew(tmp_path):
    data = PAGE.encode()
    kept = Readings(Settings(), tmp_path)
    first, second = kept.of(data, "a.txt"), kept.of(data, "a.txt")
    assert first.spans == second.spans
    assert first.answers == second.answers
    assert (first.evidence == second.evidence).all()
    entries = list((tmp_path / "reviewed").iterdir())
    assert len(entries) == 1
    entries[0].write_bytes(b"damaged")
    assert kept.of(data, "a.txt").answers == first.answers
    one = review(PAGE, said(PAGE, "year", 2023, "2023"))
    assert len(review_rows([one], Settings(), readings=kept)) == 0  # a year is no field


def test_who_reports_when_decides_the_test_part_where_nobody_said_it(tmp_path):
    known = {}
    many = []
    for n in range(60):
        one = review(f"{n}")
        many.append(one)
        known[one.document] = ["甲县/2023"]
    learn, test = divide(many, tmp_path, known)
    assert not learn or not test  # all of one agency and year, so all on one side
    assert divide(many, tmp_path) == (learn, test)
