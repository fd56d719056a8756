"""A check, and how fields are named in the words of the form."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.forms import DATA, FormField, load_forms

TABLE_NAMES = {
    2: "表二 主动公开政府信息情况",
    3: "表三 收到和处理政府信息公开申请情况",
    4: "表四 行政复议、行政诉讼情况",
    None: "政府信息公开情况统计表",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the contract's closed list; `cause` only where it fails.

    `key` tells checks of the same id apart: `checks/ID/KEY` names it for a reviewer's decision.
    """

    id: str
    fields: tuple[str, ...]
    status: str
    severity: str
    cause: str | None
    expected: int | float | str | None
    found: int | float | str | None
    message: str
    basis: str
    key: str = ""

    @property
    def full_key(self) -> str:
        return f"{self.id}/{self.key}" if self.key else self.id

    def as_dict(self) -> dict[str, Any]:
        """The check as the result has it."""
        return {
            "id": self.id,
            "key": self.full_key,
            "fields": list(self.fields),
            "status": self.status,
            "severity": self.severity,
            "cause": self.cause,
            "expected": self.expected,
            "found": self.found,
            "message": self.message,
            "basis": self.basis,
        }


@dataclass(slots=True)
class Names:
    """Field ids in the words of the form."""

    cells: dict[str, FormField] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path = DATA) -> "Names":
        return cls({cell.id: cell for form in load_forms(folder) for cell in form.fields})

    def table(self, id: str) -> str:
        cell = self.cells.get(id)
        return TABLE_NAMES.get(cell.table if cell else None, "统计表")

    def short(self, id: str) -> str:
        """Row and column: 一、本年新收政府信息公开申请数量·总计."""
        cell = self.cells.get(id)
        if cell is None:
            return id
        parts = [p for p in (cell.row or cell.group, cell.column) if p]
        return "·".join(parts)
