"""What the library and the command import exists on every system; the service is for POSIX."""

import subprocess
import sys

HIDDEN = ("fcntl", "resource", "termios", "pwd", "grp")

PROGRAM = f"""
import sys
for name in {HIDDEN!r}:
    sys.modules[name] = None  # importing it fails, as where it does not exist
from extractor.cli import main
from extractor.pipeline import extract_bytes
import extractor.runs.folder, extractor.runs.pool, extractor.runs.worker, extractor.reading.child
import extractor.registry, extractor.training.commands, extractor.annotations.commands
print(extract_bytes("一、总体情况".encode(), "a.txt")["schema_version"])
"""


def test_the_library_and_the_command_need_no_module_of_one_system_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "2021.1"
