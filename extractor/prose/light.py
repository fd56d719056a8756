"""spaCy without its command line.

`import spacy` loads the program `spacy` with all its sub-commands, and with them an HTTP client
and a downloader: a third of its start, for one function that nobody here calls.
"""

import sys
from types import ModuleType
from typing import Any

PLACE = "spacy.cli.info"


def info(*arguments: Any, **options: Any) -> Any:
    """What `spacy.info` does, its command line loaded only now."""
    from spacy.cli.info import info as own  # noqa: PLC0415

    return own(*arguments, **options)


def load_spacy() -> None:
    """Import spaCy with `info` above in place of its own; its command line can be loaded later."""
    if "spacy" in sys.modules:
        return
    stand_in = ModuleType(PLACE)
    stand_in.info = info  # type: ignore[attr-defined]
    sys.modules[PLACE] = stand_in
    try:
        import spacy  # noqa: F401, PLC0415
    finally:
        if sys.modules.get(PLACE) is stand_in:
            del sys.modules[PLACE]
