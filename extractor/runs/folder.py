"""A run folder: one result a document, and a journal, so that a second call goes on.

    DIR/NAME.json            the result of a document, named after it
    DIR/duibiao-run.json     when finished: what was read, in order, with hashes and problems
    DIR/.duibiao/            while it runs: journal, lock, unfinished files

Nothing in it depends on time, place or number of processes: a run that was killed and called
again leaves the same bytes as one that was not.
"""

import hashlib
import json
import os
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from extractor.runs.atomic import write_atomically
from extractor.runs.encoding import to_json
from extractor.runs.limits import Limits
from extractor.runs.names import Names
from extractor.runs.problems import InputError
from extractor.runs.tasks import Outcome, Task
from extractor.runs.worker import load

SUMMARY = "duibiao-run.json"
WORK = ".duibiao"
VERSION = 1


class RunFolderError(Exception):
    """A run folder that cannot be used, in words for the user."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese, english)
        self.text = f"{chinese} / {english}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the run. `source` hashes its bytes and what the manifest says of it."""

    key: str
    output: str
    source: str | None
    result: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A document's key in the run and the relative path of its result."""

    key: str
    output: str


@dataclass(slots=True)
class RunFolder:
    """Open with `RunFolder.open`, close with `finish` or `close`."""

    root: Path
    settings: dict[str, Any]
    earlier: dict[str, Entry] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    _times: Counter[str] = field(default_factory=Counter)
    _order: list[str] = field(default_factory=list)
    _lock: FileLock | None = None
    _journal: Any = None

    @classmethod
    def open(cls, root: Path, settings: dict[str, Any]) -> Self:
        """Make or go on with a run folder. Raises RunFolderError.

        `settings` are what the results depend on besides the documents (the model); results made
        under other settings are made again.
        """
        folder = cls(root, settings)
        (root / WORK).mkdir(parents=True, exist_ok=True)
        folder._lock = _lock(root / WORK / "lock")
        try:
            folder._prepare()
        except BaseException:
            folder.close()
            raise
        return folder

    def _prepare(self) -> None:
        parts = self.root / WORK / "parts"
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir()
        self.earlier = _earlier(self.root, self.settings)
        for name in (SUMMARY, WORK, *(e.output for e in self.earlier.values())):
            self.names.reserve(name)
        self._start_journal()

    def place(self, relative: str) -> Place:
        """Where a document's result goes: the same place as in an earlier call.

        `relative` is the document's path below what the user named, so that the folder can be gone
        on with from elsewhere; a second document of that path gets a number.
        """
        self._times[relative] += 1
        times = self._times[relative]
        key = relative if times == 1 else f"{relative}~{times}"
        self._order.append(key)
        known = self.earlier.get(key)
        return Place(key, known.output if known is not None else self.names.give(relative))

    def done(self, place: Place, task: Task, limits: Limits) -> bool:
        """Whether an earlier call's result still holds: same source, result whole.

        What could not be read before is tried again: a time-out or a full machine may be over.
        """
        known = self.earlier.get(place.key)
        if known is None or known.result is None or task.problem is not None:
            return False
        try:
            source = source_digest(_sha256(load(task, limits)), task.given)
        except InputError:
            return False
        path = self.root / known.output
        if known.source != source or not path.is_file():
            return False
        if _sha256(path.read_bytes()) != known.result:
            return False
        self.entries[known.key] = known
        return True

    def has_result(self, relative: str) -> bool:
        """Whether an earlier call read a document of that path; it may have changed since."""
        known = self.earlier.get(relative)
        return known is not None and known.result is not None

    def write(self, place: Place, outcome: Outcome) -> None:
        """Write a result, then its line in the journal; in that order, so a line is a promise."""
        digest = None
        path = self.root / place.output
        answer = outcome.answer
        if answer.result is not None:
            data = answer.result + b"\n"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data, self.root / WORK / "parts")
            digest = _sha256(data)
        else:
            path.unlink(missing_ok=True)
        code = answer.problem.code if answer.problem is not None else None
        source = source_digest(answer.sha256, outcome.task.given) if answer.sha256 else None
        entry = Entry(place.key, place.output, source, digest, code)
        self.entries[entry.key] = entry
        self._log(entry)

    def finish(self) -> list[Path]:
        """Write the summary, clear away the working files; the results in input order."""
        ordered = [self.entries[key] for key in self._order if key in self.entries]
        documents = [asdict(entry) for entry in ordered]
        summary = {"version": VERSION, "settings": self.settings, "documents": documents}
        write_atomically(self.root / SUMMARY, to_json(summary) + b"\n", self.root / WORK / "parts")
        self.close()
        shutil.rmtree(self.root / WORK, ignore_errors=True)
        return [self.root / entry.output for entry in ordered if entry.result is not None]

    def close(self) -> None:
        """Let go of the folder, finished or not."""
        if self._journal is not None:
            self._journal.close()
        if self._lock is not None:
            self._lock.release()
        self._journal = self._lock = None

    def _start_journal(self) -> None:
        head = {"version": VERSION, "settings": self.settings}
        lines = [head, *(asdict(e) for e in self.earlier.values())]
        data = b"".join(to_json(line) + b"\n" for line in lines)
        path = self.root / WORK / "journal.jsonl"
        write_atomically(path, data, self.root / WORK / "parts")
        self._journal = path.open("ab")

    def _log(self, entry: Entry) -> None:
        self._journal.write(to_json(asdict(entry)) + b"\n")
        self._journal.flush()
        os.fsync(self._journal.fileno())


def source_digest(sha256: str, given: dict[str, Any] | None) -> str:
    """What a result depends on besides the settings: the bytes and the manifest's row."""
    return _sha256(sha256.encode("ascii") + to_json(given or {}))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _earlier(root: Path, settings: dict[str, Any]) -> dict[str, Entry]:
    """What earlier calls did: the journal of an unfinished one, else the summary."""
    journal, summary = root / WORK / "journal.jsonl", root / SUMMARY
    records: list[Any] = []
    if journal.is_file():
        for line in journal.read_bytes().splitlines():
            record = _parse(line)
            if record is None:
                break  # the line that was being written when the run was killed
            records.append(record)
    elif summary.is_file():
        whole = _parse(summary.read_bytes())
        if whole is None:
            raise RunFolderError(f"{SUMMARY} 已损坏", f"{SUMMARY} is damaged")
        records = [whole, *whole.get("documents", [])]
    if not records:
        return {}
    if records[0].get("version") != VERSION:
        raise RunFolderError("此文件夹由另一版本生成", "this folder was made by another version")
    same = records[0].get("settings") == settings
    entries = [Entry(**record) for record in records[1:]]
    return {e.key: e if same else Entry(e.key, e.output, None) for e in entries}


def _parse(line: bytes) -> Any:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _lock(path: Path) -> FileLock:
    """Hold a file so that two runs never share a folder; the system lets go when we die."""
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise RunFolderError(
            "另一个进程正在使用此文件夹", "another run is using this folder"
        ) from error
    return lock
