"""Run folders: names, going on, and the same bytes however often the run was cut."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from extractor.runs.folder import RunFolder, RunFolderError
from extractor.runs.limits import Limits
from extractor.runs.names import Names, safe_component
from extractor.runs.sources import Found, find, tasks
from extractor.runs.tasks import Task
from extractor.runs.worker import load
from tests.cli.fake_work import work  # noqa: F401  the worker processes import it by name

Run = Callable[..., Result]
ROOT = Path(__file__).parent.parent.parent


def content(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_results_are_named_after_their_documents(run: Run, documents: Path, tmp_path: Path) -> None:
    (documents / "b.txt").write_text("five", "utf-8")
    done = run("extract", "in", "-o", "out/")
    assert (done.exit_code, done.output) == (0, "")
    assert set(content(tmp_path / "out")) == {
        "a.json", "b.json", "b.txt.json", "sub/a.json", "duibiao-run.json",
    }  # fmt: skip
    result = json.loads((tmp_path / "out" / "sub" / "a.json").read_bytes())
    assert result["document"]["name"] == "a.txt"


def test_a_second_call_does_only_what_is_left(run: Run, documents: Path, tmp_path: Path) -> None:
    run("extract", "in", "-o", "out/")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("*/*.json")}
    (documents / "a.txt").write_text("changed text", "utf-8")
    (tmp_path / "out" / "b.json").write_text("damaged", "utf-8")
    kept = (tmp_path / "out" / "sub" / "a.json").stat().st_ino
    assert run("extract", "in", "-o", "out").exit_code == 0
    assert (tmp_path / "out" / "sub" / "a.json").stat().st_ino == kept
    assert before
    run("extract", "in", "-o", "new/")
    assert content(tmp_path / "out") == content(tmp_path / "new")


def test_a_second_call_says_beforehand_only_what_is_left(
    run: Run, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def told(found: Iterable[Found], _: Limits, known: Callable[[str], bool]) -> None:
        asked.append([one.relative for one in found if not known(one.relative)])

    monkeypatch.setattr("extractor.cli.extract.forecast", told)
    run("extract", "in", "-o", "out/")
    (documents / "c.txt").write_text("six", "utf-8")
    run("extract", "in", "-o", "out/")
    run("extract", "in", "-o", "new/")
    whole = ["a.txt", "b.html", "sub/a.txt"]
    assert asked == [whole, ["c.txt"], ["a.txt", "b.html", "c.txt", "sub/a.txt"]]


def test_a_changed_manifest_makes_its_document_again(
    run: Run, documents: Path, tmp_path: Path
) -> None:
    run("extract", "in", "-o", "out/")
    (tmp_path / "m.csv").write_text("path,agency\nin/a.txt,甲局\n", "utf-8")
    run("extract", "in", "-o", "out/", "--manifest", "m.csv")
    result = json.loads((tmp_path / "out" / "a.json").read_bytes())
    assert result["document"]["given"] == {"agency": "甲局"}


def test_bad_inputs_are_listed_and_tried_again(run: Run, documents: Path, tmp_path: Path) -> None:
    (documents / "c.txt").write_text("refuse", "utf-8")
    assert run("extract", "in", "-o", "out/").exit_code == 1
    run_file = json.loads((tmp_path / "out" / "duibiao-run.json").read_bytes())
    assert [d["code"] for d in run_file["documents"]] == [None, None, "unreadable", None]
    assert not (tmp_path / "out" / "c.json").exists()
    (documents / "c.txt").write_text("mended", "utf-8")
    assert run("extract", "in", "-o", "out/").exit_code == 0
    assert (tmp_path / "out" / "c.json").exists()


def test_a_table_of_all_results_stands_beside_them(
    run: Run, documents: Path, tmp_path: Path
) -> None:
    assert run("extract", "in", "-o", "out/", "--format", "csv", "--long").exit_code == 0
    lines = (tmp_path / "out" / "duibiao-run.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3 * 202


def test_the_run_folder_inside_the_input_is_not_read(run: Run, documents: Path) -> None:
    for _ in range(2):
        assert run("extract", "in", "-o", "in/out/").exit_code == 0
    found = json.loads((documents / "out" / "duibiao-run.json").read_bytes())["documents"]
    assert [d["key"] for d in found] == ["a.txt", "b.html", "sub/a.txt"]


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    first = RunFolder.open(tmp_path, {})
    with pytest.raises(RunFolderError):
        RunFolder.open(tmp_path, {})
    first.close()
    RunFolder.open(tmp_path, {}).close()


def test_other_settings_make_all_again(tmp_path: Path) -> None:
    folder = RunFolder.open(tmp_path, {"model": "a"})
    folder.finish()
    again = RunFolder.open(tmp_path, {"model": "b"})
    assert again.earlier == {}
    again.close()


def test_a_damaged_summary_is_refused(run: Run, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "duibiao-run.json").write_text("{", "utf-8")
    done = run("extract", "in", "-o", "out/")
    assert done.exit_code == 2
    assert "damaged" in done.stderr


# A run that ends itself, as if by kill -9, at the n-th step of writing a result: before it, between
# the result and its line in the journal, in the middle of that line, or after it.
KILLED = """
import os, signal, sys
from extractor.cli import extract
from extractor.cli.app import cli
from extractor.runs import folder
steps = iter(range(int(sys.argv[1]), -1, -1))
def step():
    if next(steps) == 0:
        os.kill(os.getpid(), signal.SIGKILL)
