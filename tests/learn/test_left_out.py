"""Leaving a kind of damage out: of documents, of what models learn, and what the page says of it."""

import numpy as np
import pytest

from benchmarks import left_out, unmet
from benchmarks.left_out import LeftOut, Shares
from extractor.training.collect import Request, collect
from extractor.training.corpus.document import Options, make_document

GOOD = Shares(found=1.0, settled=0.99, stated=0.99, review=0.05, wrong=0.001)


def test_documents_with_the_kind_are_gone_and_the_others_keep_their_rows() -> None:
    found = collect(Request("calibration", 6_830_500_000, 12, Options(damage=(3, 6))), processes=1)
    kind = found.tags[0]["damage"][0]
    kept = unmet.without(found, frozenset({kind}))
    names = [tag["name"] for tag in found.tags if kind not in tag["damage"]]
    assert 0 < len(names) < len(found.tags)
    assert [tag["name"] for tag in kept.tags] == names
    assert len(kept.pieces) == len(names)
    for number, tag in enumerate(kept.tags):
        before = [one["name"] for one in found.tags].index(tag["name"])
        rows = kept.document == number
        assert np.array_equal(kept.evidence[rows], found.evidence[found.document == before])
        assert np.array_equal(kept.right[rows], found.right[found.document == before])


def test_models_learn_from_documents_without_the_kind(tmp_path, monkeypatch) -> None:
    def few(part, count):
        return [
            make_document(n, "train", Options(damage=(2, 4), page="single")) for n in range(count)
        ]

    monkeypatch.setattr(unmet, "read_by", few)
    monkeypatch.setattr(unmet, "own_samples", lambda: ([], []))
    seen, learned = [], []
    monkeypatch.setattr(unmet, "save_structure", lambda pages, *_: seen.append(len(pages.pages)))
    monkeypatch.setattr(unmet, "save_prose", lambda told, *_: learned.append(len(told)))
    kind = next(iter(unmet.kinds_of(few("", 1)[0])))
    with_kind = sum(kind in unmet.kinds_of(one) for one in few("", 8))
    readers = unmet.Readers(tmp_path, 8, 8)
    everything, without = readers.without(frozenset()), readers.without(frozenset({kind}))
    assert everything != without
    assert max(seen) - min(seen) == with_kind
    assert learned[1] < learned[0]
    readers.without(frozenset({kind}))  # stands already
    assert len(learned) == 2


def test_held_out_documents_have_the_kind_and_rare_kinds_are_left_aside() -> None:
    found = left_out.held_out(["title-missing", "no such kind"], each=12, most=200)
    assert list(found) == ["title-missing"]
    assert len(found["title-missing"]) == 12
    assert all("title-missing" in unmet.kinds_of(one) for one in found["title-missing"])


@pytest.mark.parametrize(
    ("shares", "holds"),
    [
        (GOOD, True),
        (Shares(1.0, 0.9699, 0.99, 0.05, 0.001), False),
        (Shares(1.0, 0.99, 0.99, 0.05, 0.0101), False),
    ],
)
def test_the_page_names_what_misses_the_aim(shares: Shares, holds: bool) -> None:
    one = LeftOut("advertising", 40, shares, GOOD, 6)
    assert one.holds() is holds
    sizes = {"structure": 9, "prose": 8, "fit": 7, "calibration": 6, "group": 6, "readers": False}
    page = left_out.page([one, LeftOut("masked", 20, GOOD, GOOD, 1)], sizes, "")
    assert f"{1 + holds} of 2 kinds" in page
    assert ("advertising (" in page) is not holds
    assert "masked (" not in page
    assert left_out.row(one) in page.splitlines()
