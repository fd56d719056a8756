"""How likely it is that a careful reader would write the same value for a field.

A fitted model turns the evidence of a field into a probability; without a model file a rule
stands in, which says so by its id. The names of the evidence are `FEATURES`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.types import FieldResult

LOWEST, HIGHEST = 0.001, 0.9999  # of a confidence that is given
# A statement of the prose no surer is contradicted by another one, or by the classifier.
CONTESTED = 0.5
# That a document does not state a field, where a part of it could not be read.
UNREAD = 0.5
DOUBTED = 0.1  # a figure of the prose at least this likely to tell a field may do so
# How sure a value is at most that only the sums give, of a row that a table prints and nobody could read:
# what is printed there, at times a misprint, is not what the sums ask for. Of 57 such values above 0.944 in
# 4,000 generated documents (2026-11-29) 50 were wrong; beside no table, of 561 5.
SOLVED_UNREAD = 0.5
# How sure it is at most that a row is absent from a table that was read and would have it: the reading may have
# missed it. Of 5,513 such fields above 0.993 in 12,068 generated documents (2026-11-30) 689 were wrong, among
# 2.76 million others 914.
UNFOUND = 0.5

STATES = ("observed", "crosswalk", "narrative", "inferred", "blank", "absent")
# Evidence by name, with the value that stands for "does not apply".
DEFAULTS: dict[str, float] = {
    "label": -1.0,  # similarity of the printed row label to the official one
    "margin": 9.0,  # how much worse the next alignment of the row is
    "choices": 1.0,  # placements of the row's values that fit equally well
    # The share of those placements that give the field what it was given, less where the text
    # does not show all of the row's cells.
    "agreed": 1.0,
    "surplus": 0.0,  # values of the row without a column
    "short": 0.0,  # columns of the row without a value
    "kept": 1.0,  # empty cells stand in the text
    "joined": 0.0,  # the row's values stood on several lines
    "header": -1.0,  # similarity of the header above to the row's columns
    "share": -1.0,  # share of the table's rows that were found
    "odd": 0.0,  # sign, fraction or leading zeros
    "summed": 0.0,  # added up from several old cells
    "form2014": 0.0,
    "prose": -1.0,  # confidence of the prose statement
    "prose_agrees": 0.0,  # 1 the prose says the same, -1 it says another number
    "unsure": 0.0,
    "approximate": 0.0,
    "disagree": 0.0,  # prose against prose
    "doubt": 0.0,  # the likeliest figure of the prose that may tell the field and was not given
    "untold": 0.0,  # log of 1 + figures of cases in the prose that tell nothing known
    "tables": 0.0,  # tables of the report that were read
    "solved": 0.0,  # only the identities say so
    "identities_hold": 0.0,
    "identities_fail": 0.0,
    "table_fail": 0.0,  # share of the table's telling sums that fail, of the kind of which most do
    "table_unknown": 0.0,
    "neighbour_choices": 1.0,  # most choices of any row of the table
    "report_damage": 0.0,  # marks of damage per thousand characters
    "near_damage": 0.0,  # marks of damage within 40 characters of the value
    "report_confidence": 1.0,
    "restarts": 0.0,  # how often the first section's heading follows a last section's
    "sections": 0.0,  # headings of the outermost level that were found
    "length": 0.0,  # log of 1 + characters of the report
    "table_read": 0.0,  # for absent fields: 1 the field's table was read
    "slack": 0.0,  # rows that the form has here and the page does not, among rows without label
    "behind": 0.0,  # log of 1 + numbers behind the row that belong to no row
    "unrepeated": 0.0,  # of many values or short lines of their own none repeats
    "label_seen": 0.0,  # for fields without a cell: the label stands in the text before a number
    "labels_seen": 0.0,  # log of 1 + labels of the field's table that do, in rows that were not read
    "labels_shown": 0.0,  # the same, with or without numbers behind them
    "unread": 0.0,  # log of 1 + numbers that stand like cells and belong to no table
    "is_zero": 0.0,
    "log_value": 0.0,
    "total_column": 0.0,
}
FEATURES: tuple[str, ...] = (*DEFAULTS, *(f"state_{s}" for s in STATES))


def feature_row(result: FieldResult) -> list[float]:
    """The evidence of a field as the model takes it, in the order of FEATURES."""
    known = DEFAULTS | result.evidence  # what has no default stands behind what has one
    row = [*known.values()][: len(DEFAULTS)]
    row.extend([1.0 if result.state == s else 0.0 for s in STATES])
    return row


def bounded(chances: NDArray[np.float64], rows: NDArray[Any]) -> NDArray[np.float64]:
    """Probabilities as they are given: no answer is surer than that its report is one, nor than
    the share of equally good placements of its row that give it, and none is beyond all doubt; nor
    is one that only sums give surer than SOLVED_UNREAD, where numbers stand behind its label beside
    a table that was read, nor one whose row such a table lacks surer absent than UNFOUND.
    `rows` are the evidence that they come from.

    Reports that tell their figures in prose alone are few beside those with tables, so that a
    fitted model may pass over what speaks against a statement; it binds all the same.
    """
    at = {name: rows[:, i] for i, name in enumerate(FEATURES)}
    prose, doubt = at["prose"], at["doubt"]
    contested = (at["state_narrative"] > 0) & (prose >= 0) & (prose <= CONTESTED)
    doubted = (at["state_absent"] > 0) & (doubt >= DOUBTED)
    ceiling = np.minimum(at["report_confidence"], at["agreed"])
    ceiling = np.minimum(ceiling, np.where(contested, prose, 1.0))
    ceiling = np.minimum(ceiling, np.where(doubted, 1.0 - doubt, 1.0))
    unread = (at["solved"] > 0) & (at["label_seen"] > 0) & (at["table_read"] > 0)
    ceiling = np.minimum(ceiling, np.where(unread, SOLVED_UNREAD, 1.0))
    unfound = (at["state_absent"] > 0) & (at["table_read"] > 0)
    ceiling = np.minimum(ceiling, np.where(unfound, UNFOUND, 1.0))
    made: NDArray[np.float64] = np.clip(np.minimum(chances, ceiling), LOWEST, HIGHEST)
    return made


def rule_confidence(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """What stands in for a fitted model: doubt for each thing that speaks against a value."""
    at = {name: rows[:, i] for i, name in enumerate(FEATURES)}
    doubt = np.full(len(rows), 0.003)
    doubt += np.where((at["label"] >= 0) & (at["label"] < 0.8), 0.03, 0.0)
    doubt += np.where(at["margin"] < 0.3, 0.1, 0.0)
    doubt += np.where(at["choices"] > 1, 0.35, 0.0)
    doubt += np.where(at["surplus"] > 0, 0.3, 0.0)
    doubt += np.where(at["identities_fail"] > 0, 0.15, 0.0)
    doubt += np.where(at["prose_agrees"] < 0, 0.15, 0.0)
    doubt += np.where(at["disagree"] > 0, 0.4, 0.0)
    doubt += np.where(at["state_narrative"] > 0, 1.0 - np.clip(at["prose"], 0.0, 1.0), 0.0)
    doubt += np.where(at["unsure"] > 0, 0.2, 0.0)
    doubt += np.where((at["state_inferred"] > 0) & (at["solved"] > 0), 0.05, 0.0)
    doubt += np.where((at["state_absent"] > 0) & (at["table_read"] > 0), 0.1, 0.0)
    doubt += np.where((at["state_absent"] > 0) & (at["unread"] > 2.0), 0.15, 0.0)
    return np.clip(1.0 - doubt, 0.02, 0.997)


def as_matrix(results: Sequence[FieldResult]) -> NDArray[np.float64]:
    return np.array([feature_row(r) for r in results], dtype=np.float64).reshape(-1, len(FEATURES))