write, log = folder.write_atomically, folder.RunFolder._log
def counted_write(path, data, scratch=None):
    step(); write(path, data, scratch); step()
def counted_log(self, entry):
    self._journal.write(b'{"key": "ha'); self._journal.flush(); step()
    self._journal.truncate(self._journal.tell() - 11); log(self, entry); step()
if int(sys.argv[1]) >= 0:
    folder.write_atomically, folder.RunFolder._log = counted_write, counted_log
if __name__ == "__main__":
    extract.PIPELINE = "tests.cli.fake_work:work"
    cli(["extract", "in", "-o", sys.argv[2], "--jobs", "2"], prog_name="duibiao")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_step_and_called_again_gives_the_same_bytes(
    run: Run, documents: Path, tmp_path: Path
) -> None:
    run("extract", "in", "-o", "whole/")
    wanted = content(tmp_path / "whole")
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def call(step: int, out: str) -> int:
        command = [sys.executable, str(script), str(step), out]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=False).returncode

    # Steps 0 and 1 open the journal; four belong to each of the three documents; two end the run.
    for step in (1, 3, 4, 8, 13):
        assert call(step, f"out{step}/") == -9
        assert content(tmp_path / f"out{step}") != wanted
        assert call(-1, f"out{step}/") == 0
        assert content(tmp_path / f"out{step}") == wanted


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", ".", "", "con", "NUL.txt", "a" * 300, "x\x00y", "a/b", ".hidden", "a\\b", "\ud800", "报告\u202etxt.exe"],
)  # fmt: skip
def test_hostile_names_become_plain_ones(name: str) -> None:
    safe = safe_component(name)
    assert safe
    assert len(safe.encode("utf-8")) <= 255
    assert not safe.startswith(".")
    assert not set(safe) & set('/\\\x00:*?"<>|')
    assert safe.split(".")[0].casefold() not in {"con", "nul"}


@given(st.lists(st.text(max_size=12), max_size=12))
def test_given_names_are_distinct_and_stay_inside(relatives: list[str]) -> None:
    names = Names()
    given_names = [names.give(relative) for relative in relatives]
    assert len({n.casefold() for n in given_names}) == len(given_names)
    root = Path("root").resolve()
    for name in given_names:
        assert (root / name).resolve().is_relative_to(root)
        assert name.endswith(".json")


def test_a_document_keeps_its_place_when_others_join(tmp_path: Path) -> None:
    folder = RunFolder.open(tmp_path, {})
    first = folder.place("b.txt")
    folder.close()
    assert first.output == "b.json"
    task = Task("b.txt", "b.txt", data=b"x")
    assert task.key == first.key


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def test_a_page_is_read_with_the_pictures_below_the_folder_named(tmp_path: Path) -> None:
    (tmp_path / "out.png").write_bytes(PICTURE)
    folder = tmp_path / "in"
    for name in ("p/a_files/t.png", "q/u.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(PICTURE)
    sources = ("a_files/t.png", "../q/u.png", "../../out.png")
    page = "".join(f"<img src={name}>" for name in sources)
    (folder / "p" / "a.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    found = dict(tasks(find([str(folder)]), lambda *_: None, Limits()))
    assert list(found) == ["p/a.html", "q/u.png"]
    assert load(found["p/a.html"], Limits()).count(b"base64") == 2
    ((_, alone),) = tasks(find([str(folder / "p" / "a.html")]), lambda *_: None, Limits())
    assert load(alone, Limits()).count(b"base64") == 1


def test_what_is_an_archive_is_told_by_its_content(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.dat", "w") as archive:
        archive.writestr("x.txt", "x")
    (tmp_path / "b.zip").write_text("text", "utf-8")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("word/document.xml", "x")
    found = {one.relative: one.is_archive for one in find([str(tmp_path)])}
    assert found == {"a.dat": True, "b.zip": False, "c.zip": False}
