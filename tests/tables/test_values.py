"""What a cell says: the grammar of numbers is strict, marks are no zeros."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.tables.values import Value, ValueKind, in_unit, parse_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("1086", 1086),
        ("1,086", 1086),
        ("12,345,678", 12_345_678),
        ("+123", 123),
        ("增5", 5),
        ("减3", -3),
        ("增加5项", 5),
        ("减少3", -3),
        ("↓4", -4),
        ("—4", -4),
        ("无增减", 0),
        ("与上年持平", 0),
        ("-4", -4),
        ("−4", -4),
        ("- 4", -4),
        ("282.1", 282.1),
        ("18.8710", 18.871),
        ("3.0", 3),
        ("007", 7),
        ("140余件", 140),
        ("12 件", 12),
        ("12(件)", 12),
        ("1,086 (条)", 1086),
        ("? 0", 0),
        ("999999999999", 999_999_999_999),
    ],
)
def test_numbers(text: str, number: float) -> None:
    value = parse_value(text)
    assert value is not None
    assert (value.kind, value.number) == (ValueKind.NUMBER, number)
    assert isinstance(value.number, type(number))


@pytest.mark.parametrize(
    "text",
    [
        "1E9999999", "1e5", "²", "①", "五", "十二", "1_000", "NaN", "nan", "inf", "Infinity", "0x10", "٣", "१२",
        "9" * 5000, "0" * 5000, str(2**63), str(2**64), "1,2", "1,0000", "12,34", ",123", "1.", ".5", "1.2.3",
        "1/2", "50%", "--5", "+-5", "5-", "1 2", "一", "零", "合计", "1\n2", "1" + " " * 50 + "件",
    ],
)  # fmt: skip
def test_what_is_no_number_is_no_value(text: str) -> None:
    assert parse_value(text) is None


@pytest.mark.parametrize("text", ["/", "-", "—", "——", "--", "–", "无", "／", "\\", "*"])
def test_marks_say_nothing_and_are_no_zeros(text: str) -> None:
    value = parse_value(text)
    assert value == Value(ValueKind.MARK, None)
    assert in_unit(value, "件") is None


def test_an_empty_cell_is_empty() -> None:
    assert parse_value("") == Value(ValueKind.EMPTY, None)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("3700元", "万元", 0.37),
        ("10000元", "万元", 1),
        ("0元", "万元", 0),
        ("0.37万元", "万元", 0.37),
        ("1.5亿元", "万元", 15_000),
        ("2万元", "元", 20_000),
        ("3.5万", "件", 35_000),
        ("8040", "万元", 8040),
        ("12件", "件", 12),
        ("12个", "件", 12),
    ],
)
def test_units_become_those_of_the_field(text: str, unit: str, number: float) -> None:
    value = parse_value(text)
    assert value is not None
    assert in_unit(value, unit) == number


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("5", False),
        ("0", False),
        ("1,234", False),
        ("+5", True),
        ("减5", True),
        ("5.5", True),
        ("426.0", False),  # as programs write counts
        ("4.00", True),
        ("05", True),
    ],
)
def test_what_a_count_does_not_look_like_is_odd(text: str, odd: bool) -> None:
    value = parse_value(text)
    assert value is not None
    assert value.odd is odd


@given(
    st.integers(0, 10**12 - 1),
    st.sampled_from(("", "+", "-", "减", "增")),
    st.sampled_from(("{}", "{:,}")),
    st.sampled_from(("", "件", " 件", "人次")),
)
def test_what_is_printed_is_read_again(number: int, sign: str, style: str, unit: str) -> None:
    digits = style.format(number)
    value = parse_value(sign + digits + unit)
    if len(digits) <= 12 or "," in digits:
        assert value is not None
        assert value.number == (-number if sign in ("-", "减") else number)


@given(st.integers(0, 10**9), st.integers(0, 10**6 - 1))
def test_fractions_keep_their_digits(whole: int, fraction: int) -> None:
    value = parse_value(f"{whole}.{fraction:06d}")
    assert value is not None
    assert value.number == pytest.approx(whole + fraction / 10**6, abs=1e-6, rel=1e-15)
    assert isinstance(value.number, int) == (fraction == 0)


@given(st.text(max_size=40))
def test_any_text_gives_a_number_mark_or_nothing(text: str) -> None:
    value = parse_value(text)
    if value is not None and value.kind is ValueKind.NUMBER:
        assert any(c in "0123456789" for c in text)
        assert value.number is not None
        assert abs(value.number) < 10**15
    elif value is not None:
        assert value.number is None


@pytest.mark.parametrize("text", ["3(件)", "3 (件)", "3件", "3 件"])
def test_a_unit_may_stand_in_brackets(text):
    assert (parse_value(text).number, parse_value(text).unit) == (3, "件")
