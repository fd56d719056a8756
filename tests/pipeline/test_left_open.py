"""What is sure at most where a table lacks a row, a row shows one number, or the prose contradicts itself."""

import numpy as np

from extractor.confidence import UNFOUND, bounded, feature_row
from extractor.pipeline import extract_bytes
from extractor.types import FieldResult

HEAD = """云溪县林业局2023年政府信息公开工作年度报告
一、总体情况
2023年，我局认真落实《中华人民共和国政府信息公开条例》，全年公开信息120条。
三、收到和处理政府信息公开申请情况
"""
NARROW = """本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和 | 申请人情况
自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计
一、本年新收政府信息公开申请数量 | {new}
二、上年结转政府信息公开申请数量 | {carried}
三、本年度办理结果 | （一）予以公开 | {granted}
（七）总计 | {granted}
四、结转下年度继续办理 | {left}
"""


def confidences(text: str, *ids: str) -> list[float]:
    (report,) = extract_bytes(text.encode(), "one.txt")["reports"]
    return [report["fields"][id]["confidence"] for id in ids]


def reviewed(text: str) -> set[str]:
    (report,) = extract_bytes(text.encode(), "one.txt")["reports"]
    return set(report["review"])


def test_a_row_that_a_table_lacks_is_never_surely_absent() -> None:
    for read, most in ((1.0, UNFOUND), (0.0, 1.0)):
        rows = np.array([feature_row(FieldResult(None, "absent", evidence={"table_read": read}))])
        (made,) = bounded(np.array([0.998]), rows)
        assert made == min(0.998, most)


def test_a_lone_number_that_is_not_the_total_is_in_doubt_and_so_is_its_row() -> None:
    shifted = {
        "new": " | | | 17 |",
        "carried": " | | 4 |",
        "granted": " | | | | 21 |",
        "left": " | 0 |",
    }
    whole = {
        "new": "9 | 5 | 0 | 2 | 1 | 0 | 17",
        "carried": "4 | 0 | 0 | 0 | 0 | 0 | 4",
        "granted": "13 | 5 | 0 | 2 | 1 | 0 | 21",
        "left": "0 | 0 | 0 | 0 | 0 | 0 | 0",
    }
    row = {
        f"applications.new.{one}" for one in ("natural_person", "business", "other_org", "total")
    }
    assert row <= reviewed(HEAD + NARROW.format(**shifted))
    assert not row & reviewed(HEAD + NARROW.format(**whole))


def test_beside_contradicting_sentences_nothing_is_surely_absent() -> None:
    text = """云溪县林业局2023年政府信息公开工作年度报告
一、总体情况
2023年，我局认真落实《中华人民共和国政府信息公开条例》。
（一）主动公开。全年主动公开信息120条。
（二）依申请公开。{told}
（三）监督保障。没有发生责任追究情形。
"""
    part = "applications.granted.business"
    (before,) = confidences(
        text.format(told="全年收到政府信息公开申请25件，上年结转2件，予以公开20件。"), part
    )
    (after,) = confidences(
        text.format(told="全年未收到政府信息公开申请。上年结转2件，予以公开20件。"), part
    )
    assert before > 0.9
    assert after < 0.7
