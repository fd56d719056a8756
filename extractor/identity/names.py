"""Names of bodies in running text: where each ends is known by its suffix, where it starts by
what stands before it. Data: data/names.json."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.identity.fronts import kept_fronts
from extractor.identity.words import load_words, trim
from extractor.types import Span

MAX_NAME = 30
_PLACE_END = "(?:自治区|自治州|自治县|自治旗|新区|开发区|高新区|示范区|林区|矿区|垦区|街道|省|市|县|区|州|盟|旗|镇|乡|苏木)"
LEVEL = re.compile(r"^(?:本)?(自治[区州县旗]|省|市|县|区|州|盟|旗|镇|乡)(?=[^政区府县]|政务|政府)")
PLACED = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{1,8}}?{_PLACE_END}|[\u4e00-\u9fff]{{6,16}}?自治[州县旗])(?=[\u4e00-\u9fff]{{2}})"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text."""

    name: str
    span: Span
    weak: bool


def mentions(text: str, span: Span) -> Iterator[Mention]:
    """Names in a stretch, in order; the longest body word wins where several end together."""
    words = load_words()
    no_ends = _NOT_ENDINGS + words.common_ends
    kept = kept_fronts(text, span)
    has_regiments = text.find("团", span.start, span.end) >= 0  # most reports have none
    for corps in _CORPS.finditer(text, span.start, span.end) if has_regiments else ():
        dated = _DATED.search(text, max(0, corps.start() - 2), corps.start()) is not None
        skip = trim(corps.group(), words, dated, kept=kept)
        yield Mention(corps.group()[skip:], Span(corps.start() + skip, corps.end()), weak=False)
    for run in _RUN.finditer(text, span.start, span.end):
        ends = list(words.ends.finditer(text, run.start(), run.end()))
        for index, end in enumerate(ends):
            following = ends[index + 1] if index + 1 < len(ends) else None
            if following and following.start() == end.end() and following.group() in _TAILS:
                longer = text[max(run.start(), end.start() - MAX_NAME) : following.end()]
                if not _OFFICE.search(longer):
                    continue  # 人民政府 + 办公室: the longer name comes next
            left = max(run.start(), end.end() - MAX_NAME)
            piece = text[left : end.end()]
            dated = _DATED.search(text, max(0, left - 2), left) is not None
            opens = left == run.start() and text[left - 1 : left] in _OPENS
            skip = trim(piece, words, dated, opens, kept)
            if skip == 0 and _LATIN.search(text, max(0, left - 1), left):
                skip = next((len(w) for w in words.after_latin if piece.startswith(w)), 0)
            name = piece[skip:]
            if end.group() == "政府" and (
                text.startswith("信息", end.end()) or _BODY_AGAIN.search(name)
            ):
                continue  # …局政府信息公开: 政府 belongs to what follows, on the next line too
            if end.group() == "中心" and text.startswith(words.not_before, end.end()):
                continue  # 中心工作
            if end.group() in words.ministries and name != end.group():
                continue  # …省教育部门, 中央军委…部
            if _OFFICE.search(name) and not name.endswith(words.own_offices):
                continue  # the office of a bureau is not the bureau
            if words.officers.match(text, end.end()) or name.startswith(words.no_start):
                continue  # 局长, 局分管副局长: a person
            short = len(name) == 2 and _is_titled(text, left + skip, end.end())
            if (short or len(name) >= 3) and name not in words.never and not name.endswith(no_ends):
                yield Mention(name, Span(left + skip, end.end()), end.group() in words.weak)


def _is_titled(text: str, start: int, end: int) -> bool:
    """Whether a town's name of two characters stands in a title: 2022年度梁镇政府信息公开…年报."""
    before = text[max(0, start - 3) : start]
    opens = not before or before[-1] in "\n《" or before.endswith(("年", "年度"))
    town = text[start] not in _NO_TOWN and text[end - 1] in "镇乡"
    return opens and town and _IN_TITLE.match(text, end) is not None


_NO_TOWN = frozenset("城乡村我本全各该县市区集小古建")
_IN_TITLE = re.compile(
    r"(?:人民)?(?:政府)?(?:20\d\d年?度?)?(?:政府)?(?:信息|政务)公开[^。\n]{0,12}(?:报告|年报)"
)
_OPENS = frozenset(["", *"\n。;；:：,，!！、“《(（|"])
_BODY_AGAIN = re.compile(r"(?:人民政府|局|厅|委员会|中心|办公室|办事处)政府$")
_DATED = re.compile(r"\d\s?$")
_LATIN = re.compile(r"[A-Za-z]$")
_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_TAILS = frozenset({"办公室", "办公厅", "分局", "办"})
_OFFICE = re.compile(
    r"(?:局|委员会|[^县市区省州旗]委|厅|海关|中心|办事处|支队|大队|管委会|院|处|团|师|明确|设在?|统一|办公室)办公室$"
)
_NOT_ENDINGS = (
    "领导小组", "小组办公室", "专区", "村民委员会", "居民委员会", "常委会", "公开办公室", "公开办", "代表大会", "大厅",
    "国务院办公厅",
)  # fmt: skip
# 兵团: divisions and regiments carry Arabic numbers inside their names.
_CORPS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12})?第?[一二三四五六七八九十]{1,3}师(?:[\u4e00-\u9fff]{0,5}市)?"
    r"(?:[\u4e00-\u9fff]{0,3}[0-9]{1,3}团(?:场)?|[一二三四五六七八九十百〇○零]{1,5}团(?:场)?)"
)


def speaks(mention: Mention) -> bool:
    """Whether a short name may be a reporting body's, where the text lets it act."""
    words = load_words()
    return mention.name.endswith(words.own) or mention.name in words.ministries


def acts(text: str, mention: Mention) -> bool:
    """Whether what follows a name says that the report speaks of it as its own body."""
    return load_words().acts.match(text, mention.span.end) is not None


def spells_out(full: str, short: str) -> bool:
    """Whether a name is another one with the short form of its end written out (卫健局)."""
    for end, long_ends in load_words().short_forms.items():
        if short.endswith(end):
            stem = short.removesuffix(end)
            return any(full.endswith(stem + long) for long in long_ends)
    return False


def in_long(name: str) -> str:
    """The name with the short form of its end written out, where there is but one way to."""
    for end, long_ends in load_words().short_forms.items():
        if name.endswith(end) and len(long_ends) == 1:
            return name.removesuffix(end) + long_ends[0]
    return name


def has_place(name: str) -> bool:
    """Whether a name begins with the name of a place (`尚志市…`, `昆区…`), not with `市…`."""
    return (
        (LEVEL.match(name) is None and PLACED.match(name) is not None)
        or name.startswith(("国家", "中华人民共和国"))
        or name in load_words().ministries
    )


def level_of(name: str) -> str | None:
    """The level that a short form names (`市商务局` → `市`), None for a full name."""
    match = LEVEL.match(name)
    return match[1] if match else None
