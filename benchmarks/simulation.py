"""What a team's corrections are worth: a stream of documents, a simulated reviewer, retraining.

    python -m benchmarks.simulation [--documents 600] [--every 50] [--work DIR] [--out docs/pictures]
    python -m benchmarks.simulation --work DIR --poison 2021

Three teams get the same stream (`benchmarks.stream`): one is asked by expected gain and retrains, one is asked in
random order and retrains, one never retrains. `--poison` takes what the first team said so far,
with the answers about one form swapped, and trains on that. After each step the reviewer answers at most
`ANSWERS` fields a document, audits first; 2 % of the answers are wrong. Everything is measured on
documents as they come, before anybody has seen them; as documents differ, *unchanged* tells what the
same models make of the same documents without the changes. *asked* are the fields that wait at first,
*decisions* the answers until none waits (`extractor.settling`), both a report. Evidence and finished training runs are kept in
WORK: a run that was stopped goes on, and a second one only repeats the figures.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time
from typing import Any

import numpy as np

from benchmarks.curves import write_svg
from benchmarks.reviewer import WRONG, answer, poisoned, sha
from benchmarks.stream import stream
from extractor.annotations.files import read_folder, write_annotations
from extractor.annotations.model import Annotation
from extractor.audit import Audit, apart, chance, estimate
from extractor.forms import modern_ids
from extractor.gain import expected_gains
from extractor.novelty import Familiar, load_familiar
from extractor.pipeline import Settings
from extractor.scoring import Scorer, load_scorer
from extractor.settling import EMPTY, Read, kind_of, load_settler
from extractor.training.contest import model_in_use
from extractor.training.corpus.document import Generated
from extractor.training.judging import Answer, field_judgements, pair
from extractor.training.promise import AUDITS
from extractor.training.readings import Reading, Readings
from extractor.training.settling import Asked, Played, play
from extractor.training.train import Plan, Sizes, train

ANSWERS = 5  # a document, on average: what a team has time for
AUDITED = 0.0025  # share of fields outside review that are drawn, more in unlike documents
PROMISE = 0.001
SIZES = Sizes(fit=1200, calibration=2000, held_out=800)  # those of the service
ARMS = ("gain", "never", "random")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A field in review: document, field, how sure, what a look is worth."""

    document: int
    field: str
    confidence: float
    gain: float
    seen: Answer


@dataclass(slots=True)
class Open:
    """A report of which something waits, and the places of what was answered so far."""

    read: Read
    agreed: list[int] = field(default_factory=list)
    differed: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Team:
    """One arm of the comparison, as it stands."""

    name: str
    folder: Path
    model: Path
    rng: random.Random
    queue: list[Waiting] = field(default_factory=list)
    open: dict[int, Open] = field(default_factory=dict)
    said: list[Annotation] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    drawn: dict[str, dict[str, float]] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)  # documents unlike what its model learned from
    floors: tuple[float, float] = (0.0, 0.0)  # raised by audits: everywhere, in strange documents
    steps: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Eyes:
    """How a team's model reads documents as they come."""

    readings: Readings
    scorer: Scorer
    familiar: Familiar
    floors: tuple[float, float]

    @classmethod
    def of(cls, team: Team, cache: Path) -> "Eyes":
        with model_in_use(team.model):
            readings = Readings(Settings(), cache)
        return cls(readings, load_scorer(team.model), _familiar(team.model), team.floors)

    def look(self, model: Path, one: Generated) -> "Look | None":
        """What is read of the only report, how surely; None where it was not found."""
        with model_in_use(model):
            found = self.readings.of(one.data, one.name)
        share = self.familiar.share(found.pieces)
        strange = share > self.familiar.limit
        truth, ids = one.gold["reports"][0], modern_ids()
        at = pair([truth["span"]], found.spans)[0]
        if at is None:
            return None
        answers = dict(zip(ids, found.answers[at], strict=True))
        right = np.asarray(field_judgements(truth, answers, ids))
        sure = _sure(self.scorer, found, at, strange)
        limit = max(self.scorer.threshold, self.floors[0], self.floors[1] if strange else 0.0)
        kinds = np.array([kind_of(answers[id][0]) for id in ids], np.int8)
        read = Read(sure, kinds, sure < limit)
        unclear = np.isin(ids, list(truth.get("undetermined", ()))) & (kinds == EMPTY)
        return Look(answers, right, read, share, strange, int(sha(one)[:8], 16), unclear)


@dataclass(frozen=True, slots=True)
class Look:
    """A report as it is read: what, how surely, whether rightly, what is asked; unlikeness."""

    answers: dict[str, Answer]
    right: Any
    read: Read
    share: float
    strange: bool
    seed: int
    unclear: Any  # what the document leaves open and was read as null

    def played(self) -> Played:
        """A review of it to the end; a table that nobody can tell is accepted with one key."""
        asked = [Asked(self.read, self.right, 0, self.unclear)] if self.read.asked.any() else []
        return play(asked, 1, load_settler(), self.seed)


