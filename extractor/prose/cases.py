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
    settled: dict[str, float] | None = None  # what the numbers of its sentence leave it to tell
    unsure: bool = False  # what is around the number leaves open whether it is this one
    carried: int | float = 0  # how many of it they say came from the year before

    @property
    def chances(self) -> dict[str, float]:
        """The probability of each key: settled, or of rules and classifier, or of the rules."""
        if self.settled is not None:
            return self.settled
        return self.probabilities or {g.key: g.score for g in self.guesses}

    @property
    def span(self) -> Span:
        if self.candidate is not None:
            return self.candidate.number.span
        assert self.zero is not None
        return self.zero.span
