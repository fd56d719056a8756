"""What systems and office programs leave among a user's files: no documents."""

_NAMES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_FOLDER = "__macosx"
_LOCK = "~$"  # beside a file that Word or Excel has open


def is_leftover(path: str) -> bool:
    """Whether a file is one of these, by its path with slashes."""
    parts = path.casefold().split("/")
    return parts[-1] in _NAMES or parts[-1].startswith(_LOCK) or _FOLDER in parts
