"""A town that a report names only in passing: its account, its government's papers, its rules.

Where nothing names who reports, and one town alone is named, as one that has a government, it is
most likely the town itself. What is found so is in doubt, and only better than nothing.
"""

from extractor.identity.likeness import bare_town, is_town
from extractor.identity.names import Mention, mentions
from extractor.identity.words import load_words
from extractor.types import Span

_OWN = ("镇", "乡", "街道", "苏木")
_GOVERNED = ("政府", "办事处")
_EARLY = 900  # characters in which a report that says no 我镇 must name the town


def lone_town(text: str, span: Span, own: str | None) -> Mention | None:
    """The only town that is named, in its fullest form; None where the report calls itself
    something else, where several towns are named, or none as one with a government."""
    if own is not None and own not in _OWN:
        return None
    of_a_town = load_words().of_a_town
    towns = [one for one in mentions(text, span) if is_town(_bare(one.name))]
    told = [
        one for one in towns
        if one.name.endswith(_GOVERNED)
        or (own is not None and of_a_town.match(text, one.span.end, span.end))
    ]  # fmt: skip
    if not told or (own is None and told[0].span.end - span.start > _EARLY):
        return None
    best = max(told, key=lambda one: (len(_bare(one.name)), len(one.name)))
    whole = _bare(best.name)
    alone = all(whole.endswith(_bare(one.name)) for one in towns)
    return best if alone and whole.endswith(own or "") else None


def _bare(name: str) -> str:
    """A town's name without what governs it: 青石镇政府 → 青石镇."""
    return bare_town(name if name.endswith("人民政府") else name.removesuffix("政府"))
