"""Zeros in words: `未收到…申请`, `无行政复议、行政诉讼情况`, `未产生信息处理费`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.prose.candidates import Cue
from extractor.prose.denials import Bare, load_denials
from extractor.prose.grounds import none_of_ours
from extractor.prose.undone import none_done
from extractor.types import Span

_DENIAL = re.compile(
    r"(?:未|没有|尚未|暂未|均未|从未|未曾|暂无|并无|均无|未有)(?:再|曾|有)?"
    r"(?:收到|接到|受理|发生|产生|收取|出现|接收|新收|收过|被|因|引发|涉及|存在|办理|收)(?:过|任何|到)?"
    r"|(?<![毫并有全])(?:暂无|均无|无|没有|未有|不存在|未)"
    r"|(?:为|是|均为|皆为|都为)零|(?:保持|实现|维持|做到|达到|是|为)?了?零(?:发生|记录)|零(?=申请|收费|复议|诉讼|件|起|条)"
)
_STOP = re.compile(r"[。;；!！\n]")
_NOT = re.compile(
    r"^(?:审|复议直接|法|关(?!于)|需|论|形(?!式)|偿|障碍|正当|效|误|缝|纸|违|党|须|疑|锡|虚|漏|经|按|能|及时|公开的|公开的?事项|标|明确|提供|完成)"
)
_CAUSE = re.compile(r"(?:因|由|引发|导致|引起)[^,，。、]{0,6}$")
_FOREIGN = re.compile(r"的,|的，|应当|可以|不得|如果|逾期")
_LATE = re.compile(r"[^,，。;；]{0,4}?(?:超期|逾期|延期|超时|超过|积压|未答复|未办)")
_REACH = 48
NARROWED = 0.3  # how likely a denial of some of a kind is one of all
_BEHIND = 28  # characters behind a word that may narrow it
_LEFT_OVER = re.compile("(?:结转|转结|顺延|遗留)的?(?:政府信息公开|信息公开)?$")
_KEYS = {
    "request": "requests.received",
    "review": "review.cases",
    "litigation": "litigation.cases",
    "fee": "information_fee",
    "request_documents": "requests.received",  # 无依申请公开信息
    "carried_in": "carried_in",
    "carried_out": "carried_out",
}
# A denial of these may be of a duty or of some of a kind as well: 无行政许可职能.
_DOUBTED = frozenset({"partly", "license", "penalty", "coercion", "admin_fee"})
_GRANTS = re.compile("予以|同意")  # 无予以公开; 无已公开的 is of information
_PAPERS = re.compile(r"(?:目录|文件|公文)$")
_CARRIED = frozenset({"carried_in", "carried_out"})
_CASES = frozenset({"review", "litigation", "fee"})
_LIST = re.compile(r"[、,，及和与或]")
_ANY = re.compile("任何|[等各]|其他|、|和|或")


@dataclass(frozen=True, slots=True)
class Zero:
    """A key whose zero is told in words, and the words.

    `certain` is one that was understood with the title it answers, or of which no report was
    learned from. The classifier sees no titles, and has no say in it.
    """

    key: str
    span: Span
    score: float
    certain: bool = False


def find_zeros(  # noqa: PLR0913 - the year by name
    text: str,
    sentence: Span,
    cues: Sequence[Cue],
    bare: Bare | None = None,
    section: str = "",
    *,
    year: int | None = None,
) -> list[Zero]:
    """Zeros in words of one sentence. `bare` is the bare denial that it is, `year` the report's."""
    if _FOREIGN.search(text, sentence.start, sentence.end) or _looks_like_cells(text, sentence):
        return []
    if bare is not None and (bare.keys or section.startswith("remedies")):
        return [
            Zero(key, bare.span, 0.97, certain=True) for key in bare.keys
        ]  # 无此类申请 there: no cases
    found: dict[str, Zero] = {}
    zeros = list(_none_carried(text, sentence))
    undone = list(none_done(text, sentence, year))
    zeros += [Zero(key, span, 0.9, certain=True) for key, span, _ in undone]
    if undone:  # 无行政许可、处罚及收费: not of information
        lists = [whole for *_, whole in undone]
        cues = [c for c in cues if not any(w.start <= c.start < w.end for w in lists)]
    for match in _DENIAL.finditer(text, sentence.start, sentence.end):
        if _NOT.match(text[match.end() : match.end() + 4]):
            continue
        named = _objects(text, sentence, cues, match)
        if load_denials().asking.match(text, match.end(), sentence.end):
            span = Span(match.start(), match.end())
            named.append(Zero(_KEYS["request"], span, 0.9, certain=True))
        if named and _of_earlier(text, sentence, match, year):
            named = [Zero(one.key, one.span, NARROWED, certain=True) for one in named]
        zeros += named
    for zero in zeros:
        if zero.key not in found or found[zero.key].score < zero.score:
            found[zero.key] = zero
    apart = none_of_ours(text, sentence)
    if apart is not None:
        span, kinds = apart
        for kind in kinds:
            found.setdefault(_KEYS[kind], Zero(_KEYS[kind], span, 0.9, certain=True))
    return list(found.values())


