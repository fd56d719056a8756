"""The checks that one document allows: each passes and fails, in the words of the form."""

import pytest

from extractor.checks import Subject, check_report, repairs
from extractor.cleaning import clean
from extractor.forms import modern_ids
from extractor.identities import identities
from extractor.structure import find_sections
from extractor.tables.reader import read_tables
from extractor.types import FieldResult, Span, Statement
from tests.tables import made

NEW = "applications.new.total"


def fields_of(values, **evidence):
    return {
        id: FieldResult(v, "observed", str(v), Span(0, 1), evidence=dict(evidence))
        for id, v in values.items()
    }


def check(fields, text="", *, said=(), given=None, alike=None, **identity):
    known = {"year": 2023, "form": "2021", "agency": "松岭县园林局"} | identity
    cleaned = clean(text)
    span = Span(0, len(cleaned.text))
    readings, sections = read_tables(cleaned.text, span), find_sections(cleaned, span)
    again = {"agreement": alike} if alike else {}
    report = Subject(cleaned, span, fields, readings, said, sections, **known, **again)
    return check_report(report, given or {})


def failing(id, *args, **more):
    return [c for c in check(*args, **more) if c.id == id and c.status == "fail"]


def test_all_identities_of_a_true_report_pass():
    found = [c for c in check(fields_of(made.dense())) if c.id in made.CHECKS]
    assert len(found) == 42
    assert {(c.status, c.cause, c.message) for c in found} == {("pass", None, "")}
    assert all(c.expected == c.found for c in found)


@pytest.mark.parametrize("identity", identities(), ids=lambda i: f"{i.check}-{i.right[-1]}")
def test_each_identity_fails_alone_when_its_value_is_off(identity):
    values = made.dense(4)
    field = identity.right[0]
    fields = fields_of(values | {field: values[field] + 5})
    both = lambda: dict.fromkeys(fields, True)  # noqa: E731
    found = [c for c in failing(identity.check, fields, alike=both) if field in c.fields]
    assert len(found) >= 1
    mine = next(c for c in found if c.key == identity.fields[-1])
    assert abs(mine.expected - mine.found) == 5
    assert "相差 5" in mine.message
    assert mine.message.startswith(("表三", "表四"))
    assert (mine.severity, mine.cause) == ("error", "publisher")
    assert mine.basis


@pytest.mark.parametrize(
    ("alike", "choices", "cause"),
    [
        (dict.fromkeys(modern_ids(), True), 1.0, "publisher"),
        (dict.fromkeys(modern_ids(), True) | {NEW: False}, 1.0, "reading"),
        ({NEW: False}, 1.0, "reading"),
        ({NEW: True}, 1.0, "undecided"),
        (dict.fromkeys(modern_ids(), True), 3.0, "undecided"),
    ],
)
def test_the_cause_is_what_both_readings_say(alike, choices, cause):
    values = made.dense(5)
    fields = fields_of(values | {NEW: values[NEW] + 1}, choices=choices)
    assert {c.cause for c in failing("row-sum", fields, alike=lambda: alike)} == {cause}
    assert {c.cause for c in failing("row-sum", fields)} == {"undecided"}


def test_a_report_is_read_again_once_and_only_where_a_sum_fails():
    asked = []

    def again():
        asked.append(1)
        return {}

    values = made.dense(5)
    check(fields_of(values), alike=again)
    assert asked == []
    check(fields_of(dict.fromkeys(values, 0) | {NEW: 1, "remedies.review.total": 1}), alike=again)
    assert asked == [1]


def test_with_an_unknown_field_an_identity_is_unknown():
    fields = fields_of(made.dense()) | {NEW: FieldResult(None, "absent")}
    touched = [c for c in check(fields) if c.id in made.CHECKS and NEW in c.fields]
    assert len(touched) == 2
    assert {c.status for c in touched} == {"unknown"}


def test_cells_from_2014_are_held_against_no_identity():
    fields = {id: FieldResult(None, "absent") for id in modern_ids()}
    fields[NEW] = FieldResult(3, "crosswalk", evidence={"form2014": 1.0})
    assert [c for c in check(fields) if c.id in made.CHECKS] == []


def test_repairs_are_offered_and_no_value_is_touched():
    values = made.dense(6)
    printed = values | {NEW: values[NEW] + 4}
    fields = fields_of(printed)
    repairs(fields)
    assert {id: f.value for id, f in fields.items()} == printed
    assert (values[NEW], "row-sum") in fields[NEW].alternatives
    part = "applications.new.business"
    assert (values[part] + 4, "row-sum") in fields[part].alternatives
    assert fields["applications.granted.business"].alternatives == []
    assert all(v >= 0 for f in fields.values() for v, _ in f.alternatives)


def said(value, **more):
    return Statement(NEW, value, Span(0, 1), 0.9, **more)


