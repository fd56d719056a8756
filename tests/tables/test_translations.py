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
