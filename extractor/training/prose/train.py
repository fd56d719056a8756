"""Trains the classifier of numbers in prose."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from extractor.artefacts import save
from extractor.prose.features import WIDTH, columns
from extractor.prose.model import MENTIONED, FactModel, evidence
from extractor.prose.read import ARTEFACT
from extractor.training.prose.compare import probabilities
from extractor.training.prose.samples import (
    Document,
    Sample,
    digest,
    from_documents,
    from_sentences,
)
from extractor.training.prose.wordings import sentences

SEED = 20212
SENTENCES = 7000
BLENDING = 2500  # sentences of wordings that no weight saw
STRENGTH = 1.0  # inverse of the penalty
ROUNDS = 120
TEMPERED = 5  # one document in so many fits the final probability, not the weights


def matrix(samples: Sequence[Sample], rules: bool, learned: bool) -> csr_matrix:
    indices: list[int] = []
    starts = [0]
    for one in samples:
        indices.extend(columns(one.case, rules, learned))
        starts.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return csr_matrix((data, indices, starts), shape=(len(samples), WIDTH))


def fit(weighed: Sequence[Sample], blended: Sequence[Sample], rules: bool = True, learned: bool = True) -> FactModel:  # fmt: skip
    """The classifier of the first samples; the second fit temperature and final probability."""
    classifier = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, random_state=SEED, tol=1e-3)
    classifier.fit(matrix(weighed, rules, learned), np.asarray([s.label for s in weighed]))
    model = FactModel()
    model.labels = tuple(str(c) for c in classifier.classes_)
    # Half precision is what is saved; rounding here keeps memory and disk the same model.
    model.weights = classifier.coef_.T.astype("<f2").astype(np.float32)
    model.bias = classifier.intercept_.astype(np.float32)
    model.rules, model.learned = rules, learned
    model.temperature = _temperature(model, blended)
    model.blend = _blend(model, blended)
    return model


def _blend(model: FactModel, samples: Sequence[Sample]) -> tuple[float, ...]:
    """Weights of the final probability over rule and classifier; the bias first."""
    rows, truth = [], []
    for sample, learned in zip(samples, probabilities(model, samples), strict=True):
        ruled = {g.key: g.score for g in sample.case.guesses}
        told = sample.label.split("+")
        for key in sorted(ruled.keys() | {k for k, p in learned.items() if p > MENTIONED}):
            rows.append(evidence(sample.case, ruled.get(key, 0.0), learned.get(key, 0.0)))
            truth.append(key in told)
    final = LogisticRegression(C=10.0, random_state=SEED).fit(np.asarray(rows), np.asarray(truth))
    return (float(final.intercept_[0]), *(float(w) for w in final.coef_[0]))


def _temperature(model: FactModel, samples: Sequence[Sample]) -> float:
    known = [s for s in samples if s.label in model.labels]
    if not known:
        return 1.0
    logits = model.scores([s.case for s in known])
    truth = np.asarray([model.labels.index(s.label) for s in known])

    def loss(t: float) -> float:
        return float(_log_loss(logits / t, truth))

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)


def _log_loss(logits: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    top = logits - logits.max(axis=1, keepdims=True)
    chosen = top[np.arange(len(truth)), truth]
    return float(np.mean(np.log(np.exp(top).sum(axis=1)) - chosen))


def train_prose(documents: Iterable[Document], out: Path) -> dict[str, str]:
    """Train on documents and own sentences, write the model, return the digest of its file.

    The same documents give the same file.
    """
    return save_prose(from_documents(documents), own_samples(), out)


def own_samples() -> tuple[list[Sample], list[Sample]]:
    """Own sentences: those that weights are learned from, and those that fit the final probability."""
    weighed = from_sentences(sentences(SENTENCES, SEED, "train"))
    return weighed, from_sentences(sentences(BLENDING, SEED, "blend"))


def save_prose(
    told: Sequence[Sample], own: tuple[list[Sample], list[Sample]], out: Path
) -> dict[str, str]:
    """Learn from cases of documents and own sentences, write the model, return its file's digest."""
    weighed = [s for s in told if s.group % TEMPERED] + own[0]
    blended = [s for s in told if s.group % TEMPERED == 0] + own[1]
    model = fit(weighed, blended)
    return {
        ARTEFACT: save(
            out / ARTEFACT, "spacy", model.to_bytes(), seed=SEED, labels=model.labels,
            data={"samples": digest([*weighed, *blended])}, settings={"sentences": SENTENCES, "penalty": STRENGTH},
        )
    }  # fmt: skip
