"""Evidence, confidence, the form decided by its columns, marked tables."""

from math import inf, nan

import numpy as np
import pytest

from extractor.calibrated import Calibrated
from extractor.cleaning import clean
from extractor.confidence import (
    DEFAULTS,
    FEATURES,
    SOLVED_UNREAD,
    STATES,
    as_matrix,
    feature_row,
    rule_confidence,
)
from extractor.evidence import add_evidence
from extractor.fields import fill_fields
from extractor.forms import modern_ids
from extractor.formtype import decide_form
from extractor.scoring import RULE_THRESHOLD, Scorer, load_scorer
from extractor.tables.columns import printed_columns
from extractor.tables.marked import marked_columns
from extractor.tables.reader import read_tables
from extractor.types import (
    CleaningKind,
    Document,
    FieldResult,
    Mark,
    Section,
    SourceCell,
    SourceGrid,
    Span,
    Stretch,
)
from tests.tables import made


def test_a_row_of_evidence_has_every_feature_once():
    assert len(set(FEATURES)) == len(FEATURES) == len(DEFAULTS) + len(STATES)
    for state in STATES:
        row = feature_row(FieldResult(None, state, evidence={"label": 0.7}))
        named = dict(zip(FEATURES, row, strict=True))
        assert named["label"] == 0.7
        assert [s for s in STATES if named[f"state_{s}"]] == [state]
    assert as_matrix([]).shape == (0, len(FEATURES))


CLEAN = {"label": 1.0, "margin": 2.0}


@pytest.mark.parametrize(
    "doubt",
    [{"label": 0.7}, {"margin": 0.1}, {"choices": 2.0}, {"surplus": 1.0}, {"identities_fail": 1.0},
     {"prose_agrees": -1.0}, {"disagree": 1.0}, {"unsure": 1.0}],
)  # fmt: skip
def test_what_speaks_against_a_value_lowers_the_rule(doubt):
    results = [FieldResult(3, "observed", evidence=CLEAN | extra) for extra in ({}, doubt)]
    sure, unsure = rule_confidence(as_matrix(results))
    assert unsure < sure
    assert 0 < unsure < sure < 1


def test_prose_is_as_sure_as_its_statement():
    results = [FieldResult(3, "narrative", evidence={"prose": p}) for p in (0.5, 0.9)]
    low, high = rule_confidence(as_matrix(results))
    assert low < high < 0.91


def test_without_a_model_the_rule_stands_in(tmp_path):
    scorer = load_scorer(tmp_path)
    assert scorer.threshold == RULE_THRESHOLD
    assert list(scorer(as_matrix([]))) == []
    rows = as_matrix([FieldResult(3, "observed", evidence=CLEAN)])
    assert list(scorer(rows)) == list(rule_confidence(rows))


class Fixed:
    def __init__(self, chance):
        self.chance = chance

    def predict_proba(self, rows):
        return np.array([[1 - self.chance, self.chance]] * len(rows))


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_a_model_never_says_never_or_always(chance):
    (found,) = Scorer("m", 0.9, Calibrated(Fixed(chance)))(as_matrix([FieldResult(3, "observed")]))
    assert 0 < found < 1
    assert found == pytest.approx(chance, abs=0.002)


@pytest.mark.parametrize("model", [None, Calibrated(Fixed(0.99))])
@pytest.mark.parametrize("of", ["report_confidence", "agreed"])
def test_no_answer_is_surer_than_its_report_or_its_place(model, of):
    results = [FieldResult(3, "observed", evidence=CLEAN | {of: p}) for p in (0.3, 1.0)]
    doubtful, sure = Scorer("m", 0.9, model)(as_matrix(results))
    assert doubtful == pytest.approx(0.3)
    assert sure > 0.9


