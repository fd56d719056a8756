"""`duibiao extract` as the contract has it: outputs, exit codes, what is said on stderr."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook

Run = Callable[..., Result]


def names(text: str) -> list[str]:
    return [r["document"]["name"] for r in json.loads(text)]


def test_one_file_gives_one_object(run: Run, documents: Path) -> None:
    done = run("extract", "in/a.txt")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["document"]["name"] == "a.txt"
    assert done.stderr == ""


def test_standard_input_gives_one_object(run: Run) -> None:
    done = run("extract", "-", input=b"text")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["document"]["name"] == "stdin"


def test_a_folder_gives_a_list_in_the_order_of_names(run: Run, documents: Path) -> None:
    done = run("extract", "in", "--jobs", 2)
    assert names(done.stdout) == ["a.txt", "b.html", "a.txt"]


def test_several_inputs_give_a_list_in_their_order(run: Run, documents: Path) -> None:
    done = run("extract", "in/b.html", "in/a.txt")
    assert names(done.stdout) == ["b.html", "a.txt"]


def test_an_input_named_twice_is_read_once(run: Run, documents: Path) -> None:
    done = run("extract", "in/a.txt", "in", "./in/a.txt")
    assert names(done.stdout) == ["a.txt", "b.html", "a.txt"]


def test_unreadable_inputs_are_named_and_the_others_written(run: Run, documents: Path) -> None:
    (documents / "c.txt").write_text("refuse", "utf-8")
    (documents / "d.txt").write_bytes(b"")
    (documents / "e.txt").write_text("error", "utf-8")
    (documents / "f.txt").write_text("memory", "utf-8")
    done = run("extract", "in", "in/gone.txt")
    assert done.exit_code == 1
    assert names(done.stdout) == ["a.txt", "b.html", "a.txt"]
    lines = done.stderr.splitlines()
    assert lines[0] == f"duibiao: {Path('in/c.txt')}: 坏了 / broken [unreadable]"
    assert "文件为空 / the file is empty [empty]" in lines[1]
    assert "KeyError, fake_work.py:" in lines[2]
    assert "secret" not in done.stderr
    assert "too-much-memory" in lines[3]
    assert lines[4].startswith("duibiao: in/gone.txt: 找不到文件 / no such file")
    assert len(lines) == 5


def test_a_document_without_a_report_is_named_and_no_error(run: Run, documents: Path) -> None:
    (documents / "c.txt").write_text("nothing", "utf-8")
    done = run("extract", "in/c.txt")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["reports"] == []
    said = "没有找到年度报告 / no annual report found in it (guide, news) [no-report]"
    assert done.stderr == f"duibiao: {Path('in/c.txt')}: {said}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork-free pipes in folders")
def test_a_pipe_in_a_folder_does_not_hold_the_run_up(run: Run, documents: Path) -> None:
    os.mkfifo(documents / "c.pipe")
    done = run("extract", "in")
    assert done.exit_code == 1
    assert "not-a-file" in done.stderr
    assert len(names(done.stdout)) == 3


def test_one_unreadable_input_prints_nothing(run: Run) -> None:
    done = run("extract", "gone.txt")
    assert (done.exit_code, done.stdout) == (1, "")


def test_a_file_name_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2Jb.txt").write_text("refuse", "utf-8")
    done = run("extract", ".")
    assert "\x1b" not in done.stderr
    assert "\\x1b[2J" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("in/a.txt", "--format", "ods"),
        ("in/a.txt", "--jobs", "0"),
        ("in/a.txt", "--jobs", "many"),
        ("in/a.txt", "--with", "colour"),
        ("in/a.txt", "--timeout", "0"),
        ("in/a.txt", "--manifest", "gone.csv"),
        ("in/a.txt", "--wat"),
    ],
)
def test_wrong_usage_exits_2_and_writes_nothing(
    run: Run, documents: Path, arguments: tuple[str, ...]
) -> None:
    done = run("extract", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "xlsx", "parquet"])
def test_the_ending_of_the_output_names_the_format(
    run: Run, documents: Path, tmp_path: Path, format: str
) -> None:
    done = run("extract", "in", "-o", f"out.{format}")
    assert (done.exit_code, done.output) == (0, "")
    asked = run("extract", "in", "-o", "out.bin", "--format", format)
    assert asked.exit_code == 0
    starts = {
        "json": b"[",
        "jsonl": b'{"',
        "csv": b"\xef\xbb\xbf",
        "xlsx": b"PK",
        "parquet": b"PAR1",
    }
    for name in (f"out.{format}", "out.bin"):
        assert (tmp_path / name).read_bytes().startswith(starts[format])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "out.xslx"), ".xlsx"),
        (("-o", "out.cvs", "--long"), ".csv"),
        (("-o", "q.xlsx", "--format", "csv"), ".csv"),
        (("-o", "q.JSON", "--format", "jsonl"), ".jsonl"),
    ],
)
def test_an_ending_that_names_no_format_or_another_one_is_refused(
    run: Run, documents: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = run("extract", "in", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("output", ["out", "out.CSV", "v1.2/"])
def test_other_outputs_are_as_before(run: Run, documents: Path, output: str) -> None:
    assert run("extract", "in", "-o", output).exit_code == 0


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "desktop.ini", "Desktop.ini", ".DS_Store", "~$a.docx", "__MACOSX/a.txt"]
)
def test_what_systems_leave_in_a_folder_is_no_document(
    run: Run, documents: Path, name: str
) -> None:
    left = documents / "sub" / name
    left.parent.mkdir(exist_ok=True)
    left.write_text("refuse", "utf-8")
    done = run("extract", "in")
    assert (done.exit_code, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)) == 3
    assert run("extract", left).exit_code == 1  # named for itself, it is told what it is


def test_an_empty_folder_is_said(run: Run, documents: Path) -> None:
    (documents.parent / "none" / "below").mkdir(parents=True)
    (documents.parent / "none" / "desktop.ini").write_text("x", "utf-8")
    done = run("extract", "none", "in")
    assert done.exit_code == 0
    assert "none: 文件夹中没有可读的文件" in done.stderr
    assert len(json.loads(done.stdout)) == 3
    assert json.loads(run("extract", "none").stdout) == []


def test_the_manifest_and_the_output_in_the_folder_are_no_documents(
    run: Run, documents: Path
) -> None:
    manifest = documents / "known.csv"
    manifest.write_text("path,agency\na.txt,某县民政局\n", "utf-8")
    for _ in range(2):
        done = run("extract", "in", "--manifest", manifest, "-o", "in/out.json")
        assert (done.exit_code, done.stderr) == (0, "")
        results = json.loads((documents / "out.json").read_bytes())
        assert len(results) == 3


def test_an_output_that_cannot_be_written_is_said(run: Run, documents: Path) -> None:
    done = run("extract", "in/a.txt", "-o", "no/such/folder/out.json")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def csv_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_long_with_and_no_bom(run: Run, documents: Path) -> None:
    long = run("extract", "in/a.txt", "--format", "csv", "--long", "--no-bom").stdout_bytes
    assert long.startswith(b"document,")
    rows = csv_of(long.decode("utf-8"))
    assert len(rows) == 202
    wide = run("extract", "in/a.txt", "--format", "csv", "--with", "name, confidence").stdout_bytes
    row = csv_of(wide.decode("utf-8"))[0]
    assert row["name"] == "a.txt"
    assert row["applications.new.total.confidence"] == "0.5"


MANIFEST = "path,agency_id,agency,parent,year,source_url,published_on,fetched_at\n"


def given_of(done: Result) -> list[Any]:
    found = json.loads(done.stdout)
    return [r["document"]["given"] for r in (found if isinstance(found, list) else [found])]


def test_a_manifest_comes_back_under_given(run: Run, documents: Path, tmp_path: Path) -> None:
    row = "in/a.txt,A1,甲局,乙市,2021,about:blank,2022-01-20,\n"
    (tmp_path / "m.csv").write_text(MANIFEST + row + "b.html,A2,,,,,,\n", "utf-8")
    done = run("extract", "in", "--manifest", "m.csv")
    wanted = {
        "agency_id": "A1", "agency": "甲局", "parent": "乙市", "year": 2021,
        "source_url": "about:blank", "published_on": "2022-01-20",
    }  # fmt: skip
    assert given_of(done) == [wanted, {"agency_id": "A2"}, None]


def test_a_manifest_may_be_xlsx_and_gbk(run: Run, documents: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["path", "agency", "year"])
    book.active.append(["a.txt", "甲局", 2021])
    book.save(tmp_path / "m.xlsx")
    (tmp_path / "m.csv").write_bytes("path,agency,year\na.txt,甲局,2021年\n".encode("gb18030"))
    for name in ("m.xlsx", "m.csv"):
        done = run("extract", "in/a.txt", "--manifest", name)
        assert given_of(done) == [{"agency": "甲局", "year": 2021}]


def test_a_manifest_row_without_a_document_is_told(
    run: Run, documents: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.csv").write_text(MANIFEST + "gone.txt,A1,,,,,,\n", "utf-8")
    done = run("extract", "in/a.txt", "--manifest", "m.csv")
    assert done.exit_code == 0
    assert "gone.txt" in done.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("agency\nx\n", "path"),
        ("path,colour\na,b\n", "columns are"),
        ("path,path\na,b\n", "columns are"),
        ("path,year\na.txt,21\n", "m.csv:2"),
        ("path,year\na.txt,二〇二一\n", "m.csv:2"),
        ("path\na.txt\na.txt\n", "m.csv:3"),
        ("path,year\n,2021\n", "m.csv:2"),
        ("", "empty"),
    ],
)
def test_a_wrong_manifest_is_wrong_usage(
    run: Run, documents: Path, tmp_path: Path, content: str, reason: str
) -> None:
    (tmp_path / "m.csv").write_text(content, "utf-8")
    done = run("extract", "in/a.txt", "--manifest", "m.csv")
    assert done.exit_code == 2
    assert reason in done.stderr


def test_a_broken_xlsx_manifest_is_wrong_usage(run: Run, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "m.xlsx").write_bytes(b"PK\x03\x04 not an archive")
    done = run("extract", "in/a.txt", "--manifest", "m.xlsx")
    assert done.exit_code == 2
    assert "not a valid xlsx" in done.stderr


def test_archives_are_opened(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("extractor.reading.archives")
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("x/a.txt", "one")
        pack.writestr("b.txt", "refuse")
    done = run("extract", "pack.zip")
    assert done.exit_code == 1
    assert names(done.stdout) == ["a.txt"]
    assert "pack.zip/b.txt" in done.stderr


def test_a_broken_archive_is_named_and_the_others_written(run: Run, documents: Path) -> None:
    (documents / "a.zip").write_bytes(b"PK\x03\x04 broken")
    done = run("extract", "in")
    assert done.exit_code == 1
    assert "a.zip" in done.stderr
    assert len(names(done.stdout)) == 3


def test_show_prints_the_official_tables(run: Run, documents: Path) -> None:
    done = run("show", "in/a.txt")
    assert done.exit_code == 0
    for label in ("行政规范性文件", "信访举报投诉类申请", "行政复议", "表三第一行不等"):
        assert label in done.stdout