def arrive(team: Team, documents: list[tuple[int, Generated]], cache: Path) -> dict[str, Any]:
    """Read new documents with the team's model; what it is asked, and what is wrong unasked."""
    eyes, ids = Eyes.of(team, cache), modern_ids()
    asked = wrong = outside = unlike = decisions = settled_wrong = 0
    for number, one in documents:
        look = eyes.look(team.model, one)
        if look is None:  # the report was not found: nobody is asked, everything is wrong
            wrong, outside = wrong + len(ids), outside + len(ids)
            continue
        unlike += look.strange
        if look.strange:
            team.strange.add(sha(one))
        open_fields = [id for id, a in zip(ids, look.read.asked, strict=True) if a]
        sureness = dict(zip(ids, look.read.sure.tolist(), strict=True))
        team.open[number], played = Open(look.read), look.played()
        decisions, settled_wrong = decisions + played.decisions, settled_wrong + played.wrong
        gains = expected_gains({id: sureness[id] for id in open_fields}, look.share)
        drawn = chance(AUDITED, look.strange)
        for id, sure, good, ask in zip(
            ids,
            look.read.sure.tolist(),
            look.right.tolist(),
            look.read.asked.tolist(),
            strict=True,
        ):
            if ask:
                team.queue.append(Waiting(number, id, sure, gains[id], look.answers[id]))
                continue
            wrong, outside = wrong + (not good), outside + 1
            if team.rng.random() < drawn:
                _audit(team, one, id, (sure, good, look.answers[id]), drawn)
        asked += len(open_fields)
    threshold = max(eyes.scorer.threshold, team.floors[0])
    return {"asked": asked / len(documents), "decisions": decisions / len(documents),
            "wrong": 1000 * wrong / max(1, outside),
            "settled wrong": 1000 * settled_wrong / (len(ids) * len(documents)),
            "unlike": unlike / len(documents), "threshold": threshold,
            "in unlike": max(threshold, team.floors[1])}  # fmt: skip


def unchanged(team: Team, documents: list[Generated], cache: Path) -> dict[str, float]:
    """What the same model would be asked, and have wrong, had the stream not changed."""
    eyes, ids = Eyes.of(team, cache), modern_ids()
    looks = [eyes.look(team.model, one) for one in documents]
    found = [one for one in looks if one is not None]
    asked = sum(int(one.read.asked.sum()) for one in found)
    lost = len(ids) * (len(looks) - len(found))
    wrong = lost + sum(int((~one.read.asked & ~one.right).sum()) for one in found)
    outside = len(documents) * len(ids) - asked
    decisions = sum(one.played().decisions for one in found)
    return {"asked": asked / len(documents), "decisions": decisions / len(documents),
            "wrong": 1000 * wrong / max(1, outside)}  # fmt: skip


def _familiar(model: Path) -> Familiar:
    found = load_familiar(model)
    assert found is not None
    return found


def _sure(scorer: Scorer, found: Reading, at: int, strange: bool) -> Any:
    """The confidences of a report's fields, as extraction gives them."""
    rows = found.evidence[at].astype(np.float64)
    return np.round(scorer.doubting(rows, strange), 4)


def _audit(
    team: Team, one: Generated, id: str, found: tuple[float, bool, Answer], drawn: float
) -> None:
    """Two looks: an error counts once both see it. A right field is never called wrong twice."""
    confidence, good, seen = found
    looks = [team.rng.random() >= WRONG for _ in range(2)]
    team.audits.append(Audit(sha(one), drawn, confidence, not good and all(looks)))
    told = answer(one, id, seen, team.rng, looks=2)
    if told is None:
        return
    team.said.append(told)
    team.drawn.setdefault(told.document, {})[f"{told.report}/{told.target}"] = drawn


def review(team: Team, documents: list[Generated], budget: int) -> int:
    """The reviewer answers what the queue asks; how many fields that were. What the answers settle
    is not asked any more."""
    if team.name == "random":
        team.rng.shuffle(team.queue)
    else:
        team.queue.sort(key=lambda w: -w.gain)
    gone: set[tuple[int, str]] = set()
    now = 0
    for one in team.queue:
        if now == budget:
            break
        if (one.document, one.field) in gone:
            continue
        gone.add((one.document, one.field))
        now += 1
        told = answer(documents[one.document], one.field, one.seen, team.rng)
        if told is not None:
            team.said.append(told)
            _settle(team, one, told.decision == "accepted", gone)
    team.queue = [one for one in team.queue if (one.document, one.field) not in gone]
    return now


def _settle(team: Team, answered: Waiting, agreed: bool, gone: set[tuple[int, str]]) -> None:
    """Add to `gone` the fields of the document that wait and need no answer after this one."""
    ids, settler, here = modern_ids(), load_settler(), team.open[answered.document]
    (here.agreed if agreed else here.differed).append(ids.index(answered.field))
    waiting = [
        ids.index(one.field)
        for one in team.queue
        if one.document == answered.document and (one.document, one.field) not in gone
    ]
    if settler is None or not waiting:
        return
    chances = settler.chances(here.read, here.agreed, here.differed, waiting)
    for at, sure in zip(waiting, chances.tolist(), strict=True):
        if sure >= settler.threshold:
            gone.add((answered.document, ids[at]))