def test_no_answer_is_surer_than_the_prose_that_contradicts_itself_lets_it_be():
    told = [FieldResult(3, "narrative", evidence={"prose": p}) for p in (0.4, 0.9)]
    told += [FieldResult(None, "absent", evidence={"doubt": p}) for p in (0.3, 0.02)]
    told += [FieldResult(3, "observed", evidence={"prose": 0.4, "doubt": 0.3})]
    contested, narrated, missed, absent, printed = Scorer("m", 0.9, Calibrated(Fixed(0.99)))(
        as_matrix(told)
    )
    assert contested == pytest.approx(0.4)
    assert missed == pytest.approx(0.7)
    assert [narrated, absent, printed] == pytest.approx([0.99] * 3)


@pytest.mark.parametrize("model", [None, Calibrated(Fixed(0.99))])
def test_what_only_sums_say_is_asked_where_its_row_is_printed_and_was_not_read(model):
    told = [
        FieldResult(0, "inferred", evidence={"solved": 1.0, "label_seen": seen, "table_read": read})
        for seen, read in ((1.0, 1.0), (0.0, 1.0), (1.0, 0.0))
    ]
    told += [FieldResult(0, "inferred", evidence=CLEAN | {"label_seen": 1.0})]
    printed, told_nowhere, in_prose, added_up = Scorer("m", 0.9, model)(as_matrix(told))
    assert printed <= SOLVED_UNREAD < RULE_THRESHOLD
    assert min(told_nowhere, in_prose, added_up) > SOLVED_UNREAD


def evidence(values, readings=(), text="x" * 400, marks=()):
    cleaned = clean(text)
    cleaned = type(cleaned)(cleaned.text, cleaned.origin, cleaned.source_length, tuple(marks))
    fields = {id: FieldResult(v, "observed", str(v), Span(100, 101)) for id, v in values.items()}
    stretch = Stretch(Span(0, len(cleaned.text)), None, 0.8)
    add_evidence(fields, {}, readings, cleaned, stretch)
    return {id: f.evidence for id, f in fields.items()}


@pytest.mark.parametrize(
    ("short", "whole", "lines", "doubted"),
    [
        (1.0, False, range(11, 80), True),
        (1.0, True, range(11, 80), False),  # the sums hold with it
        (0.0, False, range(11, 80), False),  # the row is whole
        (1.0, False, [11, 12, 13] * 23, False),  # lines repeat: only empty cells are gone
    ],
)
def test_a_row_that_is_not_whole_is_in_doubt_where_repeated_lines_are_gone(
    short, whole, lines, doubted
):
    new = "applications.new.total"
    values = made.dense(41)
    told = {id: n for id, n in values.items() if whole or id == new}
    fields = {
        id: FieldResult(
            told.get(id), "observed" if id in told else "absent", evidence={"short": short}
        )
        for id in modern_ids()
    }
    text = "\n".join(map(str, lines))
    add_evidence(fields, {}, (), clean(text), Stretch(Span(0, len(text)), None, 1.0))
    assert (fields[new].evidence.get("agreed", 1.0) <= 0.5) is doubted


def test_identities_speak_for_and_against_their_fields():
    values = made.dense(41)
    new = "applications.new.total"
    held = evidence(values)
    assert held[new]["identities_hold"] == 2
    assert "identities_fail" not in held[new]
    off = evidence(values | {new: values[new] + 1})
    assert off[new]["identities_fail"] == 2
    assert off["applications.granted.total"]["table_fail"] > 0
    assert off["remedies.review.total"]["table_fail"] == 0


def test_damage_near_the_value_counts():
    values = made.dense(41)
    near = evidence(values, marks=[Mark(CleaningKind.DAMAGED, Span(90, 91))])
    far = evidence(values, marks=[Mark(CleaningKind.DAMAGED, Span(390, 391))])
    harmless = evidence(values, marks=[Mark(CleaningKind.PINYIN, Span(90, 91))])
    id = "applications.new.total"
    assert (near[id]["near_damage"], far[id]["near_damage"]) == (1, 0)
    assert near[id]["report_damage"] == far[id]["report_damage"] > 0
    assert harmless[id]["report_damage"] == 0


