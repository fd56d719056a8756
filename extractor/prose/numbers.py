"""Numbers as they stand in prose, by a strict grammar: Arabic, full-width, Chinese numerals, 万.

Values are exact integers, or floats where a decimal is printed and does not come out whole
(`0.37万` is 3700). Everything that only looks like a number (`1E9`, `²`, telephone numbers,
runs of digits longer than `MAX_DIGITS`) is left out, so no text can make one overflow.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from extractor.types import Span

MAX_DIGITS = 12  # a million million: more than any count in a report, less than 2^53

_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_DIGITS = "0-9０-９"
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
# As contracts write them, and twenty and thirty in one; they also stand in words (队伍, 入伍).
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_SCALE = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_ONES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}

# Alternatives start with different characters and each run is bounded: one pass, no backtracking
# beyond MAX_DIGITS characters.
_NUMBER = re.compile(
    rf"(?P<arabic>[{_DIGITS}]{{1,18}}(?:[,，][{_DIGITS}]{{3}}(?![{_DIGITS}])|[.．][{_DIGITS}]{{1,6}}(?![{_DIGITS}]))?"
    rf"(?:(?<=[{_DIGITS}])[,，][{_DIGITS}]{{3}}(?![{_DIGITS}])){{0,3}})"
    rf"(?P<gap>[ \u3000]?(?P<over>[余多几]?)(?P<scale>百万|千万|亿|万|千(?![克米瓦伏帕卡])|百(?!分))(?P<over2>[余多]?))?"
    rf"(?P<over3>[余多](?!次复))?"
    rf"|(?P<chinese>[{_CHINESE}]{{1,20}}|(?=[{_FORMAL}]{{2}}|[廿卅])[{_FORMAL}{_CHINESE}]{{1,20}})(?P<cover>[余多])?(?P<cscale>亿|万)?(?P<cover2>[余多])?"
)
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# Two digits side by side are no number but a guess at one: 七八, 十五六.
_PAIR = re.compile(
    r"(?:[一二三四五六七八九]?十)?[一二两三四五六七八九](?P<last>[二三四五六七八九])"
)
_RANGE = re.compile(
    rf"(?<![{_DIGITS}./年月第—-])(?!0|(?:19|20)\d\d)[{_DIGITS}]{{1,5}}[余多]?(?:至|到|[-－—~～])\Z"
)
_COUNTED = re.compile(r" ?余?[件条起宗次份个期场篇例人元]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_THOUSAND = re.compile(
    r"(?:(?P<k>[一二两三四五六七八九])千)?"
    r"(?P<z1>[零〇])?(?:(?P<h>[一二两三四五六七八九])百)?"
    r"(?P<z2>[零〇])?(?:(?P<t>[一二三四五六七八九])?(?P<ten>十))?"
    r"(?P<z3>[零〇])?(?P<o>[一二两三四五六七八九])?"
)
_ABOUT = ("约", "近", "大约", "将近", "超过", "超", "逾", "达到近", "不到", "接近", "不足")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, where it is printed (multiplier and 余 included), and whether it is rounded."""

    value: int | float
    span: Span
    approximate: bool = False
    chinese: bool = False
    vague: bool = False  # no single number: 七八, 数十, 3至5


def parse_chinese(text: str) -> int | None:
    """The value of a well-formed Chinese numeral (`四十`, `两百零三`, `一万二千`), else None."""
    text = text.translate(_PLAIN).replace("廿", "二十").replace("卅", "三十")
    high, mark, rest = text.rpartition("亿")
    if mark:
        top, low = parse_chinese(high), _below_yi(rest)
        return None if top is None or low is None or not high else top * 10**8 + low
    return _below_yi(text) if text else None


def _below_yi(text: str) -> int | None:
    if text == "":
        return 0
    high, mark, rest = text.partition("万")
    if not mark:
        return _below_wan(text)
    top, low = _below_wan(high), _below_wan(rest.removeprefix("零")) if rest else 0
    return None if not top or low is None else top * 10**4 + low


