"""How much was published: in all, and by website, account and other media."""

import re

from extractor.prose.lexicon import load_lexicon
from extractor.prose.view import CHANNELS, COUNT, Guess, View


def _channel_of(v: View, kinds: tuple[str, ...]) -> tuple[str | None, bool]:
    """The one channel that cues name, and whether they name several."""
    named = {"other_media" if k == "account" else k for k in kinds if k in CHANNELS}
    if len(named) == 1:
        return named.pop(), False
    if len(named) == 2 and "other_media" in named and "account" in kinds:
        return (named - {"other_media"}).pop(), False
    return None, bool(named)


_NOT_OURS = ("submitted", "readings", "remedy_other", "handling_part", "refused")
_NOT_UNASKED = ("receive", "license", "penalty", "coercion")
_OTHER_THINGS = ("not_count", "submitted", "readings", "mailbox", "license", "penalty", "coercion")


def _of_channels(v: View) -> bool:
    """The number counts channels (3个网站) or programmes (4期《民生热线》)."""
    if v.c.unit == "个":
        return bool(v.right) and v.right[0] in CHANNELS
    return v.c.unit == "期" and v.text.startswith("《", v.c.number.span.end + 1)


def disclosed(v: View) -> list[Guess]:  # noqa: PLR0911 - a decision list
    if v.c.unit not in COUNT:
        return []
    if any(k in v.right[:1] or v.last == k for k in _OTHER_THINGS):
        return []
    if _of_channels(v):
        return []
    foreign = any(k in v.near for k in _NOT_UNASKED) and "proactive" not in v.near
    if foreign or any(k in v.near for k in _NOT_OURS):
        return []
    if _of_explained(v):
        return []
    explained = "interpretation" in v.around or (
        v.last == "interpretation_form" and not _is_part(v)
    )
    if explained and _listed_with(v, "interpretation"):
        if _channel_of(v, v.near)[0] is None:
            return []
    elif explained:
        if "press" in v.near or re.search(r"形式|方式", v.gap()) or v.right[:1] == ("category",):
            return []
        return [Guess("interpretations", 0.8)]
    if not any(k in v.around for k in ("publish", "proactive", "info", "total", *CHANNELS)):
        return []
    channel, several = _channel_of(v, v.near)
    if channel is None and not several:
        right, _ = _channel_of(v, v.right)
        channel = right
    if several:
        return [Guess("disclosed.total", 0.7)] if _split_up(v) else []
    return _by_channel(v, channel)


def _of_explained(v: View) -> bool:
    """`政策解读12篇,其中负责人解读4篇、其他解读4篇`: counted already."""
    told = v.head + v.far + v.near
    if "part" not in told or "interpretation" not in v.around:
        return False
    return "interpretation" in told[: len(told) - 1 - told[::-1].index("part")]


def _split_up(v: View) -> bool:
    """`通过网站和公众号共公开信息57条,其中网站公开33条`: all channels, told one by one behind."""
    behind = v.text[v.c.number.span.end + len(v.c.unit) : v.c.sentence.end]
    return "total" in v.near and re.match(r"[,，(（:：]?其中", behind) is not None


def _listed_with(v: View, kind: str) -> bool:
    """`政策解读、宣传稿件230篇`: the number counts other things too."""
    last = max((c.end for c in v.c.near if c.kind == kind), default=None)
    if last is None:
        return False
    return (
        re.match(r"[、及和与][\u4e00-\u9fff]{2}", v.text[last : v.c.number.span.start]) is not None
    )


def _proactive_share(v: View) -> bool:
    """`共公开206条,其中主动公开200条,依申请公开6条`: the part is all that was published unasked."""
    near = v.text[v.c.near_start : v.c.number.span.start]
    return (
        "proactive" in v.near
        and "proactive" not in v.head + v.far
        and re.search(r"文件|公文", near) is None
    )


def _is_part(v: View) -> bool:
    if "part" in v.near or "part" in v.far:
        return True
    before = v.text[v.c.sentence.start : v.c.number.span.start]
    return before.count("(") + before.count("（") > before.count(")") + before.count("）")


_PARTS = re.compile(
    r"(?:其中|包括)[:：,，]?([^。;；]*)$|在[^,，。;；]{0,12}(?:信息|内容)中[:：,，]([^。;；]*)$"
)
_LISTED = re.compile(r"\d[余多]?[条件篇份个次期则项](?:[(（][^()（）]*[)）])?$|\d(?:\.\d+)?[%％]$")
_ANEW = re.compile(r"[共总]|全年|本年|今年|20\d\d|累计|合计")


def _goes_on_with_parts(v: View) -> bool:
    """`其中甲类4条,乙类7条,应主动公开的其它信息5条`: every clause since 其中 is one count."""
    match = _PARTS.search(v.text, v.c.sentence.start, v.c.number.span.start)
    if match is None:
        return False
    *listed, last = re.split("[,，、]", match[1] or match[2] or "")
    return (
        (bool(listed) or match[1] is None)
        and all(_LISTED.search(one) for one in listed)
        and _ANEW.search(last) is None
    )


