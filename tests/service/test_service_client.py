"""The client and the shell example of the docs do what they say, against a service that runs."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.settings import Settings

DOCS = Path(__file__).parents[2] / "docs" / "service.md"
ADDRESS = "http://127.0.0.1:8470"


def block(language: str) -> str:
    """The example of that language under the heading `A client`."""
    section = DOCS.read_text("utf-8").partition("\n## A client\n")[2].partition("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1]


@contextmanager
def client_of(run: Any) -> Iterator[Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(block("python"), "docs/service.md", "exec"), names)
    made = names["Duibiao"](f"http://127.0.0.1:{run.port}")
    with made.http:
        yield made


@pytest.fixture
def client(run: Any) -> Iterator[Any]:
    with client_of(run) as made:
        yield made


def test_the_client(client: Any, tmp_path: Path) -> None:
    paths = []
    for number in (3, 4):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(f"甲局 {number}", "utf-8")
    results = [client.submit(path) for path in paths]
    assert [one["reports"][0]["agency"]["value"] for one in results] == ["甲局", "甲局"]
    queue = list(client.queue(limit=1))
    assert len(queue) == sum(len(one["reports"][0]["review"]) for one in results)
    answer = client.accept(queue[0])
    assert answer["version"] == queue[0]["version"] + 1
    assert len(list(client.queue())) == len(queue) - 1
    target = tmp_path / "reports.xlsx"
    client.export(target, year=results[0]["reports"][0]["year"]["value"])
    book = openpyxl.load_workbook(target, read_only=True)
    assert len(list(book["报告"].iter_rows())) == 3
    book.close()
    bad = tmp_path / "bad.txt"
    bad.write_text("UNREADABLE", "utf-8")
    with pytest.raises(RuntimeError, match="unreadable"):
        client.submit(bad)


def test_the_client_waits_for_what_takes_long(
    settings: Settings, start: Callable[..., Any], tmp_path: Path
) -> None:
    with start(settings, sync_seconds=0.000001) as run, client_of(run) as client:
        path = tmp_path / "a.txt"
        path.write_text("乙局 5", "utf-8")
        assert client.submit(path)["reports"][0]["agency"]["value"] == "乙局"


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_shell_example(run: Any, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("丙局 2", "utf-8")
    with zipfile.ZipFile(tmp_path / "2021.zip", "w") as packed:
        packed.writestr("a.txt", "丁局 7")
    (tmp_path / "manifest.csv").write_text("path,year\na.txt,2021\n", "utf-8")
    lines = block("sh").replace(ADDRESS, f"http://127.0.0.1:{run.port}").strip().splitlines()
    for line in lines:
        done = subprocess.run(["sh", "-ec", line], check=True, cwd=tmp_path, capture_output=True)
        answer = json.loads(done.stdout) if done.stdout else {}
        if "events" in answer:
            run.client.get(answer["events"])  # the batch has ended
    text = (tmp_path / "reports.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["agency"], row["year"]) for row in rows] == [("丁局", "2021"), ("丙局", "2021")]
