"""What kind of file some bytes are, by their content; the name only breaks ties."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO


class Kind(StrEnum):
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    JSON = "application/json"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    OLE = "application/x-ole-storage"
    RTF = "application/rtf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    GIF = "image/gif"
    BMP = "image/bmp"
    WEBP = "image/webp"
    ZIP = "application/zip"
    TAR = "application/x-tar"
    GZIP = "application/gzip"
    RAR = "application/vnd.rar"
    SEVEN_ZIP = "application/x-7z-compressed"
    XZ = "application/x-xz"
    BZIP2 = "application/x-bzip2"
    MHTML = "multipart/related"
    OTHER = "application/octet-stream"


PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.TIFF, Kind.GIF, Kind.BMP, Kind.WEBP})
TEXTS = frozenset({Kind.TEXT, Kind.MARKDOWN, Kind.HTML, Kind.JSON})
ARCHIVES = frozenset({Kind.ZIP, Kind.TAR, Kind.GZIP})
# Archives that are not opened here.
PACKED = {Kind.RAR: "rar", Kind.SEVEN_ZIP: "7z", Kind.XZ: "xz", Kind.BZIP2: "bz2"}

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
    (b"\x1f\x8b", Kind.GZIP),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVEN_ZIP),
    (b"\xfd7zXZ", Kind.XZ),
    (b"BZh", Kind.BZIP2),
)
# Other formats that are certainly not ours, so that they are refused as what they are.
_FOREIGN = (
    b"\x7fELF",
    b"OggS",
    b"ID3",
)

_HEAD = 4096
_STRONG_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I)
_WEAK_HTML = re.compile(
    rb"\s*<(?:div|table|p|span|section|article|h[1-6]|ul|ol|center|font|tr|td)\b", re.I
)
_CLOSING = re.compile(rb"</(?:div|table|p|span|section|article|h[1-6]|td|tr|body|html)\s*>", re.I)
_ENOUGH_CLOSING = 3
# An object or a list of them, perhaps as a script's argument.
_JSON = re.compile(rb"""(?:[\w.$]{1,60}\(\s*)?(?:\[\s*)?\{\s*"[^"\\\n]{1,100}"\s*:""")


def sniff(data: bytes, name: str = "", media_type: str | None = None) -> Kind:
    """The kind of a file. `name` and `media_type` decide only between kinds of text."""
    return _by_magic(data) or _text_kind(data, name, media_type)


def may_be_archive(head: bytes) -> bool:
    """Whether a file that begins so may be an archive; a Word document may be one too."""
    return head.startswith(b"PK") or _by_magic(head) in (Kind.TAR, Kind.GZIP)


def _by_magic(data: bytes) -> Kind | None:
    """The kind that the first bytes prove."""
    head = data[:_HEAD]
    length = int.from_bytes(head[2:6], "little")
    proofs = (
        (head.startswith((b"PK\x03\x04", b"PK\x05\x06")), None),
        *((head.startswith(magic), kind) for magic, kind in _MAGIC),
        (head.startswith(b"RIFF") and head[8:12] == b"WEBP", Kind.WEBP),
        (head.startswith(b"BM") and len(head) >= 26 and length == len(data), Kind.BMP),
        (b"%PDF-" in head[:1024], Kind.PDF),
        (head[257:262] == b"ustar", Kind.TAR),
        (head.startswith(_FOREIGN), Kind.OTHER),
    )
    for proven, kind in proofs:
        if proven:
            return kind or _zip_kind(data)
    return None


def _zip_kind(data: bytes) -> Kind:
    """Office formats are zip archives with telling members; anything else is an archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist()[:5000])
            if "word/document.xml" in names:
                return Kind.DOCX
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                for kind in (Kind.ODT, Kind.ODS):
                    if declared == kind:
                        return kind
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        # The central directory is gone; the local headers still say what it was.
        if b"word/" in data[:_HEAD]:
            return Kind.DOCX
    return Kind.ZIP


def _text_kind(data: bytes, name: str, media_type: str | None) -> Kind:
    plain = _without_nuls(data[: 16 * _HEAD])
    lower = name.lower()
    hinted = lower.endswith((".html", ".htm", ".xhtml", ".shtml")) or media_type == Kind.HTML
    if plain[:1024].lower().startswith(b"mime-version:") or b"multipart/related" in plain[:2048]:
        return Kind.MHTML
    start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _JSON.match(start):
        return Kind.JSON
    begins_as_page = start.startswith(
        (b"<!", b"<?xml", b"<html", b"<HTML")
    ) and _STRONG_HTML.search(plain)
    closing = sum(1 for _ in zip(range(_ENOUGH_CLOSING), _CLOSING.finditer(plain), strict=False))
    if begins_as_page or (hinted and (closing or _STRONG_HTML.search(plain))):
        return Kind.HTML
    if closing >= _ENOUGH_CLOSING and (_WEAK_HTML.match(start) or _STRONG_HTML.match(start)):
        return Kind.HTML
    if lower.endswith((".md", ".markdown")) or media_type == Kind.MARKDOWN:
        return Kind.MARKDOWN
    return Kind.TEXT


def _without_nuls(data: bytes) -> bytes:
    """UTF-16 markup looks like ASCII once its zero bytes are gone."""
    return data.replace(b"\x00", b"") if b"\x00" in data else data
