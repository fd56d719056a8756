"""The whole way, with the real service: thirty files to one spreadsheet, folders, sign-in, reading
and reviewing by keyboard."""

import csv
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from extractor.forms import load_form
from service import access

from .conftest import saved
from .mixed import HOSTILE_NAME, NEW, SAMPLES, File, pdf, thirty
from .real import Real, real_service

pytestmark = pytest.mark.needs("chromium")
MINUTE = 60_000
# All sheets of a workbook as csv: comma, quotes, UTF-8, cells as they are shown, every sheet.
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    with real_service(tmp_path_factory.mktemp("real")) as one:
        yield one


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A page of a first visit; an error in it fails the test."""
    wrong: list[str] = []
    contexts = []

    def make(address: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 800}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def write(files: list[File], folder: Path) -> list[str]:
    """The files on disk; their paths."""
    folder.mkdir(exist_ok=True)
    for one in files:
        (folder / one.name).write_bytes(one.data)
    return [str(folder / one.name) for one in files]


def drop(page: Page, paths: list[str]) -> None:
    """Drop files or folders onto the page, as the desktop does."""
    box = page.locator(".drop").bounding_box()
    assert box
    data = {"items": [], "files": paths, "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    at = {"x": box["x"] + 60, "y": box["y"] + 60, "data": data}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **at})


def test_thirty_files_become_one_spreadsheet(
    real: Real, opened: Callable[[str], Page], tmp_path: Path, needs: Callable[..., None]
) -> None:
    needs("soffice")
    files = thirty()
    assert len(files) == 30
    page = opened(real.address)
    drop(page, write(files, tmp_path / "files"))
    batch = page.locator(".batch").first
    expect(batch.get_by_role("link", name="导出总表 xlsx")).to_be_visible(timeout=3 * MINUTE)
    expect(batch).to_contain_text("完成 32，失败 0")
    assert page.evaluate("window.hit") is None
    expect(batch).to_contain_text(HOSTILE_NAME)
    with page.expect_download() as download:
        batch.get_by_role("link", name="导出总表 xlsx").click()
    workbook = tmp_path / "all.xlsx"
    download.value.save_as(workbook)
    sheets = opened_in_libreoffice(workbook, tmp_path)
    assert set(sheets) == {"报告", "字段", "旧表", "正文数据", "勾稽检查", "指标说明"}
    labels, ids, *rows = sheets["报告"]
    at = {id: n for n, id in enumerate(ids)}
    assert labels[at["agency"]] == "机构"
    assert labels[at["year"]] == "年度"
    found = sorted((row[at["agency"]], row[at["year"]], row[at[NEW]]) for row in rows)
    assert found == sorted(row for one in files for row in one.rows)
    plain = {hashlib.sha256(one.data).hexdigest() for one in files if len(one.rows) == 1}
    assert plain <= {row[at["document"]] for row in rows}


def opened_in_libreoffice(workbook: Path, folder: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook as LibreOffice reads them: {sheet: rows}."""
    profile, out = folder / "profile", folder / "sheets"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", SHEETS,
               "--outdir", str(out), str(workbook)]  # fmt: skip
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    shutil.rmtree(profile, ignore_errors=True)
    found = {}
    for file in out.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            found[file.stem.rpartition("-")[2]] = list(csv.reader(lines))
    return found


def test_a_dropped_folder_is_read_with_all_that_is_in_it(
    real: Real, opened: Callable[[str], Page], tmp_path: Path
) -> None:
    sample = (SAMPLES / "three.txt").read_text("utf-8")
    (tmp_path / "年报" / "街道").mkdir(parents=True)
    for n, name in enumerate(("年报/a.txt", "年报/街道/b.txt")):
        (tmp_path / name).write_text(sample + "\n" * (n + 1), "utf-8")
    page = opened(real.address)
    drop(page, [str(tmp_path / "年报")])
    batch = page.locator(".batch").first
    expect(batch.get_by_role("link", name="导出总表 xlsx")).to_be_visible(timeout=MINUTE)
    expect(batch).to_contain_text("完成 2，失败 0")
    expect(batch).to_contain_text("年报/街道/b.txt")
    batch.get_by_role("link", name="年报/a.txt").click()
    expect(page.locator(".bench-head h1")).to_contain_text("石桥镇人民政府")


def test_by_keyboard_with_the_real_service(real: Real, opened: Callable[[str], Page]) -> None:
    page = opened(real.address)
    page.locator("#paste-box").focus()
    page.keyboard.insert_text((SAMPLES / "one.txt").read_text("utf-8") + "\n")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".official.three", timeout=MINUTE)
    id = page.url.rpartition("/")[2]
    if page.locator(".counter b").count():  # as many as the model in use is unsure of
        while (left := page.locator(".counter b").inner_text()) != "0":
            page.keyboard.press("Enter")
            expect(page.locator(".counter b")).not_to_have_text(left)
    expect(page.locator(".failing-count")).to_contain_text("2")
    page.keyboard.press("n")
    page.keyboard.press("c")
    page.keyboard.insert_text("原文如此")
    page.keyboard.press("Enter")
    expect(page.locator(".failing-count")).to_contain_text("1")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(page.locator(".failing-count")).to_have_count(0)
    saved(page)
    checks = page.evaluate(f"fetch('v1/documents/{id}').then((a) => a.json())")["reports"][0][
        "checks"
    ]
    decided = {check["decision"]: check.get("note") for check in checks if check.get("decision")}
    assert decided == {"confirmed": "原文如此", "dismissed": None}
    page.keyboard.press("Shift+E")
    page.get_by_role("link", name="xlsx").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.failure() is None
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


