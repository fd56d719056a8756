"""Models on disk: one file each, checked before anything in it is built, never a pickle.

A file is a zip of `header.json` (what it is, what made it) and one payload: `model.skops` for
estimators and plain values, `model.bin` for bytes that a library reads itself (spaCy). Loading
reads the header, compares version, kind, library versions and the payload's digest, then walks
the payload's schema and refuses every type that the kind does not list, and only then builds.

The same model, labels, data digests and settings give the same bytes: skops names objects by
their address in memory and zip files carry the time, so both are replaced by counters and a
constant.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractor.artefact_kinds import KINDS, PLAIN_TYPES

FORMAT_VERSION = 1
MAGIC = "duibiao-artefact"
# A zip entry needs a time; this one is the format's earliest.
EPOCH = (1980, 1, 1, 0, 0, 0)
MAX_HEADER = 1_000_000
MAX_PAYLOAD = 300_000_000
# Saved estimators are bound to the minor version of these.
BOUND_LIBRARIES = ("scikit-learn", "skops")
RECORDED_LIBRARIES = (*BOUND_LIBRARIES, "numpy", "spacy")


class ArtefactError(ValueError):
    """A model file that is not used: a code, the file, what was expected and what was found.

    Codes: missing, pickle, foreign, damaged, format-version, kind, library-version,
    untrusted-type, too-large, unknown-kind, unsupported-model.
    """

    def __init__(self, code: str, path: Path | str, expected: str, found: str) -> None:
        self.code = code
        self.path = str(path)
        self.expected = expected
        self.found = found
        super().__init__(
            f"模型文件不可用 / model file refused [{code}] {Path(path).name}: "
            f"expected {expected}, found {found}"
        )


@dataclass(frozen=True, slots=True)
class Header:
    """What an artefact says about itself. `data` maps a name to the digest of what was learned."""

    kind: str
    format_version: int
    labels: tuple[str, ...]
    data: Mapping[str, str]
    settings: Mapping[str, Any]
    libraries: Mapping[str, str]
    seed: int
    payload: str
    payload_sha256: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """A loaded model and its header."""

    header: Header
    model: Any = field(repr=False)


def save(  # noqa: PLR0913 - the header's parts, all by name
    path: Path | str,
    kind: str,
    model: Any,
    *,
    labels: Iterable[str] = (),
    data: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> str:
    """Write a model atomically and return the SHA-256 of the file.

    `model` is an estimator, a plain value (dict, list, number, text, numpy array) or bytes.
    A reader sees the old file or the whole new one, even when this process is killed.
    """
    if kind not in KINDS:
        raise ArtefactError("unknown-kind", path, " or ".join(sorted(KINDS)), kind)
    name, payload = _payload(path, kind, model)
    header = {
        "magic": MAGIC,
        "format_version": FORMAT_VERSION,
        "kind": kind,
        "labels": list(labels),
        "data": dict(data or {}),
        "settings": dict(settings or {}),
        "libraries": {library: version(library) for library in RECORDED_LIBRARIES},
        "seed": seed,
        "payload": name,
        "payload_sha256": hashlib.sha256(payload).hexdigest(),
    }
    text = json.dumps(header, ensure_ascii=False, sort_keys=True, indent=1).encode()
    content = pack({"header.json": text, name: payload}, compressed=name != "model.skops")
    write_atomically(Path(path), content)
    return hashlib.sha256(content).hexdigest()


def load(path: Path | str, kind: str) -> Artefact:
    """Read a model of that kind, refusing with `ArtefactError` whatever is not exactly one."""
    header, payload = unpack(path, kind)
    if header.payload == "model.bin":
        return Artefact(header, payload)
    return Artefact(header, _build(path, kind, payload))


def unpack(path: Path | str, kind: str) -> tuple[Header, bytes]:
    """The header and the payload of a file of that kind, unbuilt; its types are not yet checked."""
    if kind not in KINDS:
        raise ArtefactError("unknown-kind", path, " or ".join(sorted(KINDS)), kind)
    header, payload = _read(Path(path))
    if header.kind != kind:
        raise ArtefactError("kind", path, kind, header.kind)
    for library in BOUND_LIBRARIES:
        ours, theirs = version(library), str(header.libraries.get(library, "none"))
        if ours.split(".")[:2] != theirs.split(".")[:2]:
            raise ArtefactError(
                "library-version", path, f"{library} {_minor(ours)}", f"{library} {theirs}"
            )
    return header, payload


def read_header(path: Path | str) -> Header:
    """The header alone, with the payload's digest checked but nothing built."""
    return _read(Path(path))[0]


