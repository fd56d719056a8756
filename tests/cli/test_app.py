"""The command as a whole: what it loads, what it knows, and who may import whom."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from extractor.cli import app

ROOT = Path(__file__).parent.parent.parent
HEAVY = (
    "spacy",
    "sklearn",
    "numpy",
    "scipy",
    "fastapi",
    "sqlalchemy",
    "openpyxl",
    "pyarrow",
    "rich",
    "jieba",
    "rjieba",
)

LOADED = """
import sys
from extractor.cli import app
try:
    app.cli(sys.argv[1:], prog_name="duibiao")
except SystemExit:
    pass
print("loaded:", *sorted(n for n in sys.modules if "." not in n or n.startswith("extractor")))
"""


def loaded_by(*arguments: str) -> set[str]:
    command = [sys.executable, "-c", LOADED, *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("extract", "--help")])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    modules = loaded_by(*arguments)
    assert "extractor.cli.app" in modules
    assert not modules & set(HEAVY)


def test_help_names_every_command_of_the_contract() -> None:
    shown = CliRunner().invoke(app.cli, ["--help"]).stdout
    for name in (
        "extract",
        "serve",
        "worker",
        "train",
        "evaluate",
        "models",
        "annotations",
        "corpus",
        "keys",
        "backup",
        "restore",
    ):
        assert f"\n  {name} " in shown


def test_every_command_has_its_line_of_help() -> None:
    for name in app.commands():
        assert app.summaries().get(name), name


def test_a_name_with_a_dot_stands_under_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def make() -> None:
        click.echo("made")

    monkeypatch.setattr(app, "commands", lambda: {"corpus.make": "somewhere:make"})
    monkeypatch.setattr(app, "load", lambda name, place: make)
    assert CliRunner().invoke(app.cli, ["corpus", "make"]).stdout == "made\n"
    assert "make" in CliRunner().invoke(app.cli, ["corpus", "--help"]).stdout
    assert CliRunner().invoke(app.cli, ["corpus", "break"]).exit_code == 2


def test_a_missing_library_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "commands", lambda: {"serve": "no_such_library:serve"})
    done = CliRunner().invoke(app.cli, ["serve"])
    assert done.exit_code == 1
    assert "no_such_library" in done.stderr
    assert "duibiao[all]" in done.stderr


def test_an_unknown_command_is_wrong_usage(run: Callable[..., Result]) -> None:
    assert run("extrakt").exit_code == 2


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_the_extractor_never_imports_the_service() -> None:
    for path in (ROOT / "extractor").rglob("*.py"):
        assert not {n for n in imports_of(path) if n.partition(".")[0] == "service"}, path


def test_extraction_never_imports_training() -> None:
    training = ROOT / "extractor" / "training"
    for path in (ROOT / "extractor").rglob("*.py"):
        if not path.is_relative_to(training):
            assert not {n for n in imports_of(path) if n.startswith("extractor.training")}, path


NOISY = """
import os
from extractor.cli.app import keep_stdout
keep_stdout()
os.write(1, b"a line of a compiled library\\n")
print("{}")
"""


def test_what_compiled_libraries_print_stays_out_of_the_output() -> None:
    run = subprocess.run([sys.executable, "-c", NOISY], capture_output=True, check=True, cwd=ROOT)
    assert run.stdout.split() == [b"{}"]
    assert run.stderr.split(b"\n")[0].strip() == b"a line of a compiled library"