def _below_wan(text: str) -> int | None:
    if text in ("零", "〇"):
        return 0
    match = _THOUSAND.fullmatch(text)
    if match is None or not text:
        return None
    part = match.groupdict()
    if (part["z1"] and not part["k"]) or (part["z2"] and not (part["h"] or part["k"])):
        return None
    if part["z3"] and (not part["o"] or not (part["k"] or part["h"])):
        return None
    value = 1000 * _ONES.get(part["k"] or "零", 0) + 100 * _ONES.get(part["h"] or "零", 0)
    value += (10 * _ONES[part["t"]] if part["t"] else 10) if part["ten"] else 0
    return value + _ONES.get(part["o"] or "零", 0) or None


def parse_arabic(text: str) -> int | Decimal | None:
    """The value of Arabic digits (full-width too, strict thousands groups, decimals), else None."""
    plain = text.translate(_WIDE)
    if "," in plain:
        if not _GROUPED.fullmatch(plain):
            return None
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,18}(?:\.[0-9]{1,6})?", plain):
        return None
    whole, _, fraction = plain.partition(".")
    if len(whole) > MAX_DIGITS:
        return None
    return Decimal(plain) if fraction else int(whole)


def _exact(value: Decimal | int) -> int | float:
    return int(value) if value == int(value) else float(value)


def _from_arabic(match: re.Match[str]) -> tuple[int | float | None, bool]:
    value = parse_arabic(match["arabic"])
    over = bool(match["over"] or match["over2"] or match["over3"])
    if value is None:
        return None, over
    return _exact(value * _SCALE.get(match["scale"] or "", 1)), over


def _from_chinese(match: re.Match[str]) -> tuple[int | float | None, bool]:
    value = parse_chinese(match["chinese"])
    over = bool(match["cover"] or match["cover2"])
    if value is None:
        return None, over
    if match["cscale"] and not match["cover"]:
        return None, over  # the run itself takes 万; a second one is not a number
    return value * _SCALE.get(match["cscale"] or "", 1), over


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Not inside a word of Latin letters, a decimal, an address, a telephone number."""
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if match["arabic"] is None:
        return True
    if before and (before in ".．-－—/_@" or (before.isascii() and before.isalnum())):
        return False
    if after and (after in "_@/" or (after.isascii() and after.isalnum())):
        return False
    if before in (":", "：") and text[max(0, match.start() - 2) : match.start() - 1].isdigit():
        return False  # 11:27 is a time of day
    return not (after and after in "-－.:：" and text[match.end() + 1 : match.end() + 2].isdigit())


def _pair(match: re.Match[str]) -> int | None:
    """The second of two digits that say about how many: `七八`."""
    pair = _PAIR.fullmatch(match["chinese"])
    if pair is None or match["cover"] or match["cscale"]:
        return None
    return parse_chinese(match["chinese"][: pair.start("last") - 1] + pair["last"])


def _is_vague(text: str, match: re.Match[str]) -> bool:
    """`数十件`, `3至5件`: what stands before a number makes it one of several."""
    before = text[max(0, match.start() - 8) : match.start()]
    if match["arabic"] is None:
        return before.endswith(("数", "几")) and match["chinese"][0] in "十百千万"
    return _RANGE.search(before) is not None and _COUNTED.match(text, match.end()) is not None


def find_numbers(text: str) -> tuple[Number, ...]:
    """All numbers of a text, left to right; offsets into that text."""
    found = []
    for match in _NUMBER.finditer(text):
        vague = _is_vague(text, match)
        if not vague and not _stands_alone(text, match):
            continue
        chinese = match["arabic"] is None
        value, over = _from_chinese(match) if chinese else _from_arabic(match)
        if value is None and chinese:
            value = _pair(match)
            vague = value is not None
        if value is None or value >= 10**MAX_DIGITS:
            continue
        left = text[max(0, match.start() - 3) : match.start()]
        about = over or left.endswith(_ABOUT)
        found.append(Number(value, Span(match.start(), match.end()), about, chinese, vague))
    return tuple(found)
