"""Pages that look like a report and are none: guides, notices, rules, empty forms, news."""

import random

from extractor.training.corpus.agency import make_agency
from extractor.training.corpus.layouts import draw_style, render
from extractor.training.corpus.marked import MarkedText
from extractor.training.corpus.speech import Context, say
from extractor.training.corpus.splits import Split, draw, several
from extractor.training.corpus.tables import table2, table3, table4, table14
from extractor.training.corpus.wordings import texts

KINDS = {
    "guide": 4,
    "notice": 4,
    "regulation": 3,
    "form": 2,
    "summary": 4,
    "news": 2,
    "other-report": 3,
    "not-a-report": 2,
}
NUMBERED = ("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、")


def _chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    lead = "" if not tens else ("" if tens == 1 else digits[tens]) + "十"
    return lead + (digits[ones] if ones else "")


def near_miss(rng: random.Random, split: Split) -> tuple[str, str]:
    """The reason for which it is rejected, and the text."""
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    context = Context(rng, split, make_agency(rng, split), rng.randint(2012, 2025))
    out = MarkedText()
    say(out, draw(rng, texts("nearmiss", kind, "titles"), split), context)
    out.add("\n")
    lines: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):  # a guide may be as long as a report
        lines += several(rng, texts("nearmiss", kind, "lines"), split, rng.randint(6, 14))
    style = rng.choice(("number", "article", "plain")) if kind != "regulation" else "article"
    for at, line in enumerate(lines):
        if style == "number" and at < len(NUMBERED) and kind not in ("news", "not-a-report"):
            out.add(NUMBERED[at])
        elif style == "article" and kind == "regulation":
            out.add(f"第{_chinese(at + 1)}条 ")
        say(out, line, context)
        out.add("\n")
    if kind == "form":
        _empty_form(context, out)
    return kind, out.text.rstrip("\n")


def _empty_form(context: Context, out: MarkedText) -> None:
    rng, year = context.rng, context.year
    style = draw_style(rng, context.split)
    form = "2021" if year >= 2021 else "2019"
    made = [table2(form), table3(form), table4()] if year >= 2019 else [table14("plain")]
    for table in made:
        out.add(render(table, style, rng).text + "\n")
