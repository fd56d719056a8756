"""A wheel built here works in an environment of its own, with the default model and no network."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from extractor.registry import default_model_dir, model_id

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "DUIBIAO_MODEL")}


def call(*command: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=ENVIRONMENT, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel; the libraries are those of this environment."""
    work = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work, cwd=ROOT)
    venv.create(work / "env", with_pip=True)
    python = work / "env" / SCRIPTS / "python"
    (wheel,) = work.glob("*.whl")
    call(python, "-m", "pip", "install", "--no-index", "--no-deps", "--quiet", wheel, cwd=work)
    own = Path(
        call(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=work
        ).strip()
    )
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return work / "env"


def test_the_wheel_extracts_a_sample_with_its_own_model(installed: Path, tmp_path: Path) -> None:
    python = installed / SCRIPTS / "python"
    place = Path(
        call(python, "-c", "import extractor; print(extractor.__file__)", cwd=tmp_path).strip()
    )
    assert place.is_relative_to(installed)
    sample = next((place.parent / "samples").glob("1-*.txt"))
    call(installed / SCRIPTS / "duibiao", "extract", sample, "-o", "out.json", cwd=tmp_path)
    result = json.loads((tmp_path / "out.json").read_bytes())
    assert result["model"] == model_id(default_model_dir())
    assert result["model"] != "rules"
    (report,) = result["reports"]
    assert report["agency"]["value"] == "青岚市水务局"
    assert report["year"]["value"] == 2023
    assert report["fields"]["disclosure.licensing.decisions"]["value"] == 386


def test_the_wheel_carries_all_data_and_page_files(installed: Path) -> None:
    place = next(installed.rglob("extractor/__init__.py")).parent.parent
    for package in ("extractor", "service"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                assert (place / path.relative_to(ROOT)).is_file(), path
    names = {p.name for p in (place / "extractor" / "_models" / "default").iterdir()}
    assert names == {p.name for p in (ROOT / "models" / "default").iterdir()}
