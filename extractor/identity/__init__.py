"""Identity: who reports, about which year, for whom."""

from extractor.identity.identify import identify

__all__ = ["identify"]
