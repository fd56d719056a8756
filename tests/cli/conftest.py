"""The command with a stand-in for the extractor, so that its tests are quick."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor.cli.app import cli

WORK = "tests.cli.fake_work:work"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Call `duibiao` with arguments, in a new working folder."""
    monkeypatch.setattr("extractor.cli.extract.PIPELINE", WORK)
    monkeypatch.setattr("extractor.cli.show.PIPELINE", WORK)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, input: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [str(a) for a in arguments], input=input)

    return call


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder of three good documents, one below the other."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("one", "utf-8")
    (folder / "b.html").write_text("three", "utf-8")
    (folder / "sub" / "a.txt").write_text("four4", "utf-8")
    return folder