def test_all_evidence_is_finite_and_known():
    values = made.dense(41)
    for found in evidence(values, made.readings(made.draw(values))).values():
        assert set(found) <= set(DEFAULTS)
        assert not {inf, -inf, nan} & set(found.values())


def test_what_older_columns_leave_out_stands_in_no_table_that_was_read():
    old = (
        "第二十条第（一）项\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n"
        "规章 | 2 | 3 | 4 |\n规范性文件 | 5 | 6 | 7 |\n"
    )
    fields, legacy = fill_fields(made.readings(old), ())
    cleaned = clean(old)
    stretch = Stretch(Span(0, len(cleaned.text)), None, 0.8)
    add_evidence(fields, legacy, made.readings(old), cleaned, stretch)
    read = {id: field.evidence["table_read"] for id, field in fields.items()}
    assert read["disclosure.normative_documents.repealed"] == 0.0
    assert read["disclosure.normative_documents.issued"] == 1.0
    assert not fields["disclosure.normative_documents.repealed"].evidence.get("doubt")


@pytest.mark.parametrize("name", ["本年废止件数", "废止件数", "本年 废止 件数"])
def test_a_page_that_names_the_modern_column_all_the_same_leaves_it_in_doubt(name):
    old = (
        "第二十条第（一）项\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n"
        f"规章 | 2 | 3 | 4 |\n规范性文件 | 5 | 6 | 7 |\n{name}另见附表\n"
    )
    fields, legacy = fill_fields(made.readings(old), ())
    cleaned = clean(old)
    stretch = Stretch(Span(0, len(cleaned.text)), None, 1.0)
    add_evidence(fields, legacy, made.readings(old), cleaned, stretch)
    told = fields["disclosure.normative_documents.repealed"]
    assert (told.state, told.evidence["table_read"]) == ("absent", 1.0)
    assert told.evidence["doubt"] >= 0.5


def form_of(text, year=2023, sections=()):
    return decide_form(made.readings(text), sections, year)[0]


OLD_TABLE = (
    "第二十条第（五）项 |||\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n"
    "行政许可 | 41 | 3 | 17 |\n其他对外管理服务事项 | 5 | 1 | 12 |\n"
)


@pytest.mark.parametrize("year", [2020, 2023, None])
def test_columns_decide_and_not_the_year(year):
    assert form_of(OLD_TABLE, year) == "2019"
    assert form_of(made.pipe(made.lines2(made.dense())), year) == "2021"


def test_without_tables_sections_and_year_decide():
    heads = [Section(k, 1, Span(0, 1), Span(0, 9), 0.9) for k in ("disclosure", "applications")]
    assert form_of("", 2022, heads) == "2021"
    assert form_of("", 2020, heads) == "2019"
    assert form_of("", 2012, heads) == "narrative"
    assert form_of("", 2022) == "narrative"


def test_without_a_year_a_section_on_fees_is_of_the_years_before_the_tables():
    keys = ("disclosure", "applications", "other_matters.fees")
    heads = [Section(k, 1, Span(0, 1), Span(0, 9), 0.9) for k in keys]
    assert form_of("", None, heads) == "narrative"
    assert form_of("", None, heads[:2]) == "2021"
    assert form_of("", 2021, heads) == "2021"


EMPTY_HEADS = {
    "2019": [
        "本年新制作数量\n\n本年新公开数量\n\n",
        "上一年项目数量 | 本年增/减 |\n行政许可 |||\n",
    ],
    "2021": ["本年制发件数 | 本年废止件数 |\n规章 |||\n", "本年制\n发件数\n现行有效\n件数\n"],
}


@pytest.mark.parametrize("year", [2019, 2022, None])
@pytest.mark.parametrize(("form", "text"), [(f, t) for f, all in EMPTY_HEADS.items() for t in all])
def test_columns_decide_where_no_number_stands_in_them(form, text, year):
    columns = printed_columns(text, Span(0, len(text)))
    assert decide_form(made.readings(text), (), year, columns)[0] == form


