"""How fast and how safe the service is: `python benchmarks/service_bench.py read|load|kills|size|start`.

Everything runs on loopback, in a scratch folder, bounded by its arguments. With
`--database-url postgresql://...` the database must be an empty one.
"""

import argparse
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import insert

from extractor.pipeline import extract_bytes
from extractor.runs.folder import RunFolder
from extractor.runs.pool import Pool
from extractor.runs.tasks import Task
from service import codec
from service.clock import now
from service.database import Database
from service.indexing import index
from service.migrate import migrate
from service.settings import Settings
from service.tables import (
    documents,
    originals,
    report_checks,
    report_values,
    reports,
    results,
    review_checks,
    review_fields,
)

SAMPLES = Path(__file__).parents[1] / "extractor" / "samples"


def texts(count: int, seed: int = 1) -> list[bytes]:
    """That many documents, each with bytes of its own, made from the text samples."""
    chosen = random.Random(seed)
    bases = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    made = []
    for n in range(count):
        text = chosen.choice(bases)
        made.append(f"{text}\n第{n}号".encode())
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


def percentiles(values: list[float]) -> dict[str, float]:
    cut = statistics.quantiles(values, n=100)
    return {
        name: round(cut[at - 1] * 1000, 1)
        for name, at in (("p50_ms", 50), ("p95_ms", 95), ("p99_ms", 99))
    }


PANEL = 77  # the agency whose panel is asked for, out of 3,000


def fill(database: Database, count: int, review: int) -> None:
    """Reports as the worker would store them, but in bulk."""
    chosen = random.Random(2)
    result = extract_bytes(texts(1)[0], "a.txt")
    number, body = codec.pack_json(result)
    row = index(result).reports[0]
    item = json.dumps({"value": 3, "state": "observed", "raw": "3", "confidence": 0.4, "span": [1, 2], "sources": [],
                       "relation": None, "alternatives": [], "label": "本年新收", "checks": ["row-sum"], "form": "2021"})  # fmt: skip
    at = now()
    for start in range(1, count + 1, 5_000):
        numbers = range(start, min(start + 5_000, count + 1))
        agencies = {n: f"第{n % 3000}市某局" for n in numbers}
        years = {n: 2014 + n % 11 for n in numbers}
        waiting = [
            {"n": n * review + k, "doc": n, "report": 0, "target": "fields/applications.new.total",
             "priority": chosen.random(), "agency": agencies[n], "year": years[n], "body": item}
            for n in numbers for k in range(review)
        ]  # fmt: skip
        with database.writing() as connection:
            connection.execute(insert(documents), [
                {"n": n, "id": f"{n:064x}", "name": f"{n}.txt", "media_type": "text/plain", "size": 9000, "given": "{}",
                 "state": "done", "version": 0, "result": n, "model": "m", "rejected": 0, "in_review": review,
                 "created_at": at, "updated_at": at, "created_by": "bench"} for n in numbers])  # fmt: skip
            connection.execute(insert(reports), [
                {"doc": n, "report": 0, "agency": agencies[n], "year": years[n], "form": "2021", "scope": "own",
                 "agency_id": None, "in_review": review, "failing": n % 2, "values_given": row.values_given,
                 "confidence": 0.97} for n in numbers])  # fmt: skip
            shown = [n for n in numbers if n % 3000 == PANEL]
            if shown:
                kind, packed = codec.pack_bytes(texts(1)[0])
                connection.execute(
                    insert(originals), [{"doc": n, "codec": kind, "body": packed} for n in shown]
                )
            connection.execute(
                insert(report_values),
                [{"doc": n, "report": 0, "body": row.values} for n in numbers],
            )
            connection.execute(
                insert(report_checks),
                [{"check_id": "row-sum", "doc": n, "report": 0} for n in numbers if n % 2],
            )
            connection.execute(insert(review_fields), waiting)
            connection.execute(insert(review_checks), [
                {"check_id": "row-sum", "priority": one["priority"], "field": one["n"], "doc": one["doc"]}
                for one in waiting if one["doc"] % 2])  # fmt: skip
            connection.execute(insert(results), [
                {"n": n, "doc": n, "model": "m", "made_at": at, "seconds": 0.1, "codec": number, "body": body}
                for n in numbers])  # fmt: skip


