"""The number grammar: what is a number, what it is worth, where it stands."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.prose.numbers import MAX_DIGITS, find_numbers, parse_chinese

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def below_wan(value: int) -> str:
    """A Chinese numeral below 10,000, written out fully (一十 shortened to 十 at the front)."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


def chinese(value: int) -> str:
    high, low = divmod(value, 10_000)
    if not high:
        return below_wan(low)
    rest = below_wan(low).replace("十", "一十", 1) if 10 <= low < 20 else below_wan(low)
    return below_wan(high) + "万" + ("零" if rest and low < 1000 else "") + rest


def only(text: str) -> tuple[float, str, bool]:
    (number,) = find_numbers(text)
    return number.value, number.span.of(text), number.approximate


@given(st.integers(0, 10**MAX_DIGITS - 1))
def test_arabic_in_every_width_comes_back(value: int) -> None:
    for printed in (str(value), str(value).translate(WIDE), f"{value:,}"):
        assert only(f"公开{printed}条") == (value, printed, False)


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_come_back(value: int) -> None:
    assert parse_chinese(chinese(value)) == value
    assert only(f"公开{chinese(value)}件")[0] == value


@given(st.integers(1, 9999), st.sampled_from(["万", "万余", "余万", "万多"]))
def test_ten_thousands_are_multiplied(value: int, words: str) -> None:
    assert only(f"访问{value}{words}次") == (value * 10_000, f"{value}{words}", words != "万")


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("四十余条", 40, "四十余"), ("140余条", 140, "140余"), ("755多条", 755, "755多"),
        ("33万余次", 330_000, "33万余"), ("0.37万元", 3700, "0.37万"), ("两百零三件", 203, "两百零三"),
        ("三十余万次", 300_000, "三十余万"), ("1.5亿次", 150_000_000, "1.5亿"), ("63.9万", 639_000, "63.9万"),
    ],
)  # fmt: skip
def test_multipliers_and_approximate_numbers(text: str, value: int, printed: str) -> None:
    assert only(text)[:2] == (value, printed)


def test_words_before_a_number_make_it_approximate() -> None:
    assert only("近5000条") == (5000, "5000", True)
    assert only("约300件")[2]


@pytest.mark.parametrize(
    "text",
    ["1E9999999", "²", "1_000", "NaN", "9" * 5000, str(2**63), "0635-2119228", "10.2.3.4",
     "二〇二一年", "十十", "百千", "万", "a12b", "v2"],
)  # fmt: skip
def test_what_is_no_number_is_left_out(text: str) -> None:
    assert all(n.value < 10**MAX_DIGITS for n in find_numbers(text))
    assert not find_numbers(text)


@given(st.text(alphabet="0123456789０１,，.．万亿余多十百千一二三零两 -E条", max_size=40))
def test_spans_are_in_bounds_ordered_and_finite(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.span.start < number.span.end <= len(text)
        assert 0 <= number.value < 10**MAX_DIGITS
        end = number.span.end


@pytest.mark.parametrize(
    "text", [" " * 50_000, "1" * 100_000, "一" * 100_000, "1," * 40_000, "万" * 50_000]
)
def test_long_runs_take_linear_time(text: str) -> None:
    started = time.process_time()
    find_numbers(text)
    assert time.process_time() - started < 3