def retrain(team: Team, documents: list[Generated], step: int, cache: Path) -> dict[str, Any]:
    """Train on everything that was said; use the model if the verdict allows it."""
    home = team.folder
    (home / "documents").mkdir(parents=True, exist_ok=True)
    for one in documents:
        (home / "documents" / f"{sha(one)}.txt").write_bytes(one.data)
    write_annotations(home / "annotations" / "said.jsonl", team.said)
    (home / "annotations" / AUDITS).write_text(json.dumps(team.drawn), "utf-8")
    out, started, worked = home / f"model-{step}", monotonic(), process_time()
    done = out / "told.json"
    if done.exists():
        return _used(team, out, json.loads(done.read_text("utf-8")))
    plan = Plan(out, SIZES, cache, annotations=home / "annotations", documents=home / "documents",
                champion=team.model, split=home, steady=True, processes=1)  # fmt: skip
    metrics = train(plan, lambda text: print(f"    {text}", file=sys.stderr))
    verdict = metrics["verdict"]
    told = {
        "promoted": verdict["promoted"],
        "reasons": [r["message"] for r in verdict["reasons"]],
        "wordings": sum(map(len, metrics["learned"]["wordings"].values())),
        "threshold": metrics["learned"]["threshold"],
        "generated threshold": metrics["learned"]["threshold of generated documents"],
        "unlike": metrics["confidence"]["unlike"],
        "seconds": round(monotonic() - started, 1),
        "cpu_seconds": round(process_time() - worked, 1),
    }
    done.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return _used(team, out, told)


def _used(team: Team, out: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Put a model to use if its verdict allows it; its audits begin anew, as in the service."""
    if told["promoted"]:
        team.model, team.floors, team.audits, team.strange = out, (0.0, 0.0), [], set()
    return told


def run(team: Team, documents: list[Generated], every: int, cache: Path) -> None:
    """The whole stream for one team."""
    plain = list(stream(len(documents), changes=False))
    for start in range(0, len(documents), every):
        batch, before_audits = list(enumerate(documents))[start : start + every], len(team.audits)
        told: dict[str, Any] = {"documents": start + len(batch), **arrive(team, batch, cache)}
        told["unchanged"] = unchanged(team, plain[start : start + every], cache)
        drawn = len(team.audits) - before_audits
        told["answered"] = drawn + review(team, documents, max(0, ANSWERS * len(batch) - drawn))
        found = estimate(team.audits)
        told["estimate"] = [1000 * found.rate, 1000 * found.low, 1000 * found.high, drawn]
        usual = [one for one in team.audits if one.document not in team.strange]
        odd = [one for one in team.audits if one.document in team.strange]
        before = (told["threshold"], told["in unlike"])
        raised = apart(usual, odd, PROMISE, before)
        if raised != before:
            team.floors = raised
        if team.name != "never":
            told["training"] = retrain(team, documents[: start + every], start // every, cache)
        team.steps.append(told)
        print(json.dumps({"team": team.name, **told}, ensure_ascii=False), flush=True)


def poison(work: Path, form: str, documents: list[Generated]) -> None:
    """Train on what the first team said, the answers about one form swapped for wrong ones."""
    said = read_folder(work / ARMS[0] / "annotations")
    forms = {(sha(one), 0): str(one.gold["reports"][0]["form"]) for one in documents}
    team = Team("poison", work / "poison", work / "model", random.Random("poison"))
    team.said = list(poisoned(said, forms, form))
    touched = sum(forms[one.document, 0] == form for one in said)
    told = retrain(team, documents, 0, work / "cache")
    print(json.dumps({"poisoned": form, "answers": len(said), "swapped": touched, **told},
                     ensure_ascii=False))  # fmt: skip


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--poison", metavar="FORM")
    parser.add_argument("--teams", default=",".join(ARMS))
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="simulation-"))
    cache, first = work / "cache", work / "model"
    if not first.exists():
        train(
            Plan(first, SIZES, cache, processes=1, steady=True),
            lambda text: print(text, file=sys.stderr),
        )
    documents = list(stream(given.documents))
    if given.poison:
        poison(work, given.poison, documents)
        return
    told = {}
    for name in given.teams.split(","):
        team = Team(name, work / name, first, random.Random(f"reviewer {name}"))
        run(team, documents, given.every, cache)
        told[name] = team.steps
        (work / "figures.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        if given.out:
            given.out.mkdir(parents=True, exist_ok=True)
            write_svg({**told, "unchanged": _unchanged(told)}, given.out / "simulation.svg")


def _unchanged(told: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What the first team's models had been asked, and had wrong, had the stream not changed."""
    steps = next(iter(told.values()))
    return [{"documents": step["documents"], **step["unchanged"]} for step in steps]


if __name__ == "__main__":
    main()
