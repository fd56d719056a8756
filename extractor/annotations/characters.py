"""Traditional characters as simplified ones, one for one."""

from functools import cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("tw2s")


def simplified(text: str) -> str:
    """The same text in simplified characters; its length is kept."""
    return str(_converter().convert(text))
