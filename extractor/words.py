"""Chinese words from jieba, quietly: no notes on stderr, no shared cache in the temporary folder.

jieba keeps its built dictionary in a file that it reads with marshal; in a folder that others
can write to that would be an open door, so the file lives in the user's own cache folder, and
where there is none the dictionary is built anew.
"""

import logging
import os
import threading
import warnings
from functools import cache
from pathlib import Path
from typing import Any

MAX_PIECE = 200  # jieba is quadratic on one repeated character; pieces keep it linear
_lock = threading.Lock()


def _cache_folder() -> str | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = (Path(base) if base else Path.home() / ".cache") / "duibiao"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return str(folder) if os.access(folder, os.W_OK) else None


@cache
def tokenizer() -> Any:
    """jieba's one tokenizer, its dictionary loaded; shared, because it takes some 60 MB."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its use of pkg_resources and old escapes is not ours
        import jieba  # noqa: PLC0415 - its dictionary takes a second that help need not pay
    jieba.setLogLevel(logging.ERROR)
    if not jieba.dt.initialized:
        folder = _cache_folder()
        if folder is None:
            jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
            jieba.dt.initialized = True
        else:
            jieba.dt.tmp_dir = folder
            jieba.dt.initialize()
    return jieba.dt


def words(text: str) -> list[str]:
    """The words of a text, in order; joined they give the text again."""
    with _lock:
        cutter = tokenizer()
    found: list[str] = []
    for at in range(0, len(text), MAX_PIECE):
        found.extend(cutter.cut(text[at : at + MAX_PIECE], HMM=False))
    return found
