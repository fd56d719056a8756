"""What all rooms' tests share: tests that need an outside program name it, and in the project's
own checks such a test may not be passed over."""

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

# Set where everything must be there; a skip is then a failure.
REQUIRE_ALL = "DUIBIAO_REQUIRE_ALL"
POSTGRES = "DUIBIAO_TEST_POSTGRES"
LONGEST = "test_gate.py"
SHARED = Path(__file__).parent.parent.parent / "shared"


def is_there(program: str) -> bool:
    """Whether a program is installed; `postgres` and `shared` mean a server and a folder."""
    if program == "postgres":
        return bool(os.environ.get(POSTGRES))
    if program == "shared":
        return SHARED.is_dir()
    return shutil.which(program) is not None


def need(*programs: str) -> None:
    """Skip the test, naming what it lacks."""
    missing = [program for program in programs if not is_there(program)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


@pytest.fixture
def needs() -> Callable[..., None]:
    """`needs("chromium")` skips where that is missing; so does the mark `needs`."""
    return need


@pytest.fixture
def shared() -> Path:
    """The folder of shared material beside the repository."""
    need("shared")
    return SHARED


@pytest.fixture
def postgres() -> str:
    """The address of a PostgreSQL server for tests."""
    need("postgres")
    return os.environ[POSTGRES]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(program, ...): outside programs that the test runs")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest, so that two workers end together."""
    items.sort(key=lambda item: item.path.name != LONGEST)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        need(*mark.args)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where everything must be there, a skip fails, whichever way it was asked for."""
    if os.environ.get(REQUIRE_ALL) and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{REQUIRE_ALL} is set, but the test was skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report
