"""What the measurements of the service share: documents, and a service in a process of its own."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

SAMPLES = Path(__file__).parents[1] / "extractor" / "samples"


def texts(count: int, seed: int = 1) -> list[bytes]:
    """That many documents, made from the text samples; no two of any seeds have the same bytes."""
    chosen = random.Random(seed)
    bases = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    made = []
    for n in range(count):
        text = chosen.choice(bases)
        made.append(f"{text}\n第{seed}号{n}页".encode())
    return made


@contextmanager
def server(data: Path, url: str, workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`duibiao serve` as a process of its own."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    environment = {**os.environ, "DUIBIAO_DATABASE_URL": url, "DUIBIAO_LOG_LEVEL": "error",
                   "DUIBIAO_RATE_PER_SECOND": "100000", "DUIBIAO_RATE_BURST": "100000",
                   "DUIBIAO_SYNC_SECONDS": "600"}  # fmt: skip
    command = [sys.executable, "-c", "from service.commands import serve; serve()", "--port", str(port),
               "--data", str(data), "--workers", str(workers)]  # fmt: skip
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1]
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait(lambda: httpx.get(f"{base}/healthz").status_code == 200)
        yield base, process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def wait(ready: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if ready():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise TimeoutError("the service did not get ready")
