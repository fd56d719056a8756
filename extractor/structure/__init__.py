"""Structure: which stretches of a page are reports, and the sections of a report."""

from extractor.structure.furniture import page_furniture
from extractor.structure.sections import find_sections
from extractor.structure.split import split

__all__ = ["find_sections", "page_furniture", "split"]
