"""Wordings that corrections taught: read from the model folder, used by the tables."""

import pytest

from extractor.artefacts import ArtefactError, save
from extractor.pipeline import Settings, extract_bytes
from extractor.tables.learned import ARTEFACT, learned_labels
from extractor.tables.vocabulary import vocabulary

OFFICIAL = "规章"
WORDING = "本级颁布的条令类文书"


def test_wordings_lie_beside_the_models_and_change_with_the_file(tmp_path):
    assert learned_labels(tmp_path) == ()
    save(tmp_path / ARTEFACT, "values", {OFFICIAL: [WORDING]})
    assert learned_labels(tmp_path) == ((OFFICIAL, (WORDING,)),)
    taught = vocabulary(learned=learned_labels(tmp_path))
    assert {w.official for w in taught.wordings if w.bare == WORDING} == {OFFICIAL}
    assert not [w for w in vocabulary().wordings if w.bare == WORDING]
    (tmp_path / ARTEFACT).write_bytes(b"PKdamaged")
    with pytest.raises(ArtefactError):
        learned_labels(tmp_path)


def page(label, issued="本年制发件数"):
    rows = [f"{label}|3|2|41", "行政规范性文件|5|0|60"]
    return "\n".join(
        [
            "虚构县人民政府2022年政府信息公开工作年度报告",
            "一、总体情况",
            "本年工作平稳。",
            "二、主动公开政府信息情况",
            f"信息内容|{issued}|本年废止件数|现行有效件数",
            *rows,
            "三、收到和处理政府信息公开申请情况",
            "本年未收到申请。",
        ]
    ).encode()


def read_field(label, folder):
    made = extract_bytes(page(label), "a.txt", settings=Settings(model_dir=folder))
    field = made["reports"][0]["fields"]["disclosure.regulations.in_force"]
    return field["value"], field["state"]


def test_a_taught_row_is_read_by_its_label_and_an_untaught_one_only_by_its_place(tmp_path):
    assert read_field(OFFICIAL, tmp_path) == (41, "observed")
    assert read_field(WORDING, tmp_path) != (41, "observed")
    save(tmp_path / ARTEFACT, "values", {OFFICIAL: [WORDING]})
    assert read_field(WORDING, tmp_path) == (41, "observed")


@pytest.mark.parametrize(
    "printed",
    [
        "本级颁布的\n条令类文书",
        "本級頒佈的條令類文書",
        "本级 颁布的 条令类 文书",
        "本級(jí)頒(bān)佈(bù)的條(tiáo)令類(lèi)文書(shū)",
        "1.本级颁布的条令类文书",
    ],
)
def test_a_taught_row_is_known_in_all_its_variants(printed, tmp_path):
    assert read_field(printed, tmp_path) != (41, "observed")
    save(tmp_path / ARTEFACT, "values", {OFFICIAL: [WORDING]})
    assert read_field(printed, tmp_path) == (41, "observed")
