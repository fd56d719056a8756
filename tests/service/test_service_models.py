"""Models over the registry of the data folder."""

from collections.abc import Callable
from typing import Any

from service.settings import Settings


def test_what_is_in_use_is_listed_and_unknown_models_are_refused(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings) as run:
        listed = run.client.get("/v1/models").json()
        assert [one["id"] for one in listed["items"] if one["current"]] == [listed["current"]]
        unknown = run.client.post("/v1/models/0123456789abcdef/promote")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
        nothing = run.client.post("/v1/models/rollback")
        assert (nothing.status_code, nothing.json()["code"]) == (409, "not-promotable")
        run.submit("甲局 1")
        agencies = run.client.get("/v1/agencies").json()["items"]
        assert agencies == [{"agency": "甲局", "agency_id": None, "years": [2020]}]
