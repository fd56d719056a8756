"""The trained component: saved without pickle, the same after loading, the same when trained again."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.prose.model import FactModel
from extractor.prose.pipeline import build, judge_sentences
from extractor.training.prose import train
from extractor.training.prose.samples import from_sentences
from extractor.training.prose.wordings import say, sentences, side, wordings


@pytest.fixture(scope="module")
def model() -> FactModel:
    weighed = from_sentences(sentences(500, 1, "train"))
    return train.fit(weighed, from_sentences(sentences(200, 1, "blend")))


def test_bytes_give_the_same_probabilities(model: FactModel, tmp_path: Path) -> None:
    model.to_disk(tmp_path / "model")
    again = FactModel().from_disk(tmp_path / "model")
    assert again.labels == model.labels
    cases = [s.case for s in from_sentences(sentences(30, 9, "held"))]
    assert (again.scores(cases) == model.scores(cases)).all()


def test_no_pickle_and_foreign_bytes_refused(model: FactModel) -> None:
    assert not model.to_bytes().startswith(b"\x80\x04")
    with pytest.raises(ValueError, match="not a prose model"):
        FactModel().from_bytes(b"\x81\xa6format\x63")


def test_training_twice_gives_the_same_bytes(model: FactModel) -> None:
    weighed = from_sentences(sentences(500, 1, "train"))
    twice = train.fit(weighed, from_sentences(sentences(200, 1, "blend")))
    assert twice.to_bytes() == model.to_bytes()


def test_wordings_of_a_side_stay_there() -> None:
    sides = {side(t) for _, t in wordings()}
    assert sides == {"train", "blend", "held"}


def test_labels_point_at_what_they_name() -> None:
    for one in sentences(150, 3, "train"):
        for told in one.told:
            assert told.span.of(one.text).strip()


def test_tokens_keep_the_text_and_numbers_whole() -> None:
    nlp = build()
    text = "微信公众号发布1,086条,12345热线受理33万余件。"
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert {"微信公众号", "1,086", "33万余"} <= {t.text for t in doc}


def test_no_words_stay_in_memory() -> None:
    nlp = build()
    judge_sentences(nlp, [("收到申请1件。", "", "")], 2022)
    before = len(nlp.vocab.strings)
    judge_sentences(nlp, [("某某某某局未收到奇奇怪怪的申请2件。", "", "")], 2022)
    assert len(nlp.vocab.strings) == before


def test_spacy_is_loaded_without_its_command_line_which_still_loads_when_asked() -> None:
    code = """
import sys
import extractor.prose
assert "spacy" in sys.modules
assert not any(name in sys.modules for name in ("spacy.cli", "spacy.cli.info", "weasel", "httpx"))
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert "spacy.cli.download" in sys.modules
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_a_wording_may_say_its_number_again() -> None:
    said = say("收到{requests.received}件,予以公开{=granted}件。", "", random.Random(1))
    first, again = (t.span.of(said.text) for t in said.told)
    assert [t.key for t in said.told] == ["requests.received", "granted"]
    assert first == again
