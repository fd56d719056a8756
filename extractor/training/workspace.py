"""Where a model is built: a folder beside its target, one run at a time, nothing left of killed runs."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from extractor.registry import model_id


class BusyError(RuntimeError):
    """Another training run is at work in the same folder."""

    code = "busy"


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """An empty folder beside `out` that is gone afterwards unless it was put in place.

    Raises BusyError while another run works beside the same target. What a killed run left is
    cleared first; a target that it had moved aside and not yet replaced is put back.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with _alone(out.with_name(f".{out.name}.lock")):
        _clear(out)
        stage = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-training-"))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def put_in_place(stage: Path, out: Path, *, keep: bool = False) -> Path | None:
    """Put the new folder where the old one was; the old one goes last. With `keep` a model stays
    beside it as NAME-before-ID, which is returned."""
    stage.chmod(0o755)
    old = _aside(out)
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    stage.rename(out)
    if keep:
        return _retire(old, out)
    shutil.rmtree(old, ignore_errors=True)
    return None


def _retire(old: Path, out: Path) -> Path | None:
    """Keep a model that was replaced under its id; None where there was none, or the same."""
    id = model_id(old)
    kept = None
    if id not in ("rules", model_id(out)):
        kept = out.with_name(f"{out.name}-before-{id}")
    if kept is not None and not kept.exists():
        old.rename(kept)
    shutil.rmtree(old, ignore_errors=True)
    return kept


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}-before")


def _clear(out: Path) -> None:
    old = _aside(out)
    if old.exists() and not out.exists():
        old.rename(out)
    elif old.exists():
        _retire(old, out)
    for left in out.parent.glob(f".{out.name}-training-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """The lock ends with the process."""
    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout as error:
        raise BusyError("另一个训练正在进行 / another training run is at work here") from error