QUERIES = {
    "review": "/v1/review", "review, agency": "/v1/review?agency=第77市某局", "review, year": "/v1/review?year=2021",
    "review, check": "/v1/review?check=row-sum", "review, agency and check": "/v1/review?agency=第77市某局&check=row-sum",
    "documents": "/v1/documents", "documents, year and form": "/v1/documents?year=2021&form=2021",
    "documents, agency": "/v1/documents?agency=第77市", "documents, check": "/v1/documents?check=row-sum",
    "one document": f"/v1/documents/{500:064x}", "review, summary": "/v1/review/summary",
    "panel": "/v1/panel?agency=第77市某局", "indicators, year": "/v1/indicators?year=2021",
}  # fmt: skip


def read(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Seconds of lists with many reports stored."""
    settings = Settings(data=folder, database_url=options.database_url)
    database = Database(settings)
    migrate(database)
    fill(database, options.count, options.review)
    database.close()
    found: dict[str, Any] = {
        "reports": options.count,
        "fields_in_review": options.count * options.review,
    }
    with server(folder, options.database_url, 1) as (base, process):
        found |= ask(base, psutil.Process(process.pid), options.times)
    if settings.is_sqlite:
        found["database_mb"] = round((folder / "duibiao.sqlite").stat().st_size / 2**20)
    return found


def ask(base: str, process: psutil.Process, times: int) -> dict[str, Any]:
    """Milliseconds of each query; `cpu_ms` is the server's own time, whatever else the machine does."""
    found: dict[str, Any] = {}
    with httpx.Client(base_url=base, timeout=60) as client:
        wait(lambda: client.get("/readyz").json()["ready"])
        for name, path in QUERIES.items():
            taken = []
            before = sum(process.cpu_times()[:2])
            for _ in range(times):
                began = time.perf_counter()
                client.get(path).raise_for_status()
                taken.append(time.perf_counter() - began)
            spent = 1000 * (sum(process.cpu_times()[:2]) - before) / times
            found[name] = {**percentiles(taken), "cpu_ms": round(spent, 1)}
        found["server_mb"] = round(process.memory_info().rss / 2**20)
    return found


def _one(data: bytes) -> str:
    return json.dumps(extract_bytes(data, ""), sort_keys=True)


def library(made: list[bytes], workers: int) -> tuple[float, list[str]]:
    """Documents a second without the service, on as many processes; and what comes out."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_one, made[:workers] * 2))  # imports and models are loaded
        began = time.perf_counter()
        out = list(pool.map(_one, made))
    return len(made) / (time.perf_counter() - began), out


def command(made: list[bytes], workers: int, folder: Path) -> float:
    """Documents a second as `duibiao extract -o FOLDER/` does them: each result a file, and synced."""
    warm = 2 * workers
    tasks = (Task(str(n), "", data=data) for n, data in enumerate(made[:warm] + made))
    run = RunFolder.open(folder, {})
    began = time.perf_counter()
    for n, outcome in enumerate(Pool(workers).process(tasks)):
        run.write(run.place(f"{n}.txt"), outcome)
        if n + 1 == warm:
            began = time.perf_counter()
    run.finish()
    return len(made) / (time.perf_counter() - began)


def submit_all(base: str, made: list[bytes], clients: int) -> tuple[list[str], float]:
    def submit(data: bytes) -> str:
        for _ in range(100):
            try:
                answer = client.post(
                    "/v1/documents", content=data, headers={"content-type": "text/plain"}
                )
            except httpx.TransportError:
                continue
            if answer.status_code in (200, 201):
                return answer.headers["location"].rpartition("/")[2]
            time.sleep(0.2)
        raise RuntimeError(answer.text)

    with httpx.Client(
        base_url=base, timeout=900, limits=httpx.Limits(max_connections=clients)
    ) as client:
        submit(b"warm 1")
        began = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            ids = list(pool.map(submit, made))
        return ids, len(made) / (time.perf_counter() - began)


def load(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Documents a second end to end, against the library alone, whose results only go back to the
    caller, and against the command, which keeps them as files."""
    made = texts(options.count)
    alone, _ = library(made, options.workers)
    kept = command(made, options.workers, folder / "run")
    with server(folder / "data", options.database_url, options.workers) as (base, process):
        wait(lambda: httpx.get(f"{base}/readyz").json()["ready"])
        _, through = submit_all(base, made, options.clients)
        family = [
            psutil.Process(process.pid),
            *psutil.Process(process.pid).children(recursive=True),
        ]
        memory = round(sum(one.memory_info().rss for one in family) / 2**20)
    return {"documents": options.count, "library_per_s": round(alone, 1), "service_per_s": round(through, 1),
            "share": round(through / alone, 2), "command_per_s": round(kept, 1), "share_of_command": round(through / kept, 2),
            "memory_mb": memory}  # fmt: skip


def kills(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Many clients while workers are killed at random: one result each, and the right one."""
    made = texts(options.count, seed=3)
    _, expected = library(made, options.workers)
    stop = threading.Event()
    killed = 0
    chosen = random.Random(4)
    began = time.monotonic()
    with server(folder, options.database_url, options.workers) as (base, process):

        def hunt() -> None:
            nonlocal killed
            # A worker that is killed before it has loaded proves nothing, and two that are killed
            # while they load are a service without workers.
            while not stop.wait(chosen.uniform(options.every / 2, options.every) * loaded):
                children = psutil.Process(process.pid).children()
                if children:
                    chosen.choice(children).kill()
                    killed += 1

        wait(lambda: httpx.get(f"{base}/readyz").json()["ready"])
        loaded = time.monotonic() - began
        thread = threading.Thread(target=hunt)
        thread.start()
        ids, _ = submit_all(base, made, options.clients)
        stop.set()
        thread.join()
        with httpx.Client(base_url=base, timeout=60) as client:
            got = [
                json.dumps(client.get(f"/v1/documents/{id}?view=machine").json(), sort_keys=True)
                for id in ids
            ]
            jobs = client.get("/metrics").text
    database = Database(Settings(data=folder, database_url=options.database_url))
    with database.reading() as connection:
        stored = [row.doc for row in connection.execute(results.select())]
    database.close()
    return {
        "documents": options.count, "clients": options.clients, "workers_killed": killed,
        "lost": options.count - len(set(ids)), "doubled": len(stored) - len(set(stored)),
        "equal_to_the_library": sum(a == b for a, b in zip(got, expected, strict=True)),
        "failed_jobs": [line for line in jobs.splitlines() if line.startswith('duibiao_jobs{state="failed"')],
    }  # fmt: skip


def size(options: argparse.Namespace, _folder: Path) -> dict[str, Any]:
    """Bytes of a stored result."""
    taken = []
    for path in sorted(
        [*SAMPLES.iterdir(), *Path(options.more).glob("*.txt")]
        if options.more
        else SAMPLES.iterdir()
    ):
        result = extract_bytes(path.read_bytes(), path.name)
        raw = len(json.dumps(result, ensure_ascii=False).encode())
        _, body = codec.pack_json(result)
        taken.append({"json": raw, "stored": len(body), "reports": len(result["reports"]),
                      "original": len(codec.pack_bytes(path.read_bytes())[1])})  # fmt: skip
    count = sum(one["reports"] for one in taken) or 1
    means = {
        name: round(sum(one[name] for one in taken) / count)
        for name in ("json", "stored", "original")
    }
    return {
        "documents": len(taken),
        "bytes_a_report": means,
        "gb_a_million": round(means["stored"] / 1000, 1),
    }


def start(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Seconds until the service answers, and until its first worker is ready; the second start, as
    the first one makes the database. Processor seconds tell more on a machine with other work."""
    with server(folder, options.database_url, 1):
        pass
    began = time.perf_counter()
    with server(folder, options.database_url, options.workers) as (base, process):
        answers = time.perf_counter() - began
        wait(lambda: httpx.get(f"{base}/readyz").json()["ready"])
        ready = time.perf_counter() - began
        parent = psutil.Process(process.pid)
        spent = [sum(one.cpu_times()[:2]) for one in (parent, *parent.children())]
    return {
        "answers_after_s": round(answers, 2), "ready_after_s": round(ready, 2),
        "server_cpu_s": round(spent[0], 2), "workers_cpu_s": [round(one, 2) for one in spent[1:]],
    }  # fmt: skip


def main() -> None:
    runs = {"read": read, "load": load, "kills": kills, "size": size, "start": start}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=runs)
    parser.add_argument("--documents", "--count", dest="count", type=int, default=1000)
    parser.add_argument("--review", type=int, default=10)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--every",
        type=float,
        default=6.0,
        help="kill a worker at least this often, in start-up times, and at most twice as often",
    )
    parser.add_argument("--database-url", default="")
    parser.add_argument("--more", default="", help="a folder of further texts (size)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duibiao-bench-") as folder:
        found = runs[options.what](options, Path(folder))
    at = time.strftime("%Y-%m-%d", time.gmtime())
    print(json.dumps({"run": options.what, "at": at, "cores": os.cpu_count(), "load": os.getloadavg()[0],
                      "database": "postgresql" if options.database_url else "sqlite", **found}, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main()
