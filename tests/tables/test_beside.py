"""Figures beside the numbers of a table: learned from places, passed over when known."""

import hashlib

import pytest

from extractor.annotations.model import Annotation
from extractor.artefacts import ArtefactError, save
from extractor.cleaning import clean
from extractor.novelty import pieces, pieces_met
from extractor.pipeline import Settings, extract_bytes
from extractor.registry import pinned
from extractor.tables.beside import ARTEFACT, learned_shapes, shape_of, without_shapes
from extractor.training.beside import learn_shapes
from extractor.training.reviewed import Review
from extractor.types import Span
from tests.tables import made

VALUES = made.dense(5, 900)
HEAD = "虚构县民政局2022年政府信息公开工作年度报告\n一、总体情况\n本年工作平稳。\n"


def page(behind):
    """Tables whose numbers have something behind them, and where each number stands."""
    marked = {id: f"{n}{behind(n)}" for id, n in VALUES.items()}
    text = HEAD + made.draw(marked)
    places, at = {}, 0
    for id in VALUES:  # table by table, as they are printed
        at = text.index(f" {marked[id]} ", at) + 1 if f" {marked[id]} " in text[at:] else at
        places[id] = (at, at + len(str(VALUES[id])))
    return text, places


def review(text, places, count=12):
    digest = hashlib.sha256(text.encode()).hexdigest()
    said = [
        Annotation(
            document=digest, length=len(text), report=0, report_span=(0, len(text)),
            target=f"fields/{id}", value=VALUES[id], state="observed", span=place,
            quote=text[slice(*place)], who="a", when="2026-01-01T00:00:00Z", provenance="review",
            decision="corrected",
        )
        for id, place in list(places.items())[:count]
    ]  # fmt: skip
    return Review(digest, "a.txt", text.encode(), tuple(said))


def shares(n):
    return f"{{{n / 10:.1f}%}}"  # of a kind that no page's habit alone makes known


def right(text, folder):
    fields = extract_bytes(text.encode(), "a.txt", settings=Settings(model_dir=folder))["reports"][0]["fields"]  # fmt: skip
    return sum(fields[id]["value"] == n for id, n in VALUES.items())


def test_what_stands_beside_numbers_is_learned_and_passed_over(tmp_path):
    text, places = page(shares)
    assert right(text, tmp_path) < 20
    assert learn_shapes([review(text, places)], tmp_path / "none", tmp_path) == ["{0%}"]
    assert right(text, tmp_path) == len(VALUES)
    later = tmp_path / "later"
    assert learn_shapes([], tmp_path, later) == []
    assert learned_shapes(later) == ("{0%}",)  # what was learned stays


@pytest.mark.parametrize(
    "behind", [lambda n: "", lambda n: f" {n}", lambda n: "件", lambda n: "；"]
)
def test_nothing_else_is_learned(behind, tmp_path):
    text, places = page(behind)
    assert learn_shapes([review(text, places)], tmp_path / "none", tmp_path) == []
    assert learned_shapes(tmp_path) == ()


def test_a_few_numbers_or_few_of_many_teach_nothing(tmp_path):
    text, places = page(shares)
    assert learn_shapes([review(text, places, 4)], tmp_path / "none", tmp_path) == []
    text, places = page(lambda n: shares(n) if n % 3 == 0 else "")
    assert learn_shapes([review(text, places, 40)], tmp_path / "none", tmp_path) == []


def test_offsets_stay_and_prose_keeps_its_words():
    text = "占比(12.5%)|5(12.5%)|0(0.0%)|3 (7%)"
    shown = without_shapes(text, Span(0, len(text)), (shape_of("(12.5%)"),))
    assert len(shown) == len(text)
    assert shown.split() == ["占比(12.5%)|5", "|0", "|3", "(7%)"]
    glued = "5(12.5%)2.其他0(1%)"  # the number of the next row follows at once
    shown = without_shapes(glued, Span(0, len(glued)), ("(0%)",))
    assert shown.split() == ["5", "2.其他0"]
    assert without_shapes(text, Span(0, 8), ("(0%)",)) == text


def test_what_is_passed_over_makes_no_document_unlike_others(tmp_path):
    plain, shown = page(lambda n: "")[0], page(shares)[0]
    with pinned(tmp_path):
        assert pieces_met(shown) != pieces_met(plain) == pieces(plain)
        save(tmp_path / ARTEFACT, "values", ["{0%}"])
        assert pieces_met(clean(shown).text) == pieces_met(clean(plain).text)


def test_a_damaged_file_is_refused(tmp_path):
    save(tmp_path / ARTEFACT, "values", {"a": 1})
    with pytest.raises(ArtefactError):
        learned_shapes(tmp_path)
