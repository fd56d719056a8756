"""Annotated documents drawn at random, and a small fixed one."""

import hashlib

from hypothesis import strategies as st

from extractor.annotations.carry import Task
from extractor.annotations.model import Annotation

WHEN = "2026-01-02T03:04:05Z"
ALPHABET = st.sampled_from("一二报告公开收到申请0123456789 |\n\tＡ𠮷😀—/")


def make(text, target, value, state, span, **more):
    """An annotation of a text that is one report."""
    return Annotation(
        document=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        **{
            "report": 0,
            "report_span": (0, len(text)),
            "who": "ann",
            "when": WHEN,
            "provenance": "review",
            "name": "a.txt",
            **more,
        },
        target=target,
        value=value,
        state=state,
        span=span,
        quote=None if span is None else text[slice(*span)],
    )


@st.composite
def annotated(draw):
    """A task with annotations that do not contradict each other."""
    text = draw(st.text(ALPHABET, min_size=1, max_size=60))
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).map(tuple)
    placed = place.filter(lambda s: s[0] < s[1])
    found = []
    if draw(st.booleans()):
        found.append(
            make(
                text, "agency", draw(st.text("县市局", min_size=1)), None, draw(st.none() | placed)
            )
        )
    for id in draw(
        st.sets(
            st.sampled_from(
                ["applications.new.total", "remedies.review.total", "disclosure.fees.amount"]
            )
        )
    ):
        state = draw(st.sampled_from(["observed", "narrative", "blank", "absent", "inferred"]))
        value = None if state in ("blank", "absent") else draw(st.integers(0, 99) | st.just(1.5))
        found.append(make(text, f"fields/{id}", value, state, draw(st.none() | placed)))
    for span in draw(st.sets(placed, max_size=3)):
        found.append(make(text, "facts/visits.website", draw(st.integers(0, 9)), None, span))
    for span in draw(st.sets(placed, max_size=2)):
        found.append(
            make(
                text,
                "sections/overview.platform",
                2,
                None,
                span,
                note=draw(st.text("好 ", max_size=3)),
            )
        )
    if not found:
        found.append(make(text, "form", "2021", None, None))
    return Task(found[0].document, "a.txt", text, tuple(found))
