"""What a number says of the requests: received, answered, granted, carried over."""

import re

from extractor.prose.candidates import Cue
from extractor.prose.grounds import all_something_else
from extractor.prose.numbers import find_numbers
from extractor.prose.view import CASES, CHANNELS, Guess, View
from extractor.prose.years import CARRIED

ANSWERED_IN = frozenset(["件", "宗", "起", "份", "例", ""])  # units of answers, not of documents
_REQUEST_KINDS = frozenset(
    [
        "receive",
        "receive_answer",
        "answer",
        "handle",
        "granted",
        "partly",
        "refused",
        "already",
        "carried_in",
        "carried_out",
        "request_channel",
        "natural",
        "legal_person",
        "request",
        "request_documents",
    ]
)


def requests(v: View) -> list[Guess] | None:  # noqa: PLR0911 - a decision list
    told = "request" in v.near + v.far + v.right or _named_by_channel(v)
    # 收到12条依申请公开信息: what came is no document
    told = told or ("request_documents" in v.right[:1] and "receive" in v.near)
    inherited = "request" in v.head or v.c.section in ("overview.on_request", "applications")
    outcome = any(k in v.near for k in ("granted", "partly", "carried_in", "carried_out"))
    inherited = inherited or (
        outcome and re.search(r"办理结果|答复|申请", v.c.sentence.of(v.text)) is not None
    )
    documents = "request_documents" in v.near
    if documents and "handle" in v.near and v.c.unit in CASES:
        return [Guess("requests.received", 0.8)]  # 依申请公开信息办理3件: requests, not documents
    if documents and "receive" in v.near:
        documents, told = False, True  # 收到依申请公开信息12条
    if documents and _BY_SOMEBODY.search(v.text, v.c.number.span.end, v.c.sentence.end):
        documents, told = False, True
        if "receive" not in v.near:
            return [Guess("requests.received", 0.8)]  # 依申请公开信息7条,均为公民申请
    if "mailbox" in v.near and "request" not in v.near:
        return []  # 回复社会关切214条
    if documents and "request" not in v.around and "receive" not in v.near:
        return []
    if v.c.unit not in CASES or not (told or inherited):
        return None
    if documents:
        return []
    if (
        _left_over(v)
        or _already_public(v)
        or all_something_else(v.text, v.c.sentence, v.c.number.span)
    ):
        return []
    roles = [k for k in v.near if k in _REQUEST_KINDS] + [k for k in v.right if k in _REQUEST_KINDS]
    if not roles:
        return None
    if not told and not any(k in roles for k in _REQUEST_KINDS - {"request_channel"}):
        return None
    if any(k in v.near for k in CHANNELS) and "receive" not in roles and "request" not in roles:
        return None
    return _request_role(v, roles, told)


def _named_by_channel(v: View) -> bool:
    """`收到书面申请公开政府信息3件`: a kind of request is named, and requests with it."""
    return any(names_requests(v.text, c) for c in (*v.c.far, *v.c.near, *v.c.right))


def names_requests(text: str, cue: Cue) -> bool:
    """Whether a channel is named with what came by it: 书面申请, not 书面."""
    return cue.kind == "request_channel" and text.endswith("申请", cue.start, cue.end)


def _already_public(v: View) -> bool:
    """`答复12件,其中已主动公开5件`: answers that point to what everybody can read."""
    if v.c.unit not in ANSWERED_IN or not {"part", "answer", "granted"} & set(v.head + v.far):
        return False
    return any(
        c.kind == "proactive" and v.text.endswith(("已", "已经"), v.c.left_start, c.start)
        for c in v.c.near
    )


_LEFT_OVER = re.compile("(?:结转|转结|顺延|遗留)的?$")


def _left_over(v: View) -> bool:
    """`2023年结转申请3件` in a report of 2023: out of the year, or into it, but not new."""
    return not CARRIED & set(v.near) and any(
        c.kind == "request" and _LEFT_OVER.search(v.text, max(0, c.start - 4), c.start)
        for c in v.c.near
    )


_BY_SOMEBODY = re.compile(r"(?:自然人|公民|个人|法人|企业|组织)(?:提出|提交|递交)?的?申请|申请人")
_OF_ANSWERS = re.compile(r"(?:答复|办理|办结)(?:结果|情况)")


def _of_answers(v: View) -> bool:
    """`答复结果为予以公开3件`: one outcome of the answers; all of them where 3 were received."""
    if _OF_ANSWERS.search(v.text, v.c.left_start, v.c.number.span.start) is None:
        return False
    before = v.text[v.c.sentence.start : v.c.left_start]
    return all(n.value != v.c.number.value for n in find_numbers(before))


def _granting(v: View) -> bool:
    """`同意公开答复数3件`: the answers that grant, as the form of 2014 names them."""
    return any(
        c.of(v.text).startswith("同意") and v.text.startswith("答复", c.end)
        for c in v.c.near
        if c.kind == "granted"
    )


def _request_role(v: View, roles: list[str], told: bool) -> list[Guess] | None:  # noqa: PLR0911 - a decision list
    part = "part" in v.near or "part" in v.far
    for kind in ("carried_out", "carried_in", "partly"):
        if kind in roles:
            return [Guess(kind, 0.8)]
    if "refused" in roles or "already" in roles or (v.last == "each" and v.c.number.value):
        return []  # 张某、李某的申请各1件: how many that makes is not said
    if "granted" in roles and "receive" not in roles:
        granted = (
            [Guess("granted", 0.7)]
            if "request" not in v.near or "answer" in v.near + v.far
            else [Guess("granted", 0.5)]
        )
        told_answered = "answer" in v.near + v.far and not (_of_answers(v) or _granting(v))
        answered = [Guess("requests.answered", 0.8)] if told_answered else []
        return granted + answered
    if "receive_answer" in roles:
        return [Guess("requests.received", 0.85), Guess("requests.answered", 0.7)]
    if "receive" in roles:
        sub = [k for k in roles if k in ("request_channel", "natural", "legal_person")]
        if part and sub:
            return []
        return [Guess("requests.received", 0.9 if told else 0.75)]
    if "answer" in roles:
        return [Guess("requests.answered", 0.85)]
    if any(k in roles for k in ("request_channel", "legal_person")):
        return []
    if "natural" in roles:
        return [Guess("natural", 0.6)]
    if "handle" in roles:
        return [
            Guess(
                "requests.received"
                if not part and "receive" not in v.head
                else "requests.answered",
                0.6,
            )
        ]
    if "request" in roles:
        return [] if part or "part" in v.head else [Guess("requests.received", 0.7)]
    return None
