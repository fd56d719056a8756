"""How long a server waits before it starts a dead worker again."""

from types import SimpleNamespace
from typing import Any

import pytest

from service.supervisor import Supervisor


class Stop:
    """An event that is set once a worker has lived so often; what was waited is kept."""

    def __init__(self, lives: int) -> None:
        self.lives = lives
        self.waited: list[float] = []

    def is_set(self) -> bool:
        return len(self.waited) >= self.lives

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return self.is_set()


@pytest.mark.parametrize(
    ("worked", "waited"),
    [
        ([False, False, False, False], [0.1, 0.2, 0.4, 0.8]),
        ([True, True, True], [0.1, 0.1, 0.1]),
        ([False, False, True, False], [0.1, 0.2, 0.1, 0.2]),
    ],
)
def test_only_a_worker_that_dies_without_work_waits_longer(
    monkeypatch: pytest.MonkeyPatch, worked: list[bool], waited: list[float]
) -> None:
    service: Any = SimpleNamespace(wake=None)
    supervisor = Supervisor(service, None)
    stop, lives = Stop(len(worked)), iter(worked)
    monkeypatch.setattr(supervisor, "_stop", stop)
    monkeypatch.setattr(supervisor, "_one", lambda _slot: next(lives))
    supervisor._keep(0)
    assert stop.waited == waited
