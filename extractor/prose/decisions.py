"""Decisions that share the verb of the list they stand in: `办理许可12件,行政处罚案件共计3宗`."""

from extractor.prose.line import SURE, Line

_UNITS = frozenset("件宗起例")
_NOT_HERE = ("overview.on_request", "applications", "remedies")


def list_decisions(line: Line) -> None:
    words = dict(line.patterns.decisions)
    keys = frozenset(words.values())
    if line.cases[0].section.startswith(_NOT_HERE):
        return
    for at in range(len(line.cases)):
        if line.key(at) or line.unit(at) not in _UNITS:
            continue
        match = line.patterns.decision.fullmatch(line.lead(at))
        if match is None or _shown(line, at):
            continue
        before = {line.key(i) for i in range(at)} - {""}
        if before - keys:
            continue  # of requests, of disclosed information
        shared = bool(before) or _acted(line, at)
        own = bool(match["total"]) and "案件" in match[0]  # 处罚案件共计3宗 needs no verb
        listed = at > 0 and line.key(at - 1) in keys and line.unit(at - 1) == line.unit(at)
        goes_on = match["part"] or match["total"] or listed
        if own or (shared and goes_on):
            line.settle(at, {words[match["what"]]: SURE})


def _acted(line: Line, at: int) -> bool:
    return at > 0 and line.patterns.acts.search(
        line.text, line.sentence.start, line.cases[at - 1].span.start
    ) is not None  # fmt: skip


def _shown(line: Line, at: int) -> bool:
    """Published or handed on: no count of what was decided."""
    return line.patterns.shows.search(
        line.text, line.sentence.start, line.cases[at].span.start
    ) is not None  # fmt: skip
