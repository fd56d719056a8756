"""Reports a second on one core, peak memory, and a killed run that is called again.

python -m benchmarks.speed [--documents 1000] [--only speed|resume]
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
    """Extract all, one after the other, in this process.

    Time of the processor, not of the clock, so that other work on the machine counts little.
    """
    from extractor.pipeline import extract_bytes  # noqa: PLC0415  after the thread counts are set
    from extractor.runs.worker import settle  # noqa: PLC0415

    extract_bytes(paths[0].read_bytes(), paths[0].name)  # loads the models
    settle()  # as workers do
    reports, slowest = 0, 0.0
    start, used = time.perf_counter(), time.process_time()
    for path in paths:
        began = time.process_time()
        reports += len(extract_bytes(path.read_bytes(), path.name)["reports"])
        slowest = max(slowest, time.process_time() - began)
    took, used = time.perf_counter() - start, time.process_time() - used
    click.echo(
        f"{name}: {len(paths)} documents, {reports} reports in {took:.1f} s, {used:.1f} s of the "
        f"processor: {reports / used:.1f} reports/s of it, slowest document {slowest:.2f} s, "
        f"peak {peak_megabytes():.0f} MB"
    )


def content(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def killed_and_resumed(documents: Path, work: Path) -> None:
    """The same run twice: whole, and killed half-way and called again."""
    whole = sum(1 for _ in documents.iterdir())

    def command(out: str) -> list[str]:
        return [*DUIBIAO, "extract", str(documents), "-o", f"{work / out}/", "--jobs", "2"]

    start = time.perf_counter()
    subprocess.run(command("whole"), check=True, cwd=ROOT)
    took = time.perf_counter() - start
    running = subprocess.Popen(command("cut"), cwd=ROOT)
    while running.poll() is None and len(list((work / "cut").glob("*.json"))) < whole // 2:
        time.sleep(POLL)
    running.send_signal(signal.SIGKILL)
    running.wait()
    written = len(list((work / "cut").glob("*.json")))
    subprocess.run(command("cut"), check=True, cwd=ROOT)
    same = content(work / "whole") == content(work / "cut")
    click.echo(
        f"run folder of {whole}, 2 jobs: {took:.1f} s; killed after {written}, resumed: "
        f"same bytes: {same}"
    )
    if not same:
        raise SystemExit(1)


def corpus(documents: int, folder: Path) -> Path:
    """Generated documents in a folder of their own."""
    options = ["--seed", str(SEED), "--count", str(documents), "--split", "held-out"]
    made = folder / "corpus"
    subprocess.run([*DUIBIAO, "corpus", "make", *options, "--out", str(made)], check=True, cwd=ROOT)
    return made / "docs"


@click.command()
@click.option("--documents", type=click.IntRange(min=2), default=1000, show_default=True)
@click.option("--only", type=click.Choice(["speed", "resume"]), help="One of the two parts.")
def main(documents: int, only: str | None) -> None:
    """Print what was measured."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    if SEEDS.is_dir() and only != "resume":
        measure("seeds", sorted(SEEDS.iterdir()))
    with tempfile.TemporaryDirectory() as folder:
        made = corpus(documents, Path(folder))
        if only != "resume":
            measure("generated", sorted(made.iterdir()))
        if only != "speed":
            killed_and_resumed(made, Path(folder))


if __name__ == "__main__":
    main()
