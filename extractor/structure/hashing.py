"""Hashed features: the same tokens give the same columns on every machine."""

from functools import lru_cache
from zlib import crc32

from extractor.words import words as cut

BITS = 14
WIDTH = 1 << BITS
# Words are cut from the beginnings of stretches only: segmentation is slow on repeated characters,
# and nothing later tells more. Titles need none: their characters tell as much.
MAX_SEGMENTED = 60


@lru_cache(maxsize=1 << 16)
def column(token: str) -> int:
    """The column of a token."""
    return crc32(token.encode("utf-8", "surrogatepass")) & (WIDTH - 1)


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a short text."""
    return tuple(cut(text[:MAX_SEGMENTED]))


@lru_cache(maxsize=8192)
def grams(text: str, prefix: str, least: int = 1, most: int = 3) -> tuple[int, ...]:
    """Columns of the character n-grams of a short text, its ends marked."""
    marked = f"^{text}$"
    return tuple(
        {
            column(prefix + marked[i : i + n])
            for n in range(least, most + 1)
            for i in range(len(marked) - n + 1)
        }
    )
