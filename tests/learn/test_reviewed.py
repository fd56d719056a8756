"""Reviewed documents: evidence for fields, wordings for labels, a test part that stays one."""

import hashlib
from dataclasses import replace

import pytest

from extractor.annotations.model import Annotation
from extractor.pipeline import Settings
from extractor.tables.learned import learned_labels
from extractor.tables.vocabulary import bare
from extractor.training.learned import claims, learn_labels, stuck_label
from extractor.training.reviewed import Review, divide, load_reviews, review_rows, rows_of
from extractor.types import Span

from .test_confidence import collected
from .test_learned_labels import OFFICIAL, WORDING, page

TARGET = "fields/disclosure.regulations.in_force"


def said(data, target, value, quote=None, **more):
    text = data.decode()
    span = None
    if quote is not None:
        start = text.index(quote)
        span = (start, start + len(quote))
    return Annotation(
        document=hashlib.sha256(data).hexdigest(),
        length=len(text),
        report=0,
        report_span=(0, len(text)),
        target=target,
        value=value,
        span=span,
        quote=quote,
        who="a",
        when="2026-01-01T00:00:00Z",
        **{"provenance": "review", **more},
    )


def reviews_of(data, *annotations, name="a.txt"):
    return Review(hashlib.sha256(data).hexdigest(), name, data, tuple(annotations))


def test_a_corrected_value_teaches_the_wording_of_its_row(tmp_path):
    data = page(WORDING)
    one = reviews_of(data, said(data, TARGET, 41, "41", state="observed", decision="corrected"))
    assert list(claims(one)) == [(OFFICIAL, WORDING)]
    assert learn_labels([one], tmp_path / "none", tmp_path) == {OFFICIAL: [WORDING]}
    assert learned_labels(tmp_path) == ((OFFICIAL, (WORDING,)),)
    later = tmp_path / "later"
    assert learn_labels([], tmp_path, later) == {}
    assert learned_labels(later) == learned_labels(tmp_path)  # what was learned stays


def test_a_list_of_cells_teaches_no_column():
    listed = "\n".join(["项目|数量（件）", "结果维持|3", "结果纠正|41"])
    text = page(OFFICIAL).decode().replace("|41", "|40")
    data = text.replace("三、收到", f"四、复议诉讼\n{listed}\n三、收到").encode()
    one = said(data, "fields/remedies.review.corrected", 41, "41", state="observed")
    assert list(claims(reviews_of(data, one))) == []


@pytest.mark.parametrize(
    "printed",
    [
        WORDING[:6] + "\n" + WORDING[6:],
        f"；{WORDING}",
        f"3.{WORDING}",
        f"（一）不予公开2.{WORDING}",
    ],
)
def test_a_wording_is_learned_whole_and_alone(printed):
    data = page(printed)
    one = reviews_of(data, said(data, TARGET, 41, "41", state="observed", decision="corrected"))
    assert [(label, bare(text)) for label, text in claims(one)] == [(OFFICIAL, WORDING)]


def test_a_wording_to_which_numbers_are_stuck_is_found_before_them():
    text = f"0 7 2732.行政许可5 44 2733.{WORDING}8 40 258 4.行政处罚"
    for number in (" 8 ", " 40 ", " 258 "):
        at = text.index(number.strip(), text.index(WORDING))
        value = Span(at, at + len(number.strip()))
        assert stuck_label(text, value) == WORDING
    assert stuck_label("12 41", Span(3, 5)) is None


def test_a_piece_of_a_known_label_is_no_wording():
    data = page("规章").replace("行政规范性文件".encode(), "行政规范\n性文件".encode())
    other = said(data, "fields/disclosure.normative_documents.in_force", 60, "60", state="observed")
    assert list(claims(reviews_of(data, other))) == []
    lone = page("规章").replace("行政规范性文件".encode(), "性文件".encode())
    other = said(lone, "fields/disclosure.normative_documents.in_force", 60, "60", state="observed")
    assert list(claims(reviews_of(lone, other))) == []


