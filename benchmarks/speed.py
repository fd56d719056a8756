"""Reports a second on one core, peak memory, and a killed run that is called again.

python -m benchmarks.speed [--count 1000]
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
SEED = 90_001  # of the generated documents
POLL = 0.2  # seconds between looks at a run that is to be killed
DUIBIAO = [sys.executable, "-m", "extractor.cli"]


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    import resource  # noqa: PLC0415  not there on Windows

    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def measure(name: str, paths: list[Path]) -> None:
    """Extract all, one after the other, in this process."""
    from extractor.pipeline import extract_bytes  # noqa: PLC0415  after the thread counts are set

    extract_bytes(paths[0].read_bytes(), paths[0].name)  # loads the models
    reports, slowest, start = 0, 0.0, time.perf_counter()
    for path in paths:
        began = time.perf_counter()
        reports += len(extract_bytes(path.read_bytes(), path.name)["reports"])
        slowest = max(slowest, time.perf_counter() - began)
    took = time.perf_counter() - start
    click.echo(
        f"{name}: {len(paths)} documents, {reports} reports in {took:.1f} s: "
        f"{reports / took:.1f} reports/s, slowest document {slowest:.2f} s, "
        f"peak {peak_megabytes():.0f} MB"
    )


def content(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def killed_and_resumed(documents: Path, work: Path) -> None:
    """The same run twice: whole, and killed half-way and called again."""
    half = sum(1 for _ in documents.iterdir()) // 2

    def command(out: str) -> list[str]:
        return [*DUIBIAO, "extract", str(documents), "-o", f"{work / out}/", "--jobs", "2"]

    start = time.perf_counter()
    subprocess.run(command("whole"), check=True, cwd=ROOT)
    took = time.perf_counter() - start
    running = subprocess.Popen(command("cut"), cwd=ROOT)
    while running.poll() is None and len(list((work / "cut").glob("*.json"))) < half:
        time.sleep(POLL)
    running.send_signal(signal.SIGKILL)
    running.wait()
    written = len(list((work / "cut").glob("*.json")))
    subprocess.run(command("cut"), check=True, cwd=ROOT)
    same = content(work / "whole") == content(work / "cut")
    click.echo(
        f"run folder, 2 jobs: {took:.1f} s; killed after {written}, resumed: same bytes: {same}"
    )
    if not same:
        raise SystemExit(1)


@click.command()
@click.option("--count", type=click.IntRange(min=2), default=1000, show_default=True)
def main(count: int) -> None:
    """Print what was measured."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    if SEEDS.is_dir():
        measure("seeds", sorted(SEEDS.iterdir()))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "corpus"
        options = ["--seed", str(SEED), "--count", str(count), "--split", "held-out"]
        subprocess.run(
            [*DUIBIAO, "corpus", "make", *options, "--out", str(made)], check=True, cwd=ROOT
        )
        measure("generated", sorted((made / "docs").iterdir()))
        killed_and_resumed(made / "docs", Path(folder))


if __name__ == "__main__":
    main()
