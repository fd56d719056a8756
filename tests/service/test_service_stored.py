"""What a result looks like when it is stored and sent, and who hears of its end."""

import asyncio
import json
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import codec, jsons
from service.core import LATELY, Waiters
from service.database import Database
from service.store import search

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(VALUES)
def test_json_is_what_the_standard_library_reads(value: Any) -> None:
    sent = jsons.encode(value)
    assert json.loads(sent) == value
    assert jsons.decode(sent) == value


@given(VALUES)
def test_what_is_packed_comes_back(value: Any) -> None:
    assert codec.unpack_json(*codec.pack_json(value)) == value


@pytest.mark.parametrize(
    "value", [{"raw": "a\ud800b"}, {"raw": "\udfff" * 3 + "汉"}, 2**70, -(10**400), "\x00\u2028"]
)
def test_json_carries_what_documents_hold(value: Any) -> None:
    assert jsons.decode(jsons.encode(value)) == value


def apart(coroutine):
    """What it returns, run in a thread of its own: another test of this process may hold a loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def test_json_keeps_the_order_of_keys() -> None:
    value = dict.fromkeys(("z", "a", "m"), 1)
    assert list(jsons.decode(jsons.encode(value))) == ["z", "a", "m"]


def test_json_writes_what_is_no_number_as_null() -> None:
    assert jsons.decode(jsons.encode([math.nan, math.inf, 1.5])) == [None, None, 1.5]


@pytest.mark.parametrize("data", [b"", b"{", b'{"a":1}x'])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        jsons.decode(data)


def test_pairs_are_of_letters_and_digits_only() -> None:
    found = search.sought("公开 12,件", "a.txt")
    assert found.folded == "公开12,件\na.txt"
    assert found.pairs == ["12", "tx", "xt", "公开", "开1"]
    assert codec.unpack_bytes(found.codec, found.body).decode() == found.folded


def test_who_comes_after_the_end_does_not_wait(database: Database) -> None:
    async def late() -> tuple[bool, bool]:
        waiters = Waiters(database)
        waiters.start(asyncio.get_running_loop())
        waiters.told(7)
        await asyncio.sleep(0)  # the loop turns once
        return await waiters.ended(7, 0), await waiters.ended(8, 0)

    assert apart(late()) == (True, False)


def test_only_the_latest_ends_are_remembered(database: Database) -> None:
    async def many() -> tuple[bool, bool]:
        waiters = Waiters(database)
        waiters.start(asyncio.get_running_loop())
        for n in range(LATELY + 1):
            waiters.told(n)
        await asyncio.sleep(0)
        return await waiters.ended(0, 0), await waiters.ended(LATELY, 0)

    assert apart(many()) == (False, True)
