"""The command `duibiao`."""

from extractor.cli.app import main

__all__ = ["main"]
