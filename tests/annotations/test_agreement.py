"""How far two people agree: kappa as scikit-learn gives it, what is blind, what is undefined."""

import json
import random

import pytest
from click.testing import CliRunner
from sklearn.metrics import cohen_kappa_score

from extractor.annotations.agreement import Answer, Twice, agreement, figures
from extractor.annotations.commands import annotations
from extractor.annotations.doubles import twice_decided
from extractor.annotations.files import write_annotations
from tests.annotations.drawing import make

NEW = "fields/applications.new.total"
TEXT = "某县统计局2022年政府信息公开工作年度报告\n本年新收申请3件，无结转。\n"


def twice(document, first, second, target=NEW, people=("ann", "bob")):
    """One field; an answer is a number or the name of a state."""
    said = [
        Answer(who, *((None, one) if isinstance(one, str) else (one, "observed")))
        for who, one in zip(people, (first, second), strict=True)
    ]
    return Twice(str(document), 0, target, *said)


def drawn(seed, documents=12, fields=40, slips=0.05):
    chance = random.Random(seed)
    found = []
    for document in range(documents):
        for _ in range(fields):
            truth = chance.choice([0, 0, 0, 0, 0, "blank", 1, chance.randrange(200)])
            other = truth if chance.random() > slips else chance.randrange(5)
            found.append(twice(document, truth, other))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_kappa_is_that_of_scikit_learn_and_within_its_interval(seed):
    found = drawn(seed)
    told = figures(found)
    first, second = ([side.category for side in sides] for sides in zip(*((t.first, t.second) for t in found), strict=True))  # fmt: skip
    assert told.kappa == pytest.approx(cohen_kappa_score(first, second))
    assert (told.fields, told.documents) == (480, 12)
    assert told.agreed == sum(a == b for a, b in zip(first, second, strict=True))
    assert told.share == pytest.approx(told.agreed / 480)
    assert told.low < told.kappa < told.high < 1
    assert told == figures(found)  # the same answers, the same interval


def test_where_all_is_zero_agreement_is_worth_nothing():
    found = [twice(n, 0, 0) for n in range(50)]
    found += [twice(50, 0, 1), twice(51, 1, 0)]
    told = figures(found)
    assert told.share > 0.96
    assert told.kappa < 0


def test_what_is_undefined_is_null():
    same = figures([twice(n, 0, 0) for n in range(9)])
    assert (same.share, same.expected, same.kappa, same.low) == (1.0, 1.0, None, None)
    assert figures([]).kappa is None
    one_document = figures([twice("a", 0, 0), twice("a", 1, 1)])
    assert (one_document.kappa, one_document.low) == (1.0, None)


def test_full_agreement_of_few_documents_is_no_certainty():
    few, many = (figures([twice(n, n % 3, n % 3) for n in range(count)]) for count in (6, 300))
    assert few.kappa == many.kappa == 1.0
    assert few.low < 0.4
    assert 0.95 < many.low < 1.0


def test_documents_are_drawn_whole():
    """The same differences in one document say less than spread over all."""
    spread = [twice(n, n % 4, 9 if f == 0 else n % 4) for n in range(10) for f in range(10)]
    heaped = [twice(n, n % 4, 9 if n == 0 else n % 4) for n in range(10) for _ in range(10)]
    a, b = figures(spread), figures(heaped)
    assert a.share == b.share
    assert b.high - b.low > 3 * (a.high - a.low)


def test_numbers_blank_and_absent_are_categories_and_their_state_is_none():
    inferred, observed = Answer("ann", 0, "inferred"), Answer("bob", 0.0, "observed")
    assert Twice("a", 0, NEW, inferred, observed).agrees
    assert not twice("a", 0, "blank").agrees
    assert not twice("a", "absent", "blank").agrees
    assert not twice("a", 1.5, 1).agrees


def test_pairs_and_groups():
    found = [
        twice(1, 0, 0), twice(2, 3, 4, people=("bob", "ann")),
        twice(3, 1, 1, "fields/remedies.review.total", ("cy", "ann")),
        twice(3, 1, 2, "legacy/form2019.licensing.items_last_year", ("cy", "ann")),
    ]  # fmt: skip
    told = agreement(found)
    assert list(told.pairs) == [("ann", "bob"), ("ann", "cy")]
    assert [one.fields for one in told.pairs.values()] == [2, 2]
    assert {group: one.agreed for group, one in told.groups.items()} == {
        "applications": 1, "legacy": 0, "remedies": 1,
    }  # fmt: skip
    assert told.differing == (found[1], found[3])
    # Of two people each is one rater, whoever answered first.
    assert told.pairs["ann", "bob"].kappa == pytest.approx(cohen_kappa_score([0, 4], [0, 3]))


ANN = make(TEXT, NEW, 3, "observed", None)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([make(TEXT, NEW, 4, "observed", None, who="bob")], [("ann", "bob", True)]),
        ([make(TEXT, NEW, 4, "observed", None, who="bob", replaces=ANN.id)], [("ann", "bob", False)]),
        ([make(TEXT, NEW, 4, "observed", None, replaces=ANN.id)], []),  # one person, twice
        ([make(TEXT, NEW, None, "blank", None, who="bob", decision="retracted")], []),
        ([make(TEXT, "year", 2021, None, None, who="bob")], []),
        ([make(TEXT, NEW, 4, "observed", None, who="bob", report=1)], []),
        ([ANN], []),  # in both files
    ],
)  # fmt: skip
def test_who_decided_what_twice(others, expected):
    found = twice_decided([ANN, *others])
    assert [(one.first.who, one.second.who, one.blind) for one in found] == expected


def test_the_last_word_of_each_person_counts():
    later = make(TEXT, NEW, 4, "observed", None, replaces=ANN.id, when="2026-01-03T00:00:00Z")
    bob = make(TEXT, NEW, 4, "observed", None, who="bob", when="2026-01-02T09:00:00Z")
    (found,) = twice_decided([later, bob, ANN])
    assert found.agrees
    assert found.blind


def test_the_command_tells_text_and_json(tmp_path):
    folder = tmp_path / "two"
    folder.mkdir()
    other = make(TEXT, NEW, 4, "observed", None, who="bob")
    write_annotations(folder / "ann.jsonl", [ANN])
    write_annotations(folder / "bob.jsonl", [other])
    told = CliRunner().invoke(annotations, ["agreement", str(folder)])
    assert told.exit_code == 0, told.output
    assert "ann & bob" in told.output
    assert f"a.txt [0] {NEW}: ann 3 | bob 4" in told.output
    write_annotations(tmp_path / "together.jsonl", [ANN, other])  # two people in one file
    asked = ["agreement", str(tmp_path / "together.jsonl"), "--json"]
    told = json.loads(CliRunner().invoke(annotations, asked).output)
    assert told["blind"]["overall"]["fields"] == 1
    assert told["seen"]["overall"]["fields"] == 0
    assert told["differing"][0]["second"]["value"] == 4
    alone = CliRunner().invoke(annotations, ["agreement", str(folder / "ann.jsonl")])
    assert "no field was decided by two people" in alone.output
    (folder / "bad.jsonl").write_text("{", "utf-8")
    assert CliRunner().invoke(annotations, ["agreement", str(folder)]).exit_code == 1