@contextmanager
def serving(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`duibiao serve` as a process of its own, from when it has said its address."""
    command = [sys.executable, "-c", "from service.commands import serve; serve()", "--port", str(port),
               "--data", str(data), "--workers", "1"]  # fmt: skip
    environment = {**os.environ, "DUIBIAO_LOG_LEVEL": "error", "DUIBIAO_FREE_DISK_BYTES": "1"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    try:
        assert any(f":{port}/" in line for line in process.stdout)
        yield process
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_every_decision_is_there_once_after_the_server_was_killed(
    opened: Callable[[str], Page], tmp_path: Path
) -> None:
    port, data = free_port(), tmp_path / "data"
    with serving(data, port) as process:
        page = opened(f"http://127.0.0.1:{port}/")
        page.locator(".samples button").first.click()
        page.wait_for_selector(".official.three", timeout=MINUTE)
        id = page.url.rpartition("/")[2]
        cells = [f"fields/{one.id}" for one in load_form("2021") if one.table == 3][:8]
        for n, target in enumerate(cells):
            if n == 4:
                process.kill()  # what was decided last may be on its way
            page.locator(f".cell[data-target='0/{target}']").click()
            page.keyboard.press("b" if n % 2 else "Enter")
            expect(page.locator(f".cell.c-done[data-target='0/{target}']")).to_be_visible()
        expect(page.locator(".top .state")).to_contain_text("待送")
    with serving(data, port):
        page.reload()
        page.wait_for_selector(".official.three", timeout=MINUTE)
        saved(page)
        expect(page.locator(".official .cell.c-done")).to_have_count(len(cells))
        history = page.evaluate(f"fetch('v1/documents/{id}/history').then((a) => a.json())")
        assert sorted(one["target"] for one in history["items"]) == sorted(cells)
        said = {one["target"]: one["to"]["state"] for one in history["items"]}
        assert [said[target] == "blank" for target in cells] == [n % 2 == 1 for n in range(8)]


def test_a_pdf_is_looked_at_as_its_pages(
    real: Real, opened: Callable[[str], Page], tmp_path: Path
) -> None:
    (made,) = write([pdf(1)], tmp_path / "pdf")
    page = opened(real.address)
    page.locator("input[type=file][multiple]:not([webkitdirectory])").set_input_files(made)
    page.wait_for_selector(".official.three", timeout=MINUTE)
    page.keyboard.press("p")
    page.locator(".cell[data-target='0/fields/applications.new.total']").click()
    picture = page.locator(".paper img")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.paper img').naturalWidth > 500")
    frame = page.locator(".paper .is-framed")
    expect(frame).to_have_count(1)
    expect(frame).to_be_in_viewport()
    box, paper = frame.bounding_box(), picture.bounding_box()
    assert box
    assert paper
    assert paper["x"] < box["x"] < paper["x"] + paper["width"]
    page.locator(".paper rect[data-target='0/fields/applications.granted.total']").click()
    expect(page.locator(".cell.is-selected")).to_have_attribute(
        "data-target", "0/fields/applications.granted.total"
    )


def test_what_was_refused_before_signing_in_is_asked_again(
    browser: Browser, tmp_path: Path
) -> None:
    with real_service(tmp_path / "data") as real:
        with real.service.database.writing() as connection:
            key = access.add_key(connection, "reviewer", "review")
        for view in ("documents", "panel", "models", "review"):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{real.address}#/{view}")
            refused = page.locator("main [role=alert]")
            expect(refused, view).to_be_visible()
            page.get_by_role("dialog", name="登录").get_by_label("密钥").fill(key)
            page.keyboard.press("Enter")
            expect(page.locator("main .empty, main .audits"), view).to_be_visible()
            expect(refused, view).to_have_count(0)
            context.close()


def test_sign_in_with_a_key_and_stay_signed_in(
    opened: Callable[[str], Page], tmp_path: Path
) -> None:
    with real_service(tmp_path / "data") as real:
        with real.service.database.writing() as connection:
            key = access.add_key(connection, "reviewer", "review")
        page = opened(real.address)
        dialog = page.get_by_role("dialog", name="登录")
        dialog.get_by_label("密钥").fill("dbk_wrong")
        page.keyboard.press("Enter")
        expect(dialog).to_contain_text("密钥不对")
        dialog.get_by_label("密钥").fill(key)
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        page.locator(".samples button").nth(2).click()
        expect(page.locator(".bench-head h1")).to_contain_text("石桥镇人民政府", timeout=MINUTE)
        page.reload()  # the cookie holds
        expect(page.locator(".bench-head h1")).to_contain_text("石桥镇人民政府")
        expect(dialog).to_be_hidden()
        assert page.evaluate("document.cookie") == ""  # no script can read it
        page.get_by_role("button", name="退出").click()
        expect(dialog).to_be_visible()
