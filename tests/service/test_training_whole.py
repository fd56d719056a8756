"""The whole way over HTTP with the real extractor and the real trainer: correct, train, read anew."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Running
from test_training_runs import decide_all, train

from extractor.artefacts import restamp
from extractor.pipeline import extract_bytes
from extractor.prose.read import ARTEFACT as PROSE
from extractor.registry import Registry, packaged_model_dir
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.training.reuse import INPUTS
from extractor.training.train import Sizes, reader_inputs
from service.settings import Settings

WORDING = "本级颁布的条令类文书"
PLACES = "子丑寅卯辰巳午未申酉"
FIELD = "disclosure.regulations.in_force"


@pytest.fixture
def registry(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Registry:
    """In use is a model without confidence: headings and prose that count as learned already."""
    folder, sizes = tmp_path / "start", Sizes()
    folder.mkdir()
    structure = reader_inputs("structure", sizes)
    prose = reader_inputs("prose", sizes, structure)
    for name, inputs in ((HEADINGS, structure), (STRETCHES, structure), (PROSE, prose)):
        shutil.copyfile(packaged_model_dir() / name, folder / name)
        restamp(folder / name, {INPUTS: inputs})
    made = Registry(sqlite_settings.registry_folder)
    made.promote(made.add(folder))
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    monkeypatch.setenv("DUIBIAO_REGISTRY", str(made.root))
    return made


@pytest.fixture
def real(sqlite_settings: Settings) -> Settings:
    return replace(
        sqlite_settings,
        trainer="extractor.training.serving:run",
        training_sizes="24,24,12",
        extractor="extractor.pipeline:extract_bytes",
    )


def page(number: int, label: str) -> str:
    return "\n".join(
        [
            f"虚构{PLACES[number]}县人民政府2022年政府信息公开工作年度报告",
            "一、总体情况",
            "本年工作平稳。",
            "二、主动公开政府信息情况",
            "信息内容|本年制发件数|本年废止件数|现行有效件数",
            f"{label}|{number}|2|4{number}",
            "行政规范性文件|5|0|60",
            "三、收到和处理政府信息公开申请情况",
            "本年未收到申请。",
        ]
    )


def field(run: Running, text: str) -> tuple[Any, str]:
    answer = run.submit(text)
    assert answer.status_code == 201, answer.text
    entry = answer.json()["reports"][0]["fields"][FIELD]
    return entry["value"], entry["state"]


def test_what_people_corrected_is_read_right_in_the_next_document(
    real: Settings, registry: Registry, start: Callable[..., Any]
) -> None:
    with start(real, extract=extract_bytes) as run:
        before = run.client.get("/v1/models").json()["current"]
        assert field(run, page(9, WORDING)) != (49, "observed")
        for number in range(1, 5):  # some are the frozen test, from which nothing is learned
            id = run.id_of(page(number, WORDING))
            decide_all(run, id, {FIELD: 40 + number})
        _, done = train(run)
        assert (done["state"], done["promoted"], done["reasons"]) == ("done", True, [])
        assert done["champion"] == before
        assert list(done["learned"]["wordings"].values()) == [[WORDING]]
        assert run.client.get("/v1/models").json()["current"] == done["model"]
        variants = ("本级颁布的\n条令类文书", "本級(jí)頒(bān)佈(bù)的條(tiáo)令類(lèi)文書(shū)")
        for number, printed in enumerate((WORDING, *variants), 5):
            text = page(number, printed)
            assert field(run, text) == (40 + number, "observed")
            shown = run.client.get(f"/v1/documents/{run.id_of(text)}").json()
            assert shown["model"] == done["model"]
