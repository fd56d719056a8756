"""Whether a run learned anything of what people said: if not, there is no reason to change the model."""

from pathlib import Path

from extractor.novelty import load_familiar
from extractor.training.compare import Reason
from extractor.training.confidence import Fitted
from extractor.training.contest import readers
from extractor.training.guard import usable
from extractor.training.lessons import Lessons

NOTHING_LEARNED = Reason(
    "nothing-learned",
    "",
    "审核决定没有教会什么新东西，读数也没有变，不必换用 / "
    "the decisions taught nothing new and nothing is read otherwise: no reason to change the model",
)


def learned_nothing(
    lessons: Lessons, fitted: Fitted, untold: float, folders: tuple[Path, Path]
) -> bool:
    """Whether what people decided changed nothing: neither a reader, nor the confidence model, nor the
    threshold (`untold`: as it was without audits), nor which documents are trusted less.

    `folders`: of the model in use and of the new one. What differs all the same comes of other
    generated documents alone.
    """
    champion, stage = folders
    in_use = usable(champion)
    if in_use is None or fitted.heard or readers(champion) != readers(stage):
        return False
    threshold = fitted.guarantee.threshold
    if threshold > untold and threshold > in_use.threshold:
        return False
    if not (fitted.unlike < 0 or in_use.unlike < 0):
        return True  # then it is the same whether a document is familiar
    drawn = lessons.looks is not None and len(lessons.looks.drawn) > 0
    return not (drawn and fitted.unlike < in_use.unlike) and not _more_familiar(lessons, champion)


def _more_familiar(lessons: Lessons, champion: Path) -> bool:
    known = load_familiar(champion)
    return known is None or any(known.share(one) > known.limit for one in lessons.met)
