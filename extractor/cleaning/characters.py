"""Single characters: line ends, blanks, invisible ones, widths.

Decisions that every later step relies on:
- `\n` ends a line and nothing else does. `\r\n` becomes `\n`; a lone `\r` becomes a blank, or
  `\n` where the text has no `\n` at all. U+2028, U+2029, VT, FF and NEL become blanks.
- Brackets are `(` `)` `[` `]`, and `:` `,` `;` `?` `!` `%` `|` `/` `+` `-` are ASCII, as are all
  full-width letters and digits. `。` `、` `《》` `〔〕` `【】` `“”` `—` stay.
- Superscripts, circled and other scripts' digits, and squared units (`㎡`) stay as they are: a
  digit is never created.
"""

import re

from extractor.cleaning.draft import Draft, Edit
from extractor.types import CleaningKind

# Zero-width and joining characters, bidirectional controls, soft hyphen, variation selectors,
# tags, byte-order marks inside the text, C0 and C1 controls, and the visible symbol for NUL that
# reading puts in NUL's place.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2400\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_BLANKS = dict.fromkeys(
    [
        0x0B,
        0x0C,
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
        0x3164,
        0xFFA0,
    ],
    " ",
)
_BLANK = re.compile("[" + "".join(map(chr, _BLANKS)) + "]")
# The full-width forms of ASCII, U+FF01 to U+FF5E, are ASCII moved by 0xFEE0.
_WIDTHS: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDTHS |= {
    ord(wide): narrow
    for wide, narrow in zip(
        "﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹣﹤﹥﹦﹩﹪﹫︰︵︶︹︺｡､｢｣∶－−‐‑‒–∕⁄／│┃￤丨ˉ",
        ",、.;:?!(){}〔〕#&*+-<>=$%@:()〔〕。、「」:------//" + "/||||-",
        strict=True,
    )
}
CELL_END, LEAST_CELLS = "\x07", 4  # what ends a cell, and how many do before they are no stray ones
_LINE_END = re.compile(r"\r\n|\r")


def line_ends(draft: Draft) -> Draft:
    """One kind of line end. Not marked: nothing is lost."""
    text = draft.text
    if "\r" not in text:
        return draft
    lone = " " if "\n" in text else "\n"
    return draft.edited(
        [
            Edit(m.start(), m.end(), "\n" if len(m.group()) == 2 else lone, None)
            for m in _LINE_END.finditer(text)
        ]
    )


def invisible(draft: Draft) -> Draft:
    """Drop characters that show nothing; turn exotic blanks into plain ones.

    U+0007 ends the cells of a table in the text that old Word documents hold: it is shown as a bar.
    """
    if draft.text.count(CELL_END) >= LEAST_CELLS:
        draft = draft.with_text(draft.text.replace(CELL_END, "|"), CleaningKind.WIDTH)
    dropped = draft.edited(
        [
            Edit(m.start(), m.end(), "", CleaningKind.INVISIBLE)
            for m in _INVISIBLE.finditer(draft.text)
        ]
    )
    if not _BLANK.search(dropped.text):
        return dropped
    return dropped.with_text(dropped.text.translate(_BLANKS), CleaningKind.INVISIBLE)


def width(draft: Draft) -> Draft:
    """Full-width and small forms to the one form used from here on."""
    return draft.with_text(draft.text.translate(_WIDTHS), CleaningKind.WIDTH)
