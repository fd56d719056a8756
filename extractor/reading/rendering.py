"""Pictures of pages: rendered from a pdf, or opened from a file, as grey arrays."""

import warnings
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import FEW_CHARACTERS, MAX_PAGES, MAX_PIXELS, PAGE_SHARE, TABLE_SHARE

# Dots an inch. Table digits of 9 points are 25 dots high at 200, what the recogniser likes.
DOTS = 200
POINTS = 72
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: grey values, and how many points a dot is."""

    number: int
    grey: Grey
    points: float

    @property
    def width(self) -> float:
        return float(self.grey.shape[1]) * self.points

    @property
    def height(self) -> float:
        return float(self.grey.shape[0]) * self.points


@dataclass(frozen=True, slots=True)
class Part:
    """A picture on a page of a pdf that has text; `left` and `top` in points of the page."""

    picture: Picture
    left: float
    top: float


def rendered(data: bytes, numbers: Sequence[int]) -> Iterator[Picture]:
    """Pages of a pdf, counted from 1, as pictures. Errors: `ReadingError` (unreadable)."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(ReadingCode.UNREADABLE, "pdf") from error
    try:
        for number in numbers:
            yield _rendered(document[number - 1], number)
    finally:
        document.close()


def _rendered(page: Any, number: int) -> Picture:
    width, height = page.get_size()
    scale = min(DOTS / POINTS, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap: Any = page.render(scale=scale, grayscale=True)
    grey = np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width])
    return Picture(number, grey.astype(np.uint8), 1 / scale)


def pages_of_pictures(data: bytes) -> list[int]:
    """The pages of a pdf, counted from 1, that show pictures and no text.

    Errors: `ReadingError` (unreadable).
    """
    found = []
    for number, page in _pages(data):
        words = len("".join(page.get_textpage().get_text_bounded().split()))
        least = PAGE_SHARE if words else 0.0
        if words < FEW_CHARACTERS and any(share >= least for share, _ in _images(page)):
            found.append(number)
    return found


def parts_of_pages(data: bytes, numbers: Container[int]) -> Iterator[Part]:
    """The larger pictures on pages of a pdf that no text stands over, as they are rendered.

    Errors: `ReadingError` (unreadable).
    """
    for number, page in _pages(data):
        if number not in numbers:
            continue
        words = page.get_textpage()
        whole: Picture | None = None
        for share, (left, bottom, right, top) in _images(page):
            if share < TABLE_SHARE or words.get_text_bounded(left, bottom, right, top).strip():
                continue
            whole = whole or _rendered(page, number)
            high = page.get_height()
            dots = [round(v / whole.points) for v in (left, high - top, right, high - bottom)]
            x, y = max(0, dots[0]), max(0, dots[1])
            shown = whole.grey[y : max(y, dots[3]), x : max(x, dots[2])]
            if shown.size:
                yield Part(
                    Picture(number, np.ascontiguousarray(shown), whole.points),
                    x * whole.points,
                    y * whole.points,
                )


def _pages(data: bytes) -> Iterator[tuple[int, Any]]:
    """The pages of a pdf with their numbers. Errors: `ReadingError` (unreadable)."""
    import pypdfium2  # noqa: PLC0415 - slow to load

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(1, min(len(document), MAX_PAGES) + 1):
                yield number, document[number - 1]
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise ReadingError(ReadingCode.UNREADABLE, "pdf") from error


def _images(page: Any) -> Iterator[tuple[float, tuple[float, float, float, float]]]:
    """The pictures of a page: their share of it, and their left, bottom, right and top."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE  # type: ignore[import-untyped]  # noqa: PLC0415

    width, height = page.get_size()
    for one in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = one.get_bounds()
        yield (right - left) * (top - bottom) / max(1.0, width * height), (left, bottom, right, top)


def count_frames(data: bytes) -> int:
    """How many pages a picture file has. Errors: `ReadingError` (unreadable)."""
    try:
        with Image.open(BytesIO(data)) as file:
            return int(getattr(file, "n_frames", 1))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "picture") from error


def pictures(data: bytes) -> Iterator[Picture]:
    """The pages of a picture file. Errors: `ReadingError` (unreadable, too-much)."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb up to twice its limit; the size is checked here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as file:
                for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                    if frame.width * frame.height > MAX_PIXELS:
                        raise ReadingError(ReadingCode.TOO_MUCH, f"{frame.width}x{frame.height}")
                    yield _picture(frame, number)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "picture") from error


def _picture(frame: Image.Image, number: int) -> Picture:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "P"):
        coloured = upright.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        upright = Image.alpha_composite(paper, coloured)
    grey = np.asarray(upright.convert("L"), dtype=np.uint8)
    dots = float(frame.info.get("dpi", (0, 0))[0] or 0)
    # A screen's 72 or 96 says nothing about a scan: then a page is taken to be A4 wide.
    dots = dots if 100 <= dots <= 1200 else max(grey.shape[1] / 8.27, 1.0)
    return Picture(number, grey, POINTS / dots)
