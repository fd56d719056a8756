"""Cleaning: messy text to plain text with a way back. See `clean`."""

from extractor.cleaning.cleaner import clean

__all__ = ["clean"]
