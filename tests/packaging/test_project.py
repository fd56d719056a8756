"""What the project's own files promise: no addresses, no paths, docs that name everything."""

import re
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from extractor.cli import app
from extractor.cli.extract import extract

ROOT = Path(__file__).parent.parent.parent
DOCS = "\n".join(
    p.read_text("utf-8") for p in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
)


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: what is tracked is not known")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode("utf-8").split("\0") if name]


def test_the_lock_names_no_address_and_hashes_all() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^[a-z0-9][^\n=]*==[^\n]*$", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert all(line.endswith("\\") for line in pinned)


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += [line for name, lines in extras.items() if name != "all" for line in lines]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for line in wanted:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        assert name is not None
        assert re.search(rf"^{re.escape(name[0].lower())}(==|\[)", lock, re.MULTILINE), name[0]


def test_every_dependency_of_the_program_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text.partition("dependencies = [")[2].partition("]\n")[0]
    assert all("#" in line for line in block.strip().splitlines())


def test_docs_name_every_command_and_every_option_of_extract() -> None:
    for name in app.commands():
        assert f"duibiao {name.replace('.', ' ')}" in DOCS, name
    context = click.Context(extract)
    for parameter in extract.get_params(context):
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in DOCS or f", `{option}" in DOCS, option


def test_links_of_the_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_text_files_are_opened_with_an_encoding() -> None:
    bare = re.compile(
        r"\.(?:read_text|write_text)\(\s*\)|\bopen\([^)\n]*,\s*[\"'][rwa]\+?[\"']\s*\)"
    )
    for path in [*(ROOT / "extractor").rglob("*.py"), *(ROOT / "service").rglob("*.py")]:
        assert not bare.search(path.read_text("utf-8")), path


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    for path in tracked():
        if path.suffix == ".py" and path.exists():
            assert len(path.read_text("utf-8").splitlines()) <= 400, path
