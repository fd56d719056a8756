"""Reports of one made-up template: a row under a wording that no form has, which the machine left unread."""

import copy
from typing import Any

from extractor.siblings.sheet import Sheet
from extractor.siblings.transfer import lessons_of

COLUMNS = (
    "natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total",
)  # fmt: skip
ROWS = {
    "applications.new": "一、本年新收政府信息公开申请数量",
    "applications.carried_in": "二、上年结转政府信息公开申请数量",
    "applications.granted": "（一）予以公开",
    "applications.partly_granted": "（二）部分公开",
    "applications.refused.state_secret": "1.属于国家秘密",
    "applications.refused.prohibited_by_law": "2.其他法律行政法规禁止公开",
    "applications.refused.endangers_security": "3.事关一方平安",  # no wording of any form
    "applications.refused.third_party_rights": "4.保护第三方合法权益",
    "applications.refused.internal_affairs": "5.属于三类内部事务信息",
}
STRANGE = "applications.refused.endangers_security"
CELL = f"{STRANGE}.natural_person"


def number(row: int, column: int, seed: int) -> int:
    return 100 * seed + 10 * row + column


class Printed:
    """A report: its text, the machine's reading with the strange row unread, and the truth."""

    def __init__(self, seed: int, joint: str = " | ", empty: tuple[str, ...] = (), drop: bool = False) -> None:  # fmt: skip
        self.text, self.truth = f"某县{seed}局2022年报告\n", {}
        spans: dict[str, list[int]] = {}
        for row, (key, label) in enumerate(ROWS.items()):
            self.text += label
            for column, name in enumerate(COLUMNS):
                id = f"{key}.{name}"
                said = "" if id in empty else str(number(row, column, seed))
                self.truth[id] = None if id in empty else number(row, column, seed)
                if drop and not said:
                    continue
                self.text += joint
                spans[id] = [len(self.text), len(self.text) + len(said)]
                self.text += said
            self.text += "\n"
        fields = {id: self._read(id, spans.get(id)) for id in self.truth}
        self.report: dict[str, Any] = {
            "span": [0, len(self.text)], "form": {"value": "2021"}, "fields": fields, "legacy": {},
            "review": [id for id in fields if id.startswith(STRANGE)],
        }  # fmt: skip

    def _read(self, id: str, span: list[int] | None) -> dict[str, Any]:
        value = self.truth[id]
        if id.startswith(STRANGE):
            return {"value": None, "state": "absent", "span": None}
        state = "observed" if value is not None else "blank"
        return {"value": value, "state": state, "span": span}

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.text, self.report)

    @property
    def open(self) -> list[str]:
        return [f"fields/{id}" for id in self.report["review"]]

    def decided(self, **more: Any) -> dict[str, Any]:
        """The truth in the place of every open field; `more` of some otherwise."""
        found = copy.deepcopy(self.report)
        for id in self.report["review"]:
            value = more.get(id.rpartition(".")[2], self.truth[id])
            found["fields"][id] |= {
                "value": value,
                "state": "blank" if value is None else "observed",
            }
        return found

    def said(self, **more: Any) -> list[Any]:
        return list(lessons_of(self.sheet, self.decided(**more), self.open).values())
