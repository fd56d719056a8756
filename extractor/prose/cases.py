"""What the pipeline judges: a number or a denial, with all that is said of it."""

from dataclasses import dataclass, field

from extractor.prose.candidates import Candidate, Cue
from extractor.prose.view import Guess
from extractor.prose.zeros import Zero
from extractor.types import Span


@dataclass(slots=True)
class Case:
    """A number or a denial, with what rules and model say of it. Offsets: the Doc's text."""

    sentence: Span
    section: str
    candidate: Candidate | None = None
    zero: Zero | None = None
    cues: tuple[Cue, ...] = ()
    guesses: list[Guess] = field(default_factory=list)
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    probabilities: dict[str, float] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        if self.candidate is not None:
            return self.candidate.number.span
        assert self.zero is not None
        return self.zero.span
