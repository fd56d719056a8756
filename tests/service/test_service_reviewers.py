"""Reviewers who save at the same moment: one decision each version, nothing lost, all of it told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

FIELD = "fields/applications.new.total"
REVIEWERS, ROUNDS = 4, 5


def test_reviewers_at_the_same_moment(run: Any) -> None:
    id = run.id_of("甲局 1")
    path = f"/v1/documents/{id}/annotations"
    for version in range(ROUNDS):
        together = threading.Barrier(REVIEWERS)

        def save(value: int, version: int = version, together: Any = together) -> Any:
            change = {"report": 0, "target": FIELD, "value": value, "state": "observed"}
            together.wait(20)
            return run.client.post(path, json={"version": version, "changes": [change]})

        values = [100 * (version + 1) + n for n in range(REVIEWERS)]
        with ThreadPoolExecutor(REVIEWERS) as pool:
            answers = dict(zip(values, pool.map(save, values), strict=True))
        statuses = sorted(answer.status_code for answer in answers.values())
        assert statuses == [200] + [409] * (REVIEWERS - 1)
        (won,) = [value for value, answer in answers.items() if answer.status_code == 200]
        for value, answer in answers.items():
            if value != won:
                problem = answer.json()
                assert problem["version"] == version + 1
                assert problem["current"][0]["now"]["value"] == won
                assert problem["yours"][0]["value"] == value
                assert [one["version"] for one in problem["since"]] == [version + 1]
        assert run.client.get(f"/v1/documents/{id}").json()["version"] == version + 1
    history = run.client.get(f"/v1/documents/{id}/history").json()["items"]
    assert [one["version"] for one in history] == list(range(1, ROUNDS + 1))
    kept = [one["to"]["value"] for one in history]
    assert [one["from"]["value"] for one in history] == [1, *kept[:-1]]
