"""Older and other office formats, turned by LibreOffice into what is read here.

Each call has a profile of its own in a temporary folder, so that calls do not disturb each other
and leave nothing behind.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import OFFICE_SECONDS
from extractor.reading.sniff import Kind

_PROGRAMS = ("soffice", "libreoffice")
_SUFFIXES = {Kind.RTF: ".rtf", Kind.ODT: ".odt", Kind.ODS: ".ods", Kind.XLSX: ".xlsx"}
# What stands in the directory of an OLE file, in UTF-16: who wrote it, and whether it is closed.
_WORD = "WordDocument".encode("utf-16-le")
_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_CLOSED = "EncryptedPackage".encode("utf-16-le")
_INSTALL = "LibreOffice (Debian: libreoffice-writer-nogui, libreoffice-calc-nogui)"


def program() -> str | None:
    """LibreOffice's program, if it is installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def is_workbook(data: bytes) -> bool:
    """Whether an OLE file is an old workbook rather than a text."""
    return _WORD not in data and any(book in data for book in _WORKBOOKS)


def converted_to_docx(data: bytes, kind: Kind) -> bytes:
    """doc, wps, rtf or odt as docx.

    Errors: `ReadingError` (needs-program, encrypted, time-limit, unreadable).
    """
    if kind is Kind.OLE and _CLOSED in data:
        raise ReadingError(ReadingCode.ENCRYPTED)
    return _converted(data, _SUFFIXES.get(kind, ".doc"), "docx", "docx:MS Word 2007 XML")


def converted_to_html(data: bytes, kind: Kind) -> bytes:
    """A workbook as a page with a table for each sheet. Errors: as `converted_to_docx`."""
    return _converted(data, _SUFFIXES.get(kind, ".xls"), "html", "html:HTML (StarCalc)")


def _converted(data: bytes, suffix: str, target: str, filter_name: str) -> bytes:
    command = program()
    if command is None:
        raise ReadingError(ReadingCode.NEEDS_PROGRAM, _INSTALL)
    with tempfile.TemporaryDirectory(prefix="duibiao-office-") as folder:
        source = Path(folder, f"in{suffix}")
        source.write_bytes(data)
        _run(
            [
                command,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                filter_name,
                "--outdir",
                folder,
                str(source),
            ],
            folder,
        )
        result = Path(folder, f"in.{target}")
        if not result.is_file() or not result.stat().st_size:
            raise ReadingError(ReadingCode.UNREADABLE, suffix[1:])
        return result.read_bytes()


def _run(command: list[str], folder: str) -> None:
    """Run in a session of its own, so that at the time limit its children end with it."""
    environment = {**os.environ, "HOME": folder, "TMPDIR": folder}
    posix = sys.platform != "win32"
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=posix,
    ) as process:
        try:
            process.wait(OFFICE_SECONDS)
        except subprocess.TimeoutExpired as error:
            if sys.platform != "win32":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            raise ReadingError(ReadingCode.TIME_LIMIT, f"> {OFFICE_SECONDS} s") from error
