"""Known wordings, read from the data files of this room."""

import json
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from extractor.forms import load_form

DATA = Path(__file__).parent / "data"

NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}(?:部分[、:：,，]?|[章篇、,，:：])"
    r"|[一二三四五六七八九十]{1,3}(?:是|[、.．,，]|[ \u3000]{1,2}、)"
    r"|[壹贰叁肆伍陆柒捌玖拾]{1,2}[、.．]"
    r"|(?:[IVX]{1,4}|[Ⅰ-Ⅻ])[、.．](?![A-Za-z])"
    r"|[(（][一二三四五六七八九十]{1,3}[)）][、.．,，]?"
    r"|\d{1,2}(?:[、．]|\.(?!\d)|[)）])"
    r"|[(（]\d{1,2}[)）]"
    r"|[一二三四五六七八九十]{1,3}[)）])"
)
_NOISE = re.compile(r"[\s、,，。．.:：;；()（）《》【】〔〕\[\]<>“”\"'?？!！\-—_|]+")
_LEAD = re.compile(r"^(?:关于)?(?:20\d\d年度?|本年度?|全年|年度)?")
_ORGAN = re.compile(
    r"^(?:本行政机关|行政机关|本机关|本单位|本部门|[我本](?:[局镇县区市委办乡厅院旗关团]|街道|苏木|管委会))"
)
_TAIL = re.compile(r"(?:工作)?(?:的)?(?:情况|方面)$")
# Longer headings have not been met; the cap keeps every later step linear.
MAX_TITLE = 60


def load_patterns(name: str, flags: int = 0) -> dict[str, re.Pattern[str]]:
    """The regular expressions of one of this room's data files, by their names."""
    raw: dict[str, str] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return {key: re.compile(pattern, flags) for key, pattern in raw.items()}


@lru_cache(maxsize=4096)
def squeeze(title: str) -> str:
    """A heading without its number, blanks and punctuation."""
    text = title.strip()
    match = NUMBERING.match(text)
    if match:
        text = text[match.end() :]
    return _NOISE.sub("", text[: 2 * MAX_TITLE])


@lru_cache(maxsize=8192)
def plain(label: str) -> str:
    """A table label without blanks and punctuation."""
    return _NOISE.sub("", label)


@lru_cache(maxsize=8192)
def core(title: str) -> str:
    """The part of a heading that tells its key: no number, year, organ, `情况` or `方面`."""
    text = squeeze(title).replace("政务公开", "政府信息公开").replace("其它", "其他")
    text = _ORGAN.sub("", _LEAD.sub("", text))
    return _TAIL.sub("", text) or text


@dataclass(frozen=True, slots=True)
class Wordings:
    """`cores`: heading core → keys it may stand for; `labels`: squeezed table labels."""

    titles: dict[str, tuple[str, ...]]  # wording as listed → keys
    cores: dict[str, tuple[str, ...]]
    labels: frozenset[str]
    cues: dict[str, re.Pattern[str]]  # name → any of the phrases of that name
    keys: tuple[str, ...]

    def keys_of(self, title: str) -> tuple[str, ...]:
        """The keys for which this heading is a known wording."""
        return self.cores.get(core(title), ())

    def without(self, hidden: frozenset[str]) -> "Wordings":
        """These wordings as if some had never been met."""
        titles = {title: keys for title, keys in self.titles.items() if title not in hidden}
        return replace(self, titles=titles, cores=_cores(titles))

    def is_label(self, title: str) -> bool:
        """Whether this is a row or column label of a statutory table."""
        return plain(title[: 2 * MAX_TITLE]) in self.labels


def _cores(titles: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    cores: dict[str, tuple[str, ...]] = {}
    for title, keys in titles.items():
        known = cores.get(core(title), ())
        cores[core(title)] = known + tuple(k for k in keys if k not in known)
    return cores


def _table_labels() -> frozenset[str]:
    found = set()
    for name in ("2021", "2019", "2014"):
        for field in load_form(name):
            for part in (field.row, field.column, *(field.group or "").split("/")):
                if part:
                    found.add(_NOISE.sub("", part))
    return frozenset(found)


@cache
def load_wordings() -> Wordings:
    """The wordings of `data/headings.json` and `data/cues.json`, once a process."""
    headings: dict[str, list[str]] = json.loads((DATA / "headings.json").read_text("utf-8"))
    cues: dict[str, list[str]] = json.loads((DATA / "cues.json").read_text("utf-8"))
    titles: dict[str, tuple[str, ...]] = {}
    for key, listed in headings.items():
        for title in listed:
            titles[title] = (*titles.get(title, ()), key)
    return Wordings(
        titles,
        _cores(titles),
        _table_labels(),
        {name: re.compile("|".join(map(re.escape, words))) for name, words in cues.items()},
        tuple(headings),
    )
