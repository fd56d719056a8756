"""Compact bytes for what is stored.

A result names the same 200 fields every time, so a dictionary of these names is given to zlib
beforehand; a small report then takes about a tenth less again. The dictionary belongs to the codec number: a
changed dictionary needs a new number, and the old one stays readable.
"""

import zlib
from functools import cache
from typing import Any

from extractor.forms import load_form
from service import jsons

LEVEL = 6  # of 9, which takes twice as long and saves 4 %

RAW, DEFLATE, DEFLATE_FORM = 0, 1, 2

_SKELETONS = (
    '"alternatives":[],"confidence":0.9,"raw":null,"relation":null,"sources":[],"span":null,'
    '"state":"absent","value":null},',
    '"alternatives":[],"confidence":0.99,"raw":"0","relation":null,"sources":[],"span":[1',
    '],"state":"observed","value":0},',
)


@cache
def _dictionary() -> bytes:
    ids = "".join(f'"{one.id}":{{' for one in load_form("2021"))
    return (ids + "".join(_SKELETONS)).encode()


def pack_json(value: Any) -> tuple[int, bytes]:
    """The codec's number and the bytes of a JSON value."""
    packer = zlib.compressobj(LEVEL, zdict=_dictionary())
    return DEFLATE_FORM, packer.compress(jsons.encode(value)) + packer.flush()


def pack_bytes(data: bytes) -> tuple[int, bytes]:
    """Compressed where that saves a tenth; pictures and archives do not shrink."""
    packed = zlib.compress(data, LEVEL)
    return (DEFLATE, packed) if len(packed) < 0.9 * len(data) else (RAW, data)


def unpack_bytes(codec: int, body: bytes) -> bytes:
    """What was packed. ValueError: an unknown codec."""
    if codec == RAW:
        return bytes(body)
    if codec == DEFLATE:
        return zlib.decompress(body)
    if codec == DEFLATE_FORM:
        opener = zlib.decompressobj(zdict=_dictionary())
        return opener.decompress(body) + opener.flush()
    raise ValueError(f"unknown codec {codec}")


def unpack_json(codec: int, body: bytes) -> Any:
    """The JSON value that was packed."""
    return jsons.decode(unpack_bytes(codec, body))
