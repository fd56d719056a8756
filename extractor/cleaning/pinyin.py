"""Pinyin in brackets after a character, as some mirrors of web pages add it."""

import re
import unicodedata

from extractor.cleaning.draft import Draft, Edit
from extractor.types import CleaningKind

_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿĀÁǍÀŌÓǑÒĒÉĚÈ\u0304\u0301\u030c\u0300"
_LETTERS = "A-Za-züÜêɑɡ" + _TONED
# 60 letters hold a bracketed phrase of ten syllables; a longer bracket is text.
_BRACKET = re.compile(
    rf"(?<=[\u3400-\u9fff])[ \t]?[(\[（][ ]{{0,2}}([{_LETTERS}'’·, -]{{1,60}})[)\]）]"
)
_TONE = re.compile(f"[{_TONED}]")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|"
    r"ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u|v)"
)
# Toneless brackets, `們(men)`, are pinyin only in a text that shows the style with tones.
_STYLE_SHOWN = 3


def pinyin(draft: Draft) -> Draft:
    """Drop bracketed pinyin; real brackets, `(doc)` or `(以下简称…)`, stay."""
    found = list(_BRACKET.finditer(draft.text))
    toned = [m for m in found if _TONE.search(m.group(1))]
    toneless = found if len(toned) >= _STYLE_SHOWN else []
    edits = [Edit(m.start(), m.end(), "", CleaningKind.PINYIN) for m in toned]
    for match in toneless:
        if _is_syllable(match.group(1)) and not _TONE.search(match.group(1)):
            edits.append(Edit(match.start(), match.end(), "", CleaningKind.PINYIN))
    return draft.edited(edits)


def _is_syllable(word: str) -> bool:
    plain = unicodedata.normalize("NFD", word.strip().lower().replace("ü", "v"))
    return _SYLLABLE.fullmatch(plain) is not None
