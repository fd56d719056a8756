"""Pictures of pages: rendered from a pdf, or opened from a file, as grey arrays."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import MAX_PAGES, MAX_PIXELS

# Dots an inch. Table digits of 9 points are 25 dots high at 200, what the recogniser likes.
DOTS = 200
_POINTS = 72
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


def rendered(data: bytes, numbers: Sequence[int]) -> Iterator[Picture]:
    """Pages of a pdf, counted from 1, as pictures. Errors: `ReadingError` (unreadable)."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(ReadingCode.UNREADABLE, "pdf") from error
    try:
        for number in numbers:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(DOTS / _POINTS, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap: Any = page.render(scale=scale, grayscale=True)
            grey = np.ascontiguousarray(
                bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
            )
            yield Picture(number, grey.astype(np.uint8), 1 / scale)
    finally:
        document.close()


def pages_of_pictures(data: bytes) -> list[int]:
    """The pages of a pdf, counted from 1, that show pictures and no text.

    Errors: `ReadingError` (unreadable).
    """
    import pypdfium2  # noqa: PLC0415 - slow to load
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(ReadingCode.UNREADABLE, "pdf") from error
    found = []
    try:
        for number in range(1, min(len(document), MAX_PAGES) + 1):
            page = document[number - 1]
            words = page.get_textpage().get_text_bounded().strip()
            shown = () if words else page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)
            if next(iter(shown), None) is not None:
                found.append(number)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(ReadingCode.UNREADABLE, "pdf") from error
    finally:
        document.close()
    return found


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
    return Picture(number, grey, _POINTS / dots)
