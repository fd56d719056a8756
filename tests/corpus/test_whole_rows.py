"""Lines that were dropped leave rows with all their numbers as sure as they were."""

from extractor.training.corpus.document import Options, make_document
from extractor.training.corpus.marked import Mark
from extractor.training.corpus.whole_rows import in_short_rows

ROW = "applications.refused.state_secret"
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")  # fmt: skip


def marks(row, columns, width=1):
    return [Mark("cell", f"{row}.{c}", n, n + width, n) for n, c in enumerate(columns)]


def test_only_rows_with_a_cell_for_every_column_are_whole():
    whole = marks(ROW, COLUMNS)
    short = marks("applications.refused.third_party_rights", COLUMNS[1:])
    assert in_short_rows([*whole, *short]) == short
    blank = marks(ROW, COLUMNS[:1], width=0)
    assert in_short_rows([*blank, *whole[1:]]) == []
    blank[0].info["dropped"] = True
    assert in_short_rows([*blank, *whole[1:]]) == [*blank, *whole[1:]]


def test_the_rows_of_a_strip_are_one():
    channels = ("review", "litigation_direct", "litigation_after_review")
    results = ("upheld", "corrected", "other", "pending", "total")
    strip = [m for c in channels for m in marks(f"remedies.{c}", results)]
    assert in_short_rows(strip) == []
    assert in_short_rows(strip[:-1]) == strip[:-1]


def test_dropped_lines_leave_whole_rows_determined():
    seen = 0
    for number in range(60):
        options = Options(form="2021", only="equal-lines-dropped", page="single")
        one = make_document(number, "train", options)
        report = one.gold["reports"][0]
        if not 0 < len(report["undetermined"]) < 100:  # more where the prose denies what it tells
            continue
        seen += 1
        for row in {id.rsplit(".", 1)[0] for id in report["undetermined"] if ".refused." in id}:
            spans = report["spans"]["fields"].items()
            printed = [id for id, (at, end) in spans if id.startswith(f"{row}.") and end > at]
            assert len(printed) < len(COLUMNS)
    assert seen