def _of_earlier(text: str, sentence: Span, match: re.Match[str], year: int | None) -> bool:
    """`去年未收到申请`. The year told may be a leftover, and this one meant: it stays a doubt."""
    begin = _clause_start(text, sentence, match.start())
    return load_denials().of_earlier(text, begin, match.start(), year)


def _looks_like_cells(text: str, sentence: Span) -> bool:
    """A row of a table that was not recognised as one: its labels deny nothing."""
    return (
        text.count("|", sentence.start, sentence.end)
        + text.count("\t", sentence.start, sentence.end)
        > 1
    )


def _objects(text: str, sentence: Span, cues: Sequence[Cue], match: re.Match[str]) -> list[Zero]:
    span = Span(match.start(), match.end())
    found = []
    chosen, before = _chosen(text, sentence, cues, match)
    for cue in chosen:
        key = _KEYS.get(cue.kind)
        if cue.kind == "natural" and text.endswith("申请", cue.start, cue.end):
            key = "requests.received"  # 未有单位或个人申请公开
        if _stands_for_all(text, cue, cues) or _any_way(text, cue, chosen, match):
            key = "requests.received"  # 未接到要求公开上述信息的书面申请
        if cue.kind in _DOUBTED or (cue.kind == "granted" and _GRANTS.match(text, cue.start)):
            found.append(Zero(cue.kind, span, NARROWED, certain=True))
            continue
        if key is None or (cue.kind.startswith("request") and _caused(text, cue, chosen)):
            continue
        if key == "requests.received" and _LATE.match(text, cue.end):
            continue  # 没有一件申请超期
        if cue.kind == "request_documents" and _PAPERS.search(text, cue.start, cue.end):
            continue
        if cue.kind == "request" and (
            any(c.kind in _CARRIED and c.start < cue.start for c in chosen)
            or _carried_over(text, match, cue)
        ):
            continue  # 无上年结转申请, 没有下一年度继续办理的申请: none of this year's
        if "收取" in match.group() and cue.kind != "fee":
            continue
        if load_denials().not_named.match(text, cue.end, sentence.end):
            continue
        if _LEFT_OVER.search(text, match.start(), cue.start) and cue.kind == "request":
            continue  # 无结转申请
        if _narrowed(text, cue, chosen, match):
            found.append(Zero(key, span, NARROWED, certain=True))
            continue
        # No generated report denies that requests were carried over: the classifier never met it.
        found.append(Zero(key, span, 0.9, certain=before or cue.kind in _CARRIED))
    return found


def _chosen(
    text: str, sentence: Span, cues: Sequence[Cue], match: re.Match[str]
) -> tuple[Sequence[Cue], bool]:
    """The cues that a denial governs, and whether they stand before it for want of others."""
    begin = _clause_start(text, sentence, match.start())
    if "零" in (said := match.group()) and said != "零":
        return [c for c in cues if begin <= c.start and c.end <= match.start()], False
    chosen = _following(text, cues, match, min(sentence.end, match.end() + _REACH))
    towards = load_denials().towards.match(text, match.end(), sentence.end)
    if towards is not None:  # 未对申请收取费用: the requests are there
        chosen = [
            c for c in chosen if not (c.kind.startswith("request") and c.end <= towards.end())
        ]
    before = [] if chosen else _denied_before(text, sentence, cues, match)
    return (before, True) if before else (chosen, False)


def _denied_before(
    text: str, sentence: Span, cues: Sequence[Cue], match: re.Match[str]
) -> list[Cue]:
    """The nouns right before a denial behind which its clause ends: `复议、诉讼均未发生`."""
    denials = load_denials()
    behind = denials.behind.match(text, match.start(), sentence.end)
    if behind is None or not denials.nothing_behind.match(text, behind.end(), sentence.end):
        return []
    begin = _clause_start(text, sentence, match.start())
    own = [c for c in cues if begin <= c.start and c.end <= match.start()]
    named = [c for c in own if c.kind in _KEYS]
    if not named or not denials.to_denial.fullmatch(text, named[-1].end, match.start()):
        return []
    if denials.some_only.search(text, begin, match.start()) or any(c.kind in _CARRIED for c in own):
        return []
    chosen = named[-1:]
    for cue in reversed(named[:-1]):
        if not denials.to_next.fullmatch(text, cue.end, chosen[0].start):
            break
        chosen.insert(0, cue)
    return chosen


