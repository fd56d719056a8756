"""The steps of cleaning, in their order."""

from collections.abc import Callable

from extractor.cleaning.advertising import advertising
from extractor.cleaning.characters import invisible, line_ends, width
from extractor.cleaning.contents import contents
from extractor.cleaning.damage import damage
from extractor.cleaning.draft import Draft
from extractor.cleaning.furniture import furniture
from extractor.cleaning.markup import markup
from extractor.cleaning.page_marks import page_marks
from extractor.cleaning.pinyin import pinyin
from extractor.cleaning.running import running_heads
from extractor.cleaning.script import simplified
from extractor.cleaning.set_apart import set_apart
from extractor.cleaning.spacing import spacing
from extractor.cleaning.wording import wording
from extractor.types import Cleaned

# Characters set apart are drawn together before words are looked for. Pinyin goes before the
# conversion, which works on words that brackets would split.
STEPS: tuple[Callable[[Draft], Draft], ...] = (
    markup,
    line_ends,
    invisible,
    width,
    spacing,
    pinyin,
    simplified,
    wording,
    damage,
    advertising,
    furniture,
    running_heads,
    page_marks,
    contents,
    set_apart,
)


def clean(text: str) -> Cleaned:
    """Clean text with a monotone way back to the source, for any text.

    See `characters` for the forms that later steps can rely on.
    """
    draft = Draft.of(text)
    for step in STEPS:
        draft = step(draft)
    return draft.finished()
