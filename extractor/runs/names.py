"""Own, safe names on disk for whatever a document is called."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST = 100  # characters a component; 255 bytes is the usual bound, a CJK character has 3
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
UNSAFE = re.compile(
    r'[\x00-\x1f\x7f<>:"|?*\\/\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]'
)


def safe_component(name: str) -> str:
    """A name that is a plain file name on every system, never a step up or a hidden file."""
    clean = unicodedata.normalize("NFC", UNSAFE.sub("_", name)).strip(" .")
    if RESERVED.fullmatch(clean):
        clean = "_" + clean
    if not clean:
        clean = "_"
    if len(clean) > LONGEST:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        clean = f"{clean[: LONGEST - 13]}~{digest}"
    return clean


def without_suffix(name: str) -> str:
    """`a.txt` → `a`; `.txt` and `2021.政府` keep what looks like more than a file ending."""
    match = re.fullmatch(r"(.+)\.[A-Za-z0-9]{1,5}", name, re.DOTALL)
    return match[1] if match else name


@dataclass(slots=True)
class Names:
    """Gives each document of a run folder its result's name; no two are equal, whatever the case.

    A result is named after its document: `a.txt` → `a.json`. Where that is taken: `a.txt.json`,
    then `a.txt~2.json` and on.
    """

    taken: set[str] = field(default_factory=set)

    def reserve(self, name: str) -> None:
        self.taken.add(name.casefold())

    def give(self, relative: str) -> str:
        """A relative path with `/` between folders and its last part ending in `.json`."""
        parts = [safe_component(p) for p in relative.replace("\\", "/").split("/") if p]
        *folders, last = parts or ["_"]
        raw = [p for p in relative.replace("\\", "/").split("/") if p] or ["_"]
        short = safe_component(without_suffix(raw[-1]))
        for candidate in self._candidates(short, last):
            path = "/".join([*folders, candidate])
            if path.casefold() not in self.taken:
                self.reserve(path)
                return path
        raise AssertionError("unreachable: the candidates do not end")

    @staticmethod
    def _candidates(short: str, full: str) -> Iterator[str]:
        yield f"{short}.json"
        yield f"{full}.json"
        number = 2
        while True:
            yield f"{full}~{number}.json"
            number += 1
