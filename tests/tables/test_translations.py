"""Labels in two languages: the English is passed over, where a page has the habit."""

import pytest

from extractor.tables.translations import without_translations
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(51)
TITLE = "三、收到和处理政府信息公开申请情况\n"
APPLICATIONS = {id: v for id, v in DENSE.items() if id.startswith("applications.")}
ENGLISH = [
    "1. Requests received in 2022", "II. Carried over from last year", "(1) Disclosed in full", "Granted in part",
    "Refused: state secrets", "Not held by this body", "No. of petitions, complaints", "Repeated requests (same person)",
]  # fmt: skip


def in_two_languages(between: str) -> made.Lines:
    lines = made.lines3(DENSE)
    return [
        [*line[:-8], line[-8] + between + ENGLISH[n % len(ENGLISH)], *line[-7:]]
        if len(line) >= 8
        else line
        for n, line in enumerate(lines)
    ]


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize(
    "layout", [made.pipe, made.blanks, made.cell_a_line, made.cell_a_line_apart, made.tabs]
)
def test_english_behind_or_below_a_label(layout, between):
    text = TITLE + layout(in_two_languages(between))
    assert made.numbers(made.readings(text)) == APPLICATIONS


def shown(text: str) -> str:
    found = without_translations(text, Span(0, len(text)))
    assert len(found) == len(text)
    return found


def test_the_year_of_a_phrase_is_none_of_its_numbers():
    text = "".join(f"本年新收\nRequests received in 2022 {n} 5\n" for n in range(10, 20))
    assert shown(text).split() == [w for n in range(10, 20) for w in ("本年新收", str(n), "5")]


def test_numbers_behind_english_alone_stay_on_their_line():
    text = "".join(f"4 5\nOther requests {n} 5\n" for n in range(10, 20))
    assert shown(text).count("\n") == 20


@pytest.mark.parametrize(
    "text",
    [
        "本年新收\nNew requests\n5\n上年结转\nCarried over\n6\n",  # too few to be a habit
        "".join(f"{n} | nan | None | 5\n" for n in range(20)),
        "".join(f"收到{n}件，见 www.example.cn 及 APP。\n" for n in range(20)),
    ],
)
def test_other_letters_stay(text):
    assert shown(text) is text


@pytest.mark.parametrize(
    "word", ["བསྡོམས", "جەمئىي", "ᠨᠡᠢᠢᠲᠡ", "합계", "བསྡོམས་ཀྱི", "Total", "Jumlah", "Gaiqsuq"]
)
@pytest.mark.parametrize("layout", [made.pipe, made.blanks, made.tabs, made.markdown])
@pytest.mark.parametrize("first", [False, True])
def test_a_word_of_another_language_beside_the_total_leaves_its_row_as_printed(layout, word, first):
    values = DENSE | {"applications.processed_total.research": 9}  # a misprint
    lines = made.lines3(values)
    at = next(i for i, line in enumerate(lines) if line[0] == "（七）总计")
    lines[at][0] = f"{word} 总计" if first else f"总计 {word}"
    found = made.numbers(made.readings(TITLE + layout(lines)))
    assert found == APPLICATIONS | {"applications.processed_total.research": 9}


def test_other_letters_on_a_line_of_their_own_part_no_label_from_its_number():
    above = "".join(f"{word}\n总计\n{n}\n" for n, word in enumerate(["བསྡོམས", "합계"]))
    assert shown(above).split("\n") == [" " * 7 + "总计", "0", "   总计", "1", ""]
    below = "规章\nབཀའ་ཡིག\n5\n行政许可 རུང་\n6\n"
    assert shown(below).split() == ["规章", "5", "行政许可", "6"]
    assert [line.split() for line in shown(below).splitlines()] == [
        ["规章"],
        ["5"],
        ["行政许可"],
        ["6"],
    ]


def test_digits_of_other_letters_stay():
    text = "规章 | ༣ | ٣ | ᠓\n"
    assert shown(text) is text


@pytest.mark.parametrize("word", ["Total", "Regulations issued"])
def test_words_that_touch_numbers_are_no_part_of_them_where_several_do(word):
    three = "".join(f"规章{word}{n} 4 60\n" for n in (11, 12, 13))
    assert shown(three).split() == [w for n in "123" for w in ("规章", f"1{n}", "4", "60")]
    two = "".join(f"规章{word}{n} 4 60\n" for n in (11, 12))
    assert shown(two) == two
    codes = "".join(f"详见附件A{n}及COVID19通知。\n" for n in range(9))
    assert shown(codes) == codes