@pytest.mark.parametrize(
    "text",
    [
        "本年新制作数量增加,上一年项目数量较多,本年增/减不大。\n",  # told in a sentence
        "现行有效件数\n",  # one alone
        "处理决定数量\n数量\n总计\n",  # heads of both forms
        "本年制发件数\n本年废止件数\n上一年项目数量\n采购总金额\n",  # as many of either
    ],
)
def test_columns_that_say_nothing_leave_it_to_the_sections(text):
    columns = printed_columns(text, Span(0, len(text)))
    assert decide_form((), (), 2022, columns) == ("narrative", 0.75)


def test_marked_cells_keep_their_columns_and_empty_ones_have_none():
    text = "规章 5\u200b6"
    cells = (
        SourceCell(0, 0, Span(0, 2)),
        SourceCell(0, 1, Span(2, 4)),
        SourceCell(0, 2, Span(4, 4)),
        SourceCell(0, 3, Span(4, 6)),
    )
    document = Document("i", "n", "text/html", text, grids=(SourceGrid(Span(0, 6), cells),))
    cleaned = clean(text)
    found = marked_columns(cleaned, document)
    shown = {cleaned.text[at]: place for at, place in found.items()}
    assert shown == {"规": (0, 0), "5": (0, 1), "6": (0, 3)}


TABLE_THREE = "本年新收政府信息公开申请数量\n上年结转政府信息公开申请数量\n属于国家秘密\n重复申请\n"


@pytest.mark.parametrize(
    ("prose", "text", "sure"),
    [
        (0.9, "全年无申请。", 1.0),
        (0.4, "全年无申请。", 0.4),  # contradicted by another sentence
        (0.9, TABLE_THREE, SOLVED_UNREAD),  # the table is printed, its cells were not read
        (0.9, TABLE_THREE[:15], 1.0),  # words of a heading are no table
    ],
)
def test_what_follows_from_prose_is_no_surer_than_it(prose, text, sure):
    total, part = "applications.new.total", "applications.new.business"
    fields = {id: FieldResult(None, "absent") for id in modern_ids()}
    fields[total] = FieldResult(0, "narrative", evidence={"prose": prose})
    fields[part] = FieldResult(0, "inferred", evidence={"solved": 1.0})
    cleaned = clean(text)
    add_evidence(fields, {}, (), cleaned, Stretch(Span(0, len(cleaned.text)), None, 0.8))
    assert fields[part].evidence.get("agreed", 1.0) == sure
    assert fields[total].evidence.get("agreed", 1.0) == 1.0


@pytest.mark.parametrize(
    ("printed", "sure"),
    [
        (["尚在酝酿之中的材料", "0", "0", "0"], SOLVED_UNREAD),
        (["讨论稿一类", "0"], SOLVED_UNREAD),
        ([], 1.0),  # the row is not on the page: its zeros follow
    ],
)
def test_what_the_sums_ask_of_a_row_is_not_sure_where_a_row_without_a_known_name_stands(
    printed, sure
):
    """Blank cells were dropped: the row's zeros may stand in any of its columns."""
    stem = "applications.refused.process_information."
    values = made.dense(5) | {id: 0 for id in modern_ids() if id.startswith(stem)}
    made.balance(values)
    rows = [line for line in made.lines3(values) if len(line) >= 8]
    at = next(n for n, line in enumerate(rows) if any("过程性" in cell for cell in line))
    rows[at : at + 1] = [printed] if printed else []
    text = "三、收到和处理政府信息公开申请情况\n" + made.cell_a_line(
        [*made.lines3(values)[:3], *rows]
    )
    cleaned = clean(text)
    span = Span(0, len(cleaned.text))
    readings = read_tables(cleaned.text, span)
    fields, _ = fill_fields(readings, ())
    add_evidence(fields, {}, readings, cleaned, Stretch(span, None, 1.0))
    inferred = [fields[id] for id in modern_ids() if id.startswith(stem)]
    assert {(one.value, one.state) for one in inferred} == {(0, "inferred")}
    assert {one.evidence["agreed"] for one in inferred} == {sure}
    assert fields["applications.granted.total"].evidence["agreed"] == 1.0
