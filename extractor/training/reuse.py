"""Models whose inputs have not changed are taken over instead of trained again.

The digest of everything that a model is made from (code and data of the rooms that it uses, which
documents, the libraries) stands in its header as `data["inputs"]`.
"""

import hashlib
import shutil
from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from extractor.artefacts import ArtefactError, read_header, restamp

PACKAGE = Path(__file__).parents[1]
SUFFIXES = frozenset({".py", ".json", ".toml", ".txt"})
INPUTS = "inputs"
LIBRARIES = ("scikit-learn", "numpy", "scipy", "skops", "spacy", "rjieba")
# What the models of headings and of prose are made from, beside their own rooms.
BASE = (
    "types.py",
    "words.py",
    "forms.py",
    "data",
    "cleaning",
    "structure",
    "identity",
    "training/corpus",
)
ROOMS = {
    "structure": (*BASE, "training/structure"),
    "prose": (*BASE, "prose", "training/prose"),
}
# Rooms that neither change what is read nor what is learned.
APART = frozenset(
    {
        "cli",
        "export",
        "annotations",
        "runs",
        "samples",
        "_models",
        "audit.py",
        "gain.py",
        "settling.py",
    }
)


def digest_files(places: Iterable[Path], salt: Sequence[object] = ()) -> str:
    """A digest of names and bytes of code and data files, wherever the package lies."""
    digest = hashlib.sha256(repr(tuple(salt)).encode())
    found = {
        path for place in places for path in (place.rglob("*") if place.is_dir() else (place,))
    }
    for path in sorted(found):
        if path.suffix in SUFFIXES and path.is_file():
            name = path.relative_to(PACKAGE).as_posix() if PACKAGE in path.parents else path.name
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def digest_folder(
    folder: Path, suffixes: Collection[str] = SUFFIXES, without: Collection[str] = ()
) -> str:
    """A digest of names and bytes of the files of a folder, wherever it lies; "" where there is none."""
    found = [
        (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.glob("*"))
        if path.suffix in suffixes and path.name not in without
    ]
    return hashlib.sha256(repr(found).encode()).hexdigest() if found else ""


def corpus_data() -> Path:
    """The wordings of generated documents in a checkout; in a wheel they lie in the room itself."""
    return PACKAGE.parent / "annotations" / "corpus"


def inputs_of(part: str, documents: object) -> str:
    """The digest of what `structure` or `prose` is made from; `documents` says from which ones."""
    places = [PACKAGE / name for name in ROOMS[part]]
    libraries = [f"{name} {_version(name)}" for name in LIBRARIES]
    return digest_files([*places, corpus_data()], (part, documents, *libraries))


def extractor_files() -> list[Path]:
    """Code and data on which the evidence of a field depends."""
    top = [path for path in PACKAGE.iterdir() if path.name not in {*APART, "training"}]
    training = PACKAGE / "training"
    return [*top, training / "corpus", training / "judging.py", corpus_data()]


def take_over(inputs: str, names: Sequence[str], stage: Path, places: Iterable[Path]) -> bool:
    """Copy models of the same inputs into `stage`; False where no place has them all."""
    for place in places:
        if all(_made_from(place / name) == inputs for name in names):
            for name in names:
                shutil.copyfile(place / name, stage / name)
            return True
    return False


def take_base(names: Sequence[str], stage: Path, places: Iterable[Path]) -> bool:
    """The same of models from whatever inputs, as long as people taught them nothing."""
    for place in places:
        if all(_made_from(place / name) for name in names):
            for name in names:
                shutil.copyfile(place / name, stage / name)
            return True
    return False


def stamp(inputs: str, names: Sequence[str], stage: Path, keep: Path | None) -> None:
    """Note the inputs in new models, and keep a copy for later runs."""
    for name in names:
        restamp(stage / name, {INPUTS: inputs})
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            temporary = keep / f".{name}.new"
            shutil.copyfile(stage / name, temporary)
            temporary.replace(keep / name)


def _made_from(path: Path) -> str | None:
    try:
        return read_header(path).data.get(INPUTS)
    except ArtefactError:
        return None


def _version(name: str) -> str:
    try:
        return version(name)
    except ImportError:
        return "none"
