"""The OpenAPI document against the service: no 500, no status or type that is not in it."""

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from service.settings import Settings

EXAMPLES = int(os.environ.get("DUIBIAO_TEST_EXAMPLES", "6"))  # for each operation


@pytest.fixture(scope="module")
def seen() -> dict[str, set[int]]:
    return {}


@pytest.mark.filterwarnings("ignore")
def test_the_service_keeps_to_its_description(
    sqlite_settings: Settings, start: Callable[..., Any], seen: dict[str, set[int]]
) -> None:
    with start(sqlite_settings) as run:
        base = f"http://127.0.0.1:{run.port}"
        schema = schemathesis.openapi.from_url(f"{base}/openapi.json")
        for found in schema.get_all_operations():
            operation = found.ok()
            _try(operation, seen)
        document = run.client.get("/openapi.json").json()
    assert len(seen) == sum(len(methods) for methods in document["paths"].values())
    assert {200, 404, 422} <= set().union(*seen.values())


def _try(operation: Any, seen: dict[str, set[int]]) -> None:
    statuses = seen.setdefault(f"{operation.method.upper()} {operation.path}", set())

    @given(case=operation.as_strategy())
    @examples(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def one(case: Any) -> None:
        response = case.call()
        statuses.add(response.status_code)
        assert response.status_code != 500, (case.as_curl_command(), response.text)
        case.validate_response(response, checks=[status_code_conformance, content_type_conformance])

    one()
