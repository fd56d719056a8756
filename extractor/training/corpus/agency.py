"""Invented agencies with plausible names; no name is shared between the splits."""

import random
from dataclasses import dataclass

from extractor.training.corpus.splits import Split, home
from extractor.training.corpus.wordings import texts

KINDS = {
    "department-city": 30,
    "department-county": 24,
    "department-district": 10,
    "town": 10,
    "street": 7,
    "government-county": 5,
    "government-city": 3,
    "tax": 3,
    "zone": 4,
    "province": 3,
    "branch": 3,
    "sumu": 2,
    "customs": 1,
    "corps": 1,
    "enforcement": 2,
    "center": 1,
    "banner": 2,
}


@dataclass(frozen=True, slots=True)
class Agency:
    """`full` is the official name; `short` the name without its place; `we` the first person."""

    kind: str
    full: str
    short: str
    we: str
    place: str
    superior: str

    @property
    def short_is_name(self) -> bool:
        return self.short != self.full


def _place(rng: random.Random) -> str:
    return rng.choice(texts("agencies", "place_first")) + rng.choice(
        texts("agencies", "place_second")
    )


def _we(department: str) -> str:
    for ending, word in (
        ("委员会", "我委"),
        ("办公室", "我办"),
        ("中心", "本中心"),
        ("局", "我局"),
        ("厅", "我厅"),
    ):
        if department.endswith(ending):
            return word
    return "本机关"


def _local(rng: random.Random, kind: str, place: str) -> tuple[str, str, str, str]:  # noqa: PLR0911
    """Full name, short name, first person and superior of a kind that is no department."""
    town = rng.choice(texts("agencies", "place_first")) + rng.choice(
        texts("agencies", "town_second")
    )
    county = place + rng.choice(("县", "县", "区", "市"))
    if kind == "town":
        level, we = rng.choice((("镇", "我镇"), ("乡", "我乡"), ("镇", "本镇")))
        return county + town + level + "人民政府", town + level, we, county[-1] + "政府"
    if kind == "street":
        return f"{place}区{town}街道办事处", f"{town}街道", rng.choice(("我街道", "我办")), "区政府"
    if kind == "sumu":
        return f"{place}旗{town}苏木人民政府", f"{town}苏木", "我苏木", "旗政府"
    if kind == "banner":
        return f"{place}旗人民政府办公室", "旗政府办公室", "我办", "旗政府"
    if kind == "government-county":
        return county + "人民政府", county[-1] + "人民政府", "我" + county[-1], "市政府"
    if kind == "government-city":
        return f"{place}市人民政府", "市人民政府", "我市", "省政府"
    if kind == "tax":
        return f"国家税务总局{county}税务局", f"{county[-1]}税务局", "我局", "上级税务机关"
    if kind == "zone":
        name = rng.choice(
            ("经济技术开发区", "高新技术产业开发区", "经济开发区", "工业园区", "旅游度假区")
        )
        return f"{place}{name}管理委员会", "管委会", rng.choice(("我委", "管委会")), "市政府"
    if kind == "branch":
        name = rng.choice(("自然资源和规划局", "生态环境局", "公安局", "市场监督管理局"))
        district = _place(rng)
        return f"{place}市{name}{district}分局", f"{district}分局", "我局", "市局"
    if kind == "customs":
        return f"中华人民共和国{place}海关", f"{place}海关", "我关", "上级海关"
    if kind == "corps":
        number = rng.choice("一二三四五六七八九")
        return f"{place}垦区第{number}师{rng.randint(21, 199)}团", "团机关", "我团", "师市"
    if kind == "enforcement":
        return f"{county}综合行政执法局", f"{county[-1]}综合行政执法局", "我局", county[-1] + "政府"
    return (
        f"{place}市{rng.choice(('住房公积金管理', '公共资源交易', '疾病预防控制'))}中心",
        "中心",
        "本中心",
        "市政府",
    )


def _one(rng: random.Random, kind: str) -> Agency:
    place = _place(rng)
    if kind.startswith("department") or kind == "province":
        level = {"department-county": "县", "department-district": "区", "province": "省"}.get(
            kind, "市"
        )
        department = rng.choice(texts("agencies", "departments"))
        if kind == "province":
            department = department.replace("局", "厅") if rng.random() < 0.6 else department
        return Agency(
            kind,
            place + level + department,
            level + department,
            _we(department),
            place + level,
            level + "政府",
        )
    full, short, we, superior = _local(rng, kind, place)
    return Agency(kind, full, short, we, place, superior)


def make_agency(rng: random.Random, split: Split, kind: str | None = None) -> Agency:
    """An agency whose name belongs to this split alone."""
    chosen = kind or rng.choices(list(KINDS), list(KINDS.values()))[0]
    while True:
        one = _one(rng, chosen)
        if home(one.full) is split:
            return one