@pytest.mark.parametrize(
    ("statements", "fails"),
    [
        ([], False),
        (["same"], False),
        (["other"], True),
        (["about"], False),
        (["unsure"], False),
    ],
)
def test_prose_against_table(statements, fails):
    values = made.dense(7)
    ways = {
        "same": said(values[NEW]),
        "other": said(values[NEW] + 1),
        "about": said(values[NEW] - 3, approximate=True),
        "unsure": said(values[NEW] + 1, unsure=True),
    }
    found = failing("conflict", fields_of(values), said=[ways[s] for s in statements])
    assert bool(found) is fails
    if fails:
        assert found[0].fields == (NEW,)
        assert "本年新收政府信息公开申请数量" in found[0].message
        assert str(values[NEW]) in found[0].message
        assert found[0].cause == "publisher"


def test_prose_against_prose():
    fields = {id: FieldResult(None, "absent") for id in modern_ids()}
    fields[NEW] = FieldResult(3, "narrative")
    assert failing("conflict", fields, said=[said(3)]) == []
    assert "正文" in failing("conflict", fields, said=[said(3), said(5)])[0].message


def test_blank_cells_a_table_at_a_time():
    fields = fields_of(made.dense())
    assert failing("blank-cell", fields) == []
    fields[NEW] = FieldResult(None, "blank")
    fields["applications.carried_in.total"] = FieldResult(None, "blank", "/")
    fields["remedies.review.total"] = FieldResult(None, "blank")
    found = failing("blank-cell", fields)
    assert [(len(c.fields), c.found) for c in found] == [(2, 2), (1, 1)]
    assert "表三" in found[0].message
    assert "表四" in found[1].message


@pytest.mark.parametrize(("value", "fails"), [(3, False), (0, False), (-3, True), (2.5, True)])
def test_what_is_no_count(value, fails):
    fields = fields_of(made.dense()) | {NEW: FieldResult(value, "observed", str(value))}
    found = failing("not-a-count", fields)
    assert bool(found) is fails
    if fails:
        assert str(value) in found[0].message


def test_an_amount_may_have_a_fraction():
    fields = fields_of(made.dense()) | {"disclosure.fees.amount": FieldResult(0.37, "observed")}
    assert failing("not-a-count", fields) == []


HEADINGS = {
    "overview": "一、总体情况", "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况", "other_matters": "六、其他需要报告的事项",
}  # fmt: skip


def page(values, without=(), empty=()):
    bodies = dict.fromkeys(HEADINGS, "我局按要求做好有关工作，成效较好。\n")
    bodies["disclosure"] = made.pipe(made.lines2(values))
    bodies["applications"] = made.pipe(made.lines3(values))
    bodies["remedies"] = made.pipe(made.lines4(values))
    return "".join(
        f"{title}\n" + ("" if key in empty else bodies[key])
        for key, title in HEADINGS.items()
        if key not in without
    )


PARTS = ("missing-section", "empty-section", "missing-table", "missing-row")


def parts(text, **more):
    found = check(fields_of(made.dense()), text, **more)
    return {(c.id, c.key) for c in found if c.id in PARTS}


def test_a_whole_report_lacks_nothing():
    assert parts(page(made.dense())) == set()


def test_a_missing_section_and_an_empty_one():
    assert parts(page(made.dense(), without=("problems",))) == {("missing-section", "problems")}
    assert parts(page(made.dense(), empty=("problems",))) == {("empty-section", "problems")}


def test_a_missing_table():
    assert parts(page(made.dense(), empty=("remedies",))) == {("missing-table", "remedies")}


def test_a_missing_row():
    text = "".join(
        line for line in page(made.dense()).splitlines(keepends=True) if "2.重复申请" not in line
    )
    assert parts(text) == {("missing-row", "applications.not_processed.duplicate")}


def test_before_2019_no_such_part_is_asked_for():
    assert parts("", year=2016, form="narrative") == set()


@pytest.mark.parametrize(
    ("form", "year", "fails"),
    [("2019", 2020, False), ("2019", 2022, True), ("2014", 2018, False), ("2014", 2021, True),
     ("2021", 2023, False), ("2019", None, False)],
)  # fmt: skip
def test_an_outdated_form(form, year, fails):
    found = failing("outdated-form", fields_of(made.dense()), form=form, year=year)
    assert bool(found) is fails


@pytest.mark.parametrize(
    ("sentence", "fails"),
    [
        ("本报告统计期限自2023年1月1日起至2023年12月31日止。", False),
        ("本报告统计期限自2023年1月1日起至2023年12月20日止。", True),
    ],
)
def test_the_period(sentence, fails):
    found = failing("wrong-period", fields_of(made.dense()), sentence)
    assert bool(found) is fails
    if fails:
        assert "12月20日" in found[0].message


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({}, []),
        ({"year": "2023", "agency": "松岭县园林局"}, []),
        ({"year": "2022"}, ["year"]),
        ({"agency": "松岭县水务局"}, ["agency"]),
        ({"agency": "园林局"}, []),
    ],
)
def test_what_was_given_with_the_document(given, keys):
    found = failing("disagrees-with-given", fields_of(made.dense()), given=given)
    assert [c.key for c in found] == keys