def _narrowed(  # noqa: PLR0911 - a decision list
    text: str, cue: Cue, chosen: Sequence[Cue], match: re.Match[str]
) -> bool:
    """`没有其他申请`, `未发生诉讼败诉情况`: of some of a kind, whatever became of the others."""
    denials, begin = load_denials(), min(match.start(), cue.start)
    if cue.kind in _CARRIED:
        return False
    narrow = denials.narrow_before.search(text, begin, cue.end)
    if narrow is not None and narrow.end() <= cue.start:
        return True
    if denials.narrow_behind.match(text, end := _list_end(text, cue, chosen), end + _BEHIND):
        return True
    if not cue.kind.startswith("request") or cue.kind == "request_channel":
        return False
    before = [c for c in chosen if c.start < cue.start]
    if any(c.kind in ("refused", "partly") for c in before):
        return True
    if any(c.kind == "legal_person" for c in before) and not denials.anybody.search(
        text, begin, cue.end
    ):
        return True  # 无法人和其他组织的申请
    ways = [c for c in before if c.kind == "request_channel"]
    return len(ways) == 1 and not _ANY.search(text, match.start(), cue.start)


def _list_end(text: str, cue: Cue, chosen: Sequence[Cue]) -> int:
    """Where the list ends that a word stands in: what follows it is said of all its members."""
    end = cue.end
    for other in chosen:
        if other.kind in _KEYS and other.start >= end and _LIST.fullmatch(text, end, other.start):
            end = other.end
    return end


def _none_carried(text: str, sentence: Span) -> Iterator[Zero]:
    """`上年无结转申请`: what was carried over is named around the denial."""
    for key, pattern in load_denials().none_carried:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            yield Zero(key, Span(*match.span()), 0.9, certain=True)


def _carried_over(text: str, match: re.Match[str], cue: Cue) -> bool:
    """Whether the words between a denial and requests make them those that were carried over."""
    for _, pattern in load_denials().none_carried:
        said = pattern.match(text, match.start(), cue.start)
        if said is not None and not _LIST.search(text, said.end(), cue.start):
            return True
    return False


def _stands_for_all(text: str, cue: Cue, cues: Sequence[Cue]) -> bool:
    """A way of asking that means requests of any kind, where no other way is told beside it."""
    return cue.of(text) in load_denials().any_request and not any(
        c.kind == "request_channel" and c != cue for c in cues
    )


def _any_way(text: str, cue: Cue, chosen: Sequence[Cue], match: re.Match[str]) -> bool:
    """`未收到任何书面或网上申请`: any of several ways of asking is all of them."""
    ways = [c for c in chosen if c.kind == "request_channel"]
    return (
        len(ways) > 1
        and cue == ways[-1]
        and text.endswith("申请", cue.start, cue.end)
        and "任何" in text[match.start() : ways[0].start]
    )


def _following(text: str, cues: Sequence[Cue], match: re.Match[str], limit: int) -> list[Cue]:
    """Cues that the denial governs: in it or behind it, up to a comma, a colon or a number."""
    chosen: list[Cue] = []
    for cue in cues:
        if cue.start < match.start() or cue.end <= match.end() or cue.end > limit:
            continue
        between = text[(chosen[-1].end if chosen else match.end()) : cue.start]
        if re.search(r"[,，:：02-9]|1[0-9]", between):  # 未收到1件申请: not even one
            break
        chosen.append(cue)
    return chosen


def _caused(text: str, cue: Cue, chosen: Sequence[Cue]) -> bool:
    """`因依申请公开引发的行政复议`: the requests only name the ground of the case."""
    if _CAUSE.search(text[max(0, cue.start - 8) : cue.start]):
        return True
    behind = text[cue.end : cue.end + 8]
    if re.match(r"[^,，、及和]{0,4}(?:引发|引起|导致|产生|提起|被)", behind):
        return True
    if any(
        c.kind in _CASES
        and (0 <= cue.start - c.end <= 1 or 0 <= c.start - cue.end <= 5)
        and not _LIST.search(text[min(c.end, cue.end) : max(c.start, cue.start)])
        for c in chosen
    ):
        return True
    return any(
        c.kind in ("remedy_other", "applicant") and c.start <= cue.start < c.end for c in chosen
    )


def _clause_start(text: str, sentence: Span, at: int) -> int:
    return max(sentence.start, max(text.rfind(m, sentence.start, at) for m in ",，;；:：") + 1)