def test_a_corrected_value_teaches_the_wording_of_its_column():
    head = "这十二个月里印发的数目"
    data = page(OFFICIAL, head)
    issued = said(data, "fields/disclosure.regulations.issued", 3, "3", state="observed")
    assert list(claims(reviews_of(data, issued))) == [("本年制发件数", head)]
    beside = said(data, TARGET, 41, "41", state="observed")  # a known column teaches nothing
    assert list(claims(reviews_of(data, beside))) == []
    # A line of another length heads nothing; numbers one a line have no line above.
    for one in (data.decode().replace("信息内容|", ""), data.decode().replace("|", "\n")):
        torn = one.encode()
        again = said(torn, "fields/disclosure.regulations.issued", 3, "3", state="observed")
        assert list(claims(reviews_of(torn, again))) == []


def test_a_known_wording_is_not_learned_and_a_contested_one_neither(tmp_path):
    known = page(OFFICIAL)
    one = reviews_of(known, said(known, TARGET, 41, "41", state="observed"))
    assert list(claims(one)) == []
    data = page(WORDING)
    both = reviews_of(
        data,
        said(data, "rows/disclosure.regulations", None, WORDING),
        said(data, "rows/disclosure.licensing", None, WORDING),
    )
    assert len(list(claims(both))) == 2
    assert learn_labels([both], tmp_path, tmp_path / "out") == {}
    assert not (tmp_path / "out").exists()


def test_what_people_said_is_the_truth_of_a_field():
    data = page(OFFICIAL)
    one = reviews_of(
        data,
        said(data, TARGET, 41, "41", state="observed", decision="accepted"),
        said(data, "fields/disclosure.regulations.issued", 99, "3", state="observed"),
    )
    rows = review_rows([one], Settings(), first=7)
    assert rows.right.tolist() == [True, False]
    assert rows.document.tolist() == [7, 7]
    assert not rows.missing.any()
    assert rows.evidence.any()
    assert rows.names.tolist() == [f"a.txt#0/{TARGET[7:]}", "a.txt#0/disclosure.regulations.issued"]


def test_what_was_said_once_is_told_from_what_somebody_looked_at_again():
    data = page(OFFICIAL)
    first = said(data, TARGET, 40, "41", state="observed", provenance="review")
    again = replace(first, value=41, replaces=first.id)
    audited = said(data, "fields/disclosure.regulations.issued", 3, "3", state="observed",
                   provenance="audit")  # fmt: skip
    for one, once in ((first, True), (again, False), (audited, False)):
        assert review_rows([reviews_of(data, one)], Settings()).once.tolist() == [once]
    assert not rows_of(collected(1, 3)).once.any()


def test_gold_is_not_learned_from_and_what_was_replaced_does_not_count(tmp_path):
    data = page(OFFICIAL)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_bytes(data)
    first = said(data, TARGET, 40, "41", state="observed")
    second = replace(first, value=41, replaces=first.id)
    gold = said(data, "year", 2022, provenance="gold")
    found = load_reviews([first, second, gold], tmp_path)
    assert [r.annotations for r in found] == [(second,)]
    assert load_reviews([gold], tmp_path) == ()


def test_the_test_part_is_decided_once_by_agency_and_year(tmp_path):
    many = []
    for n in range(200):
        data = f"{n}".encode()
        many.append(reviews_of(data, said(data, "agency", f"县{n}"), said(data, "year", 2022)))
    learn, test = divide(many, tmp_path)
    assert 20 <= len(test) <= 60
    assert len(learn) + len(test) == 200
    renamed = [replace(r, annotations=(said(r.data, "agency", "另一个县"),)) for r in test]
    assert divide(renamed, tmp_path) == ((), tuple(renamed))
    same = reviews_of(b"other", *[replace(a, document="0" * 64) for a in test[0].annotations])
    assert divide([same], tmp_path / "fresh") == ((), (same,))


def test_rows_of_judged_documents_have_a_name_each():
    rows = rows_of(collected(1, 3), 2)
    assert len(rows) == len(set(rows.names.tolist())) == 400
    assert set(rows.forms.tolist()) == {"2021", "2019"}
