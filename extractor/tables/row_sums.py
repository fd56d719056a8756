"""What sums tell about a run of numbers: whether they are a row, and where its rows begin."""

from collections.abc import Sequence

from extractor.tables.tokens import Token

LEAST_SUMMED = 4  # columns of a row whose sum can tell where it ends
MOST_SUMMED = 10  # and the most, as those of several groups side by side have several sums
MOST_RUN = 4  # rows of a run that are told apart by sums


def summed_cuts(numbers: Sequence[float], width: int) -> tuple[int, ...] | None:
    """Where rows begin in a run of numbers whose empty cells left no trace: the last number of each
    row is the sum of its others. None where rows of full width add up, or where columns do not;
    empty where sums say that they do not, and not where the rows begin.
    """
    if not LEAST_SUMMED <= width <= MOST_SUMMED or not any(numbers):
        return None
    full = [numbers[at : at + width] for at in range(0, len(numbers), width)]
    if len(full) > MOST_RUN or may_be_row(full[0]):
        return None
    ways: list[tuple[int, ...]] = [(0,)]
    found: list[tuple[int, ...]] = []
    for _ in range(MOST_RUN):
        ways = [
            (*way, end)
            for way in ways
            for end in range(way[-1] + 1, min(way[-1] + width, len(numbers)) + 1)
            if ends_in_sum(numbers[way[-1] : end]) or (end - way[-1] == 1 and end == len(numbers))
        ]
        found = [way[:-1] for way in ways if way[-1] == len(numbers)]
        if found:
            break
    return found[0] if len(found) == 1 else ()


def may_be_row(row: Sequence[float]) -> bool:
    """Whether a row adds up, wherever its total stands; a short one has none."""
    return len(row) < LEAST_SUMMED or ends_in_sum(row) or ends_in_sum(row[::-1])


def ends_in_sum(row: Sequence[float]) -> bool:
    """Whether the last of several numbers is the sum of the others."""
    return len(row) > 1 and sum(row) == 2 * row[-1]


def numbers_of(tokens: Sequence[Token]) -> list[float]:
    """The numbers of cells; what holds none counts as 0."""
    return [(t.value.number if t.value else None) or 0 for t in tokens]


def is_sum(cells: Sequence[Token], total: int = -1) -> bool:
    """Whether one cell of a row is the sum of all others."""
    numbers = numbers_of(cells)
    return 2 * numbers[total] == sum(numbers)


def adds_up(cells: Sequence[Token]) -> bool:
    """Whether the last cell is the sum of two or more numbers before it, and more than nothing."""
    *parts, total = [t.value.number if t.value else None for t in cells]
    numbers = [n for n in parts if n is not None]
    return bool(total) and len(numbers) > 1 and total == sum(numbers)
