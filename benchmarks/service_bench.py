"""How fast and how safe the service is: `python benchmarks/service_bench.py read|load|kills|size|start`.

Everything runs on loopback, in a scratch folder, bounded by its arguments. With
`--database-url postgresql://...` the database must be an empty one.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.service_lists import read
from benchmarks.serving import SAMPLES, server, texts, wait
from extractor.pipeline import extract_bytes
from extractor.runs.folder import RunFolder
from extractor.runs.pool import Pool
from extractor.runs.tasks import Task
from service import codec
from service.database import Database
from service.settings import Settings
from service.tables import results

Pace = tuple[float, list[float]]  # documents a second; processor milliseconds of each, by process


def paced(count: int, work: Callable[[], Any], processes: Sequence[psutil.Process]) -> Pace:
    """How fast so many documents are done, and what of each process's time one took."""
    before = [sum(one.cpu_times()[:2]) for one in processes]
    began = time.perf_counter()
    work()
    speed = count / (time.perf_counter() - began)
    after = [sum(one.cpu_times()[:2]) for one in processes]
    return speed, [1000 * (y - x) / count for x, y in zip(before, after, strict=True)]


def _one(data: bytes) -> str:
    return json.dumps(extract_bytes(data, ""), sort_keys=True)


def library(made: list[bytes], workers: int) -> tuple[Pace, list[str]]:
    """The library without the service, on as many processes; and what comes out."""
    out: list[str] = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_one, made[:workers] * 2))  # imports and models are loaded
        children = psutil.Process().children()
        pace = paced(len(made), lambda: out.extend(pool.map(_one, made)), children)
    return pace, out


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


def submit_all(base: str, made: list[bytes], clients: int) -> list[str]:
    """Submit documents, each client its next when it has the result of the last; their ids."""

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

    most = httpx.Limits(max_connections=clients)
    with (
        httpx.Client(base_url=base, timeout=900, limits=most) as client,
        ThreadPoolExecutor(clients) as pool,
    ):
        return list(pool.map(submit, made))


def load(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Documents a second end to end, against the library alone, whose results only go back to the
    caller, and against the command, which keeps them as files.

    Each in turn, several times, and the middle share counts: other work on the machine comes and goes.
    """
    n, found = options.count, []
    with server(folder / "data", options.database_url, options.workers) as (base, process):
        wait(lambda: httpx.get(f"{base}/readyz").json()["ready"])
        ours = psutil.Process(process.pid)
        family = [ours, *ours.children(), psutil.Process()]
        submit_all(base, texts(4 * options.workers, seed=99), options.clients)
        for turn in range(options.rounds):
            made = texts(n, seed=turn)
            (alone, own), _ = library(made, options.workers)
            through, spent = paced(n, lambda: submit_all(base, made, options.clients), family)  # noqa: B023
            found.append({
                "library_per_s": alone, "service_per_s": through, "share": through / alone,
                "command_per_s": command(made, options.workers, folder / f"run{turn}"),
                "cpu_ms_library": sum(own), "cpu_ms_server": spent[0],
                "cpu_ms_workers": sum(spent[1:-1]), "cpu_ms_client": spent[-1],
            })  # fmt: skip
        memory = round(sum(one.memory_info().rss for one in family[:-1]) / 2**20)
    middle = {name: round(statistics.median(one[name] for one in found), 2) for name in found[0]}
    shares = [round(one["share"], 2) for one in found]
    return {"documents": n, **middle, "shares": shares, "memory_mb": memory}


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
        ids = submit_all(base, made, options.clients)
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
    parser.add_argument("--rounds", type=int, default=3, help="of load")
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
