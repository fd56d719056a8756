"""A page of a document as a picture, drawn in a process of its own: the file is not trusted.

Run as a program it reads the file from standard input and writes PNG:
`python -m service.pictures NUMBER`.
"""

import io
import resource
import subprocess
import sys

from service.problems import Code, Problem

SECONDS = 20  # that drawing may take
MEMORY = 1_500_000_000  # bytes of address space
WIDEST = 1240  # dots: A4 at 150 an inch, enough to read a table's digits


def draw(data: bytes, number: int) -> bytes:
    """Page `number` (from 1) of a pdf or a picture file as PNG, or the picture that a web page or a
    Word document holds at that place.

    Errors: `Problem` (unreadable) where it cannot be drawn, or not within `SECONDS`.
    """
    command = [sys.executable, "-m", "service.pictures", str(number)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Problem(Code.UNREADABLE, reason="picture") from error
    return done.stdout


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from PIL import Image  # noqa: PLC0415 - the service does not load it

    from extractor.reading.embedded import held_by  # noqa: PLC0415
    from extractor.reading.rendering import pictures, rendered  # noqa: PLC0415
    from extractor.reading.sniff import PICTURES, Kind, sniff  # noqa: PLC0415

    data, number = sys.stdin.buffer.read(), int(sys.argv[1])
    kind = sniff(data)
    if kind is Kind.PDF:
        page = next(iter(rendered(data, [number])))
    elif kind in PICTURES:
        page = next(one for one in pictures(data) if one.number == number)
    else:
        held = held_by(data)
        page = next(iter(pictures(held.load(held.names[number - 1]))))
    picture = Image.fromarray(page.grey)
    if picture.width > WIDEST:
        picture = picture.resize((WIDEST, round(picture.height * WIDEST / picture.width)))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    _main()
