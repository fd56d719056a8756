"""Prose: the figures that a report tells in sentences."""

from extractor.prose.light import load_spacy

load_spacy()  # before anything below imports it

from extractor.prose.read import read_prose  # noqa: E402

__all__ = ["read_prose"]