_VERBS = "公开|发布|公布|推送|更新|上传|录入|刊发|刊登"
_PUBLISHED = re.compile(
    rf"(?:{_VERBS})(?P<of>(?:(?!{_VERBS})[^,，:：;；()（）]){{2,24}}?)类?信息"
    r"[总共数量合计累达到约近超过为]{0,6}$"
)


def _of_one_kind(v: View) -> bool:
    """`发布重点建设项目信息共120条`: the words before 信息 say which kind the number is of."""
    match = _PUBLISHED.search(v.text, v.c.near_start, v.c.number.span.start)
    if match is None:
        return False
    of = match["of"]
    if of.endswith(("政府", "政务")):
        return False  # 海关政府信息: whose, not which
    for word in load_lexicon().of_all:
        of = of.replace(word, "")
    return len(of) > 1


def _this_year(v: View) -> bool:
    """`历年累计…条,其中2022年主动公开…条`: the part is this year's total."""
    near = v.text[v.c.near_start : v.c.number.span.start]
    return "proactive" in v.near and (bool(v.year and str(v.year) in near) or "本年" in near)


_LEADS_ON = re.compile(
    r"(?:总?数量?|总量|量|条数|共计?|合计|总计|累计|达到?|有|为|是|约|近|超过?|[:： ])*"
)
_WHOSE = re.compile(
    r"20\d\d年度?|本年度?|今年|当年|年内|全[年局镇乡县区市街道]|[我本](?:局|委|办|镇|乡|街道|单位|县|区|市)|[\s\d]"
)
_YEARLY = re.compile(
    r"(?:全年|本年度?|今年|20\d\d年度?)(?:我[局委办镇乡]|共|累计|总计|合计){0,2}公开(?:数量|总数)?(?:共|为|达|约|近)?$"
)


def _says_published(v: View) -> bool:
    """`公开信息370条`: the verb is a part of the word, and nothing says which information."""
    for cue in v.c.near:
        if cue.kind != "info" or not cue.of(v.text).startswith("公开"):
            continue
        said = _WHOSE.sub("", v.text[v.c.near_start : cue.start])
        for word in load_lexicon().of_all:
            said = said.replace(word, "")
        if not said and _LEADS_ON.fullmatch(v.text, cue.end, v.c.number.span.start):
            return True
    return False


def _this_years(v: View) -> bool:
    """`全年公开274条`: what else than information, where nothing else is named."""
    inside = v.c.section in ("", "overview", "overview.proactive", "disclosure")
    return inside and v.c.unit == "条" and _YEARLY.search(v.left()) is not None


def _by_channel(v: View, channel: str | None) -> list[Guess]:  # noqa: PLR0911 - a decision list
    told = any(k in v.around for k in ("publish", "proactive", "info", "total", "accumulated"))
    category = "category" in v.near or "category" in v.right
    if channel == "other_media" and v.c.unit == "期" and "公报" in v.text[v.c.near_start :][:40]:
        return []  # issues of the gazette, not what they publish
    chained = "part" not in v.head and v.text.startswith("、", v.c.left_start)
    if channel is None and "info" in v.near and chained:
        channel = next((k for k in v.head[::-1] if k in ("website", "wechat", "weibo")), None)
    if channel is None and "followers" in v.head + v.far:
        # `公众号粉丝2万人,发布图文210篇`: whose followers were counted published.
        channel, _ = _channel_of(v, tuple(k for k in v.head + v.far if k in CHANNELS))
    if channel:
        if category and not {"total", "info"} & set(v.near):
            return [Guess(f"disclosed.{channel}", 0.35 if _is_part(v) else 0.6)]
        return [Guess(f"disclosed.{channel}", 0.9 if told else 0.75)]
    if "not_count" in v.near or category or _of_one_kind(v) or _goes_on_with_parts(v):
        return []
    if _is_part(v) and not _this_year(v) and not _proactive_share(v):
        return []
    far, _ = _channel_of(v, v.far)
    if far and told and "part" not in v.far and "proactive" not in v.near:
        own_total = far == "website" and "total" in v.near
        if not own_total:
            return [Guess(f"disclosed.{far}", 0.7)]
    proactive = "proactive" in v.near or "proactive" in v.right
    if (
        proactive
        or ("total" in v.near and "info" in v.around)
        or ("total" in v.near and "publish" in v.near)
    ):
        return [Guess("disclosed.total", 0.9)]
    told_so = "publish" in v.around and "info" in v.around
    if (told_so or _says_published(v) or _this_years(v)) and "part" not in v.head:
        return [Guess("disclosed.total", 0.6)]
    if "total" in v.near and not v.right:
        inside = v.c.section in ("overview", "overview.proactive", "disclosure")
        return [Guess("disclosed.total", 0.5)] if inside else []
    return []
