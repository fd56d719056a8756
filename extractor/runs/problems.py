"""Why an input could not be read, in words for the person who gave it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDINGS = Path(__file__).parent / "data" / "problems.json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason with its stable code.

    `detail` narrows it (a size, a place in the program). `message` is the whole sentence, in both
    languages, where another room has said it already.
    """

    code: str
    detail: str = ""
    message: str = ""

    def text(self) -> str:
        """Chinese first, then English, then the detail and the code."""
        if self.message:
            return f"{self.message} [{self.code}]"
        chinese, english = wordings()[self.code]
        detail = f" ({self.detail})" if self.detail else ""
        return f"{chinese} / {english}{detail} [{self.code}]"


class InputError(Exception):
    """An input that cannot be read; carries its problem."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.problem = Problem(code, detail)


@cache
def wordings() -> dict[str, tuple[str, str]]:
    """Code → (Chinese, English)."""
    raw = json.loads(WORDINGS.read_text("utf-8"))
    return {code: (pair[0], pair[1]) for code, pair in raw.items()}
