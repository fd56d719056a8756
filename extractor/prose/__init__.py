"""Prose: the figures that a report tells in sentences."""

from extractor.prose.read import read_prose

__all__ = ["read_prose"]
