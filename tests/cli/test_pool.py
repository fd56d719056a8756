"""Workers that die, hang or cannot start; bounds on one document."""

import pytest

from extractor.runs.limits import Limits
from extractor.runs.pool import Pool, PoolError
from extractor.runs.problems import Problem
from extractor.runs.tasks import Outcome, Task
from extractor.runs.worker import load, read_bytes, run
from tests.cli.fake_work import work

WORK = "tests.cli.fake_work:work"


def outcomes(texts: list[str], jobs: int = 1, limits: Limits | None = None) -> list[Outcome]:
    tasks = [Task(f"{n}", f"{n}.txt", data=t.encode("utf-8")) for n, t in enumerate(texts)]
    return list(Pool(jobs, limits or Limits(), WORK).process(tasks))


def code(outcome: Outcome) -> str | None:
    return outcome.answer.problem.code if outcome.answer.problem else None


def test_a_worker_that_dies_costs_only_its_document() -> None:
    done = outcomes(["a", "die", "b", "die", "c"], jobs=2)
    assert [o.task.key for o in done] == ["0", "1", "2", "3", "4"]
    assert [code(o) for o in done] == [None, "worker-died", None, "worker-died", None]
    assert done[1].answer.problem == Problem("worker-died", "signal 9")


def test_a_document_that_never_ends_is_given_up() -> None:
    done = outcomes(["a", "hang", "b"], jobs=2, limits=Limits(seconds=2))
    assert [code(o) for o in done] == [None, "too-slow", None]


def test_a_worker_that_cannot_start_ends_the_run() -> None:
    for name in ("tests.cli.fake_work:gone", "no.such.module:x"):
        with pytest.raises(PoolError) as caught:
            list(Pool(1, Limits(), name).process([Task("a", "a", data=b"x")]))
        assert caught.value.problem.code == "worker-start"


def test_workers_have_one_thread_each_and_are_used_again() -> None:
    pool = Pool(1, Limits(), "tests.cli.fake_work:name_of_process")
    answers = {o.answer.result for o in pool.process(Task(f"{n}", "", data=b"x") for n in range(5))}
    assert len(answers) == 1
    assert b'"threads":"1"' in (answers.pop() or b"")


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        while True:
            taken += 1
            yield Task(str(taken), "", data=b"x")

    running = Pool(1, Limits(), WORK).process(endless())
    for _ in range(3):
        next(running)
    running.close()
    assert taken < 20


def test_nothing_to_do_starts_no_worker() -> None:
    assert list(Pool(1, Limits(), "no.such.module:x").process([])) == []


@pytest.mark.parametrize(("size", "wanted"), [(9, None), (10, None), (11, "too-large")])
def test_the_bound_on_a_document(tmp_path, size: int, wanted: str | None) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * size)
    for task in (Task("a", "a", path=str(path)), Task("a", "a", data=b"x" * size)):
        answer = run(task, work, Limits(file=10))
        assert (answer.problem.code if answer.problem else None) == wanted
    assert read_bytes(path, size) == load(Task("a", "a", path=str(path)), Limits())


@pytest.mark.parametrize("name", ["seconds", "memory", "file", "archive", "start"])
def test_limits_refuse_what_allows_nothing(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Limits(**{name: 0})


def test_what_a_library_prints_stays_out_of_the_output(capfd: pytest.CaptureFixture[str]) -> None:
    pool = Pool(1, Limits(), "tests.cli.fake_work:chatty")
    (done,) = pool.process([Task("a", "a", data=b"x")])
    assert done.answer.result == b"{}"
    assert capfd.readouterr().out == ""