def restamp(path: Path, data: Mapping[str, str]) -> None:
    """Add digests to the header's `data`; the payload stays as it is."""
    header, payload = _read(path)
    raw = {"magic": MAGIC, **asdict(header), "data": {**header.data, **data}}
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True, indent=1).encode()
    members = {"header.json": text, header.payload: payload}
    write_atomically(path, pack(members, compressed=header.payload != "model.skops"))


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file in one step: temporary file beside it, flushed to disk, renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def pack(members: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """A zip whose bytes depend on the members alone."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            entry.compress_type = method
            archive.writestr(entry, members[name])
    return buffer.getvalue()


def _minor(full: str) -> str:
    return ".".join(full.split(".")[:2])


def _read(path: Path) -> tuple[Header, bytes]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ArtefactError("missing", path, "a model file", "no file") from error
    except OSError as error:
        raise ArtefactError(
            "missing", path, "a readable model file", type(error).__name__
        ) from error
    if content[:1] == b"\x80" or content[:2] in (b"(d", b"(l", b"cc"):
        raise ArtefactError("pickle", path, "a zip with header.json", "a pickle")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            raw = json.loads(member(path, archive, "header.json", MAX_HEADER))
            header = _header(path, raw)
            payload = member(path, archive, header.payload, MAX_PAYLOAD)
    except (zipfile.BadZipFile, EOFError, zipfile.LargeZipFile, NotImplementedError) as error:
        code = "damaged" if content[:2] == b"PK" else "foreign"
        raise ArtefactError(code, path, "a zip with header.json", _what(content)) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, ArtefactError):
            raise
        raise ArtefactError("damaged", path, "a header in JSON", "something else") from error
    except OSError as error:  # zlib reports damage so, through the zip module
        raise ArtefactError("damaged", path, "readable members", "damaged ones") from error
    found = hashlib.sha256(payload).hexdigest()
    if found != header.payload_sha256:
        raise ArtefactError("damaged", path, f"payload {header.payload_sha256[:12]}", found[:12])
    return header, payload


def _what(content: bytes) -> str:
    return "a broken zip" if content[:2] == b"PK" else f"{len(content)} bytes of another format"


def member(path: Path, archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member's bytes, counted while unpacking: the sizes that a zip states prove nothing."""
    try:
        with archive.open(name) as file:
            content = file.read(limit + 1)
    except KeyError as error:
        raise ArtefactError("foreign", path, f"a zip with {name}", "a zip without it") from error
    except (zlib.error, RuntimeError) as error:
        raise ArtefactError("damaged", path, f"a readable {name}", "damaged bytes") from error
    if len(content) > limit:
        raise ArtefactError("too-large", path, f"at most {limit} bytes of {name}", "more")
    return content


def _header(path: Path, raw: Any) -> Header:
    if not isinstance(raw, dict) or raw.get("magic") != MAGIC:
        raise ArtefactError("foreign", path, f"a header of {MAGIC}", "another header")
    if raw.get("format_version") != FORMAT_VERSION:
        raise ArtefactError(
            "format-version", path, str(FORMAT_VERSION), repr(raw.get("format_version"))[:40]
        )
    shapes = {
        "kind": str,
        "labels": list,
        "data": dict,
        "settings": dict,
        "libraries": dict,
        "seed": int,
        "payload": str,
        "payload_sha256": str,
    }
    for key, shape in shapes.items():
        if not isinstance(raw.get(key), shape):
            raise ArtefactError(
                "damaged", path, f"{key} in the header", type(raw.get(key)).__name__
            )
    if raw["payload"] not in ("model.skops", "model.bin"):
        raise ArtefactError("foreign", path, "model.skops or model.bin", repr(raw["payload"])[:40])
    return Header(
        kind=raw["kind"],
        format_version=FORMAT_VERSION,
        labels=tuple(map(str, raw["labels"])),
        data=raw["data"],
        settings=raw["settings"],
        libraries=raw["libraries"],
        seed=raw["seed"],
        payload=raw["payload"],
        payload_sha256=raw["payload_sha256"],
    )


def _payload(path: Path | str, kind: str, model: Any) -> tuple[str, bytes]:
    if isinstance(model, bytes):
        return "model.bin", model
    import skops.io  # noqa: PLC0415 - half a second that help and plain reading need not pay

    try:
        dumped = skops.io.dumps(model)
    except (TypeError, ValueError) as error:
        raise ArtefactError(
            "unsupported-model", path, "an estimator or plain value", type(model).__name__
        ) from error
    with zipfile.ZipFile(io.BytesIO(dumped)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    _refuse_types(path, kind, json.loads(members["schema.json"]))
    return "model.skops", pack(_canonical(members))


def _canonical(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members of a skops file under names and ids that do not depend on memory addresses."""
    schema = json.loads(members["schema.json"])
    names = {
        name: f"{hashlib.sha256(content).hexdigest()[:32]}{Path(name).suffix}"
        for name, content in members.items()
        if name != "schema.json"
    }
    counter = iter(range(1, 1 << 62))

    def rewrite(node: Any) -> Any:
        if isinstance(node, list):
            return [rewrite(item) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("__loader__") == "SetNode":
            node = {**node, "content": sorted(node["content"], key=_without_ids)}
        if "_stop_words_id" in node:  # scikit-learn keeps an address there, to warn only once
            node = {**node, "_stop_words_id": {**node["_stop_words_id"], "content": "0"}}
        return {
            key: next(counter)
            if key == "__id__"
            else names[value]
            if key == "file" and isinstance(value, str) and value in names
            else rewrite(value)
            for key, value in node.items()
        }

    result = {new: members[old] for old, new in names.items()}
    result["schema.json"] = json.dumps(rewrite(schema), separators=(",", ":")).encode()
    return result


def _without_ids(node: Any) -> str:
    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k not in ("__id__", "file")}
        return [strip(item) for item in value] if isinstance(value, list) else value

    return json.dumps(strip(node), sort_keys=True)


def _types(node: Any) -> Iterator[str]:
    """Every type that a skops schema names, down to the leaves."""
    pending = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending += here
        elif isinstance(here, dict):
            if "__class__" in here or "__module__" in here:
                yield f"{here.get('__module__')}.{here.get('__class__')}"
            pending += here.values()


def _refuse_types(path: Path | str, kind: str, schema: Any) -> None:
    allowed = PLAIN_TYPES | KINDS[kind]
    for name in _types(schema):
        if name not in allowed:
            raise ArtefactError("untrusted-type", path, f"types of a {kind} model", name[:120])


def check_types(path: Path | str, kind: str, payload: bytes) -> Any:
    """The schema of a skops payload, which names no type that the kind does not list."""
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            schema = json.loads(member(Path(path), archive, "schema.json", MAX_PAYLOAD))
        _refuse_types(path, kind, schema)
    except ArtefactError:
        raise
    except (ValueError, RecursionError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise ArtefactError("damaged", path, "a skops payload", type(error).__name__) from error
    return schema


def _build(path: Path | str, kind: str, payload: bytes) -> Any:
    check_types(path, kind, payload)
    import skops.io  # noqa: PLC0415 - half a second that help and plain reading need not pay
    from skops.io.exceptions import UntrustedTypesFoundException  # noqa: PLC0415

    try:
        return skops.io.loads(payload, trusted=sorted(PLAIN_TYPES | KINDS[kind]))
    except UntrustedTypesFoundException as error:
        raise ArtefactError(
            "untrusted-type", path, f"types of a {kind} model", "another type"
        ) from error
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        ImportError,
        RecursionError,
        zipfile.BadZipFile,
        EOFError,
        OSError,
    ) as error:
        raise ArtefactError("damaged", path, "a skops payload", type(error).__name__) from error
