"""How names of bodies are alike: shorter and fuller forms, offices, towns in front of counties."""

from extractor.identity.names import PLACED, has_place, level_of, spells_out
from extractor.identity.words import load_words

_LEVELS = ("省", "市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "苏木", "团", "师", "自治")
_TOWNS = ("镇", "乡", "街道", "苏木")
_SHORTEST_TOWN = 3  # characters of a town's name: 青石镇
_OFFICES = ("办公室", "办公厅")
_LONGEST_PLACE = 5  # characters of a place's own name: 呼伦贝尔, 克孜勒苏


def offices(name: str) -> tuple[str, str]:
    return name + _OFFICES[0], name + _OFFICES[1]


def adds_place(full: str, short: str) -> bool:
    """Whether what a fuller name adds in front reads as a place: 包头市 + 昆区…, 安川 + 市…"""
    if not full.endswith(short):
        return True
    extra = full[: len(full) - len(short)]
    if has_place(short):
        if extra.startswith(("国家", "中华人民共和国")):
            return True  # 国家税务总局 + 安川市税务局
        # One character: the name was broken over two lines at its start.
        place = extra.removesuffix("人民政府")  # of a district, in front of its street office
        return len(extra) == 1 or (place.endswith(_LEVELS) and len(place) <= 2 * _LONGEST_PLACE)
    own = level_of(short) is not None
    return (
        len(extra) <= _LONGEST_PLACE if own else extra.endswith(_LEVELS) or extra.startswith("国家")
    )


def supports(short: str, full: str) -> float:
    """How far a shorter form speaks for a fuller one: its tail, its town, or its words in order."""
    if short == full or len(short) >= len(full):
        return 0.0
    if full.endswith(short) or spells_out(full, short):
        return 0.9
    for tail in ("人民政府", "街道办事处", "办事处", "管理委员会", "政府", "办公室"):
        if full.endswith(short + tail):
            return 0.9
    if full.startswith(short):
        return 0.0
    short = short.replace("管委会", "管理委员会")
    if len(short) >= 4 and short[-2:] == full[-2:] and _same_office(short, full):
        rest = iter(full)
        return 0.6 if all(c in rest for c in short) else 0.0
    return 0.0


def _same_office(short: str, full: str) -> bool:
    """Whether two offices are offices of the same: not 县人民政府(电子政务)办公室."""
    ends = [end for end in _OFFICES if short.endswith(end) and full.endswith(end)]
    return all(short.removesuffix(end)[-1:] == full.removesuffix(end)[-1:] for end in ends)


def is_bare_town(name: str) -> bool:
    """Whether the place that a name begins with is the town itself (青石镇人民政府)."""
    place = PLACED.match(name)
    return place is not None and bare_town(name) == place[0].removesuffix("人民政府")


def bare_town(name: str) -> str:
    """A town or street without its government: 青石镇人民政府 → 青石镇."""
    for tail in ("人民政府", "办事处"):
        if name.removesuffix(tail).endswith(("镇", "乡", "街道", "苏木")):
            return name.removesuffix(tail)
    return name


def is_town(name: str) -> bool:
    """Whether a name is a town's own, and no word that ends like one (特色小镇, 返乡)."""
    town = name.endswith(_TOWNS) and len(name) >= _SHORTEST_TOWN
    return town and not name.endswith(load_words().no_towns)
