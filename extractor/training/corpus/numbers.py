"""Numbers of a report whose identities hold: what the agency did, before anything is printed."""

import random
from dataclasses import dataclass

from extractor.forms import FormField, load_form

APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
)
COLUMNS = (*APPLICANTS, "total")
OUTCOMES_BEFORE_OTHER = (
    "granted",
    "partly_granted",
    "refused.state_secret",
    "refused.prohibited_by_law",
    "refused.endangers_security",
    "refused.third_party_rights",
    "refused.internal_affairs",
    "refused.process_information",
    "refused.enforcement_file",
    "refused.administrative_query",
    "unavailable.not_held",
    "unavailable.needs_creation",
    "unavailable.still_unclear",
    "not_processed.petition",
    "not_processed.duplicate",
    "not_processed.publication",
    "not_processed.excessive",
    "not_processed.reissue",
)
OTHER_2021 = ("other.not_corrected", "other.fee_unpaid", "other.other")
CHANNELS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
DENSITIES = ("zero", "sparse", "mixed", "dense", "big", "equal", "distinct")

Values = dict[str, int | float]


def form_table(form: str, number: int) -> tuple[FormField, ...]:
    """The cells of one table that a form lists itself, in order."""
    return tuple(f for f in load_form(form) if f.table == number)


def outcome_rows(form: str) -> tuple[str, ...]:
    """The outcome rows of table 3, below `applications.`; the 2019 form has one row 其他处理."""
    return OUTCOMES_BEFORE_OTHER + (("form2019.other",) if form == "2019" else OTHER_2021)


def row_field(row: str, column: str) -> str:
    return f"{row}.{column}" if row.startswith("form2019.") else f"applications.{row}.{column}"


def table3_rows(form: str) -> tuple[str, ...]:
    return ("new", "carried_in", *outcome_rows(form), "processed_total", "carried_out")


@dataclass(frozen=True, slots=True)
class Numbers:
    """All values of the forms' cells that the report may print, by field id."""

    density: str
    values: Values


def _count(rng: random.Random, density: str) -> int:
    """One cell of table 3 or 4."""
    roll = rng.random()
    if density == "zero":
        return 0
    if density == "sparse":
        return rng.randint(1, 4) if roll < 0.04 else 0
    if density == "mixed":
        return rng.randint(1, 30) if roll < 0.25 else 0
    if density == "equal":
        return rng.choice((0, 2, 2, 2, 5)) if roll < 0.8 else 0
    if density == "big":
        return int(10 ** rng.uniform(1, 3.6)) if roll < 0.85 else rng.randint(0, 9)
    return int(10 ** rng.uniform(0, 2.5)) if roll < 0.8 else rng.randint(0, 3)


def _applications(rng: random.Random, density: str, form: str) -> Values:
    values: Values = {}
    rows = outcome_rows(form)
    taken = set[int]()
    for column in APPLICANTS:
        quiet = density in ("sparse", "mixed") and column != "natural_person" and rng.random() < 0.5
        done = 0
        for row in rows:
            count = 0 if quiet else _count(rng, density)
            while density == "distinct" and count in taken:
                count += rng.randint(1, 9)
            taken.add(count)
            values[row_field(row, column)] = count
            done += count
        out = 0 if quiet else min(_count(rng, density), max(3, done // 3))
        carried_in = rng.randint(0, max(0, (done + out) // 4)) if rng.random() < 0.6 else 0
        values[row_field("processed_total", column)] = done
        values[row_field("carried_out", column)] = out
        values[row_field("carried_in", column)] = carried_in
        values[row_field("new", column)] = done + out - carried_in
    for row in table3_rows(form):
        values[row_field(row, "total")] = sum(values[row_field(row, c)] for c in APPLICANTS)
    return values


def _remedies(rng: random.Random, density: str) -> Values:
    values: Values = {}
    small = {"big": "dense", "dense": "mixed", "distinct": "dense"}.get(density, density)
    for channel in CHANNELS:
        for result in RESULTS:
            count = _count(rng, small if rng.random() < 0.7 else "sparse")
            values[f"remedies.{channel}.{result}"] = count
        values[f"remedies.{channel}.total"] = sum(
            values[f"remedies.{channel}.{r}"] for r in RESULTS
        )
    return values


def _money(rng: random.Random) -> int | float:
    """万元, with the decimals that offices print."""
    roll = rng.random()
    if roll < 0.3:
        return rng.randint(1, 9000)
    return round(10 ** rng.uniform(-1, 4), rng.choice((1, 2, 2, 3, 4, 6))) or 0.5


def _big_count(rng: random.Random, density: str, top: float = 5) -> int:
    if density == "zero" or (density in ("sparse", "equal") and rng.random() < 0.7):
        return 0
    return int(10 ** rng.uniform(0, min(top, 5 if density in ("big", "distinct") else 3.7)))


def _disclosure_2021(rng: random.Random, density: str) -> Values:
    values: Values = {}
    for kind in ("regulations", "normative_documents"):
        rare = kind == "regulations" and rng.random() < 0.7
        issued = 0 if rare else _big_count(rng, density, 2.9)
        repealed = 0 if rare else _big_count(rng, density, 2.3)
        values[f"disclosure.{kind}.issued"] = issued
        values[f"disclosure.{kind}.repealed"] = repealed
        values[f"disclosure.{kind}.in_force"] = (
            0 if rare else issued + rng.randint(0, 60) * (density != "zero")
        )
    for kind in ("licensing", "penalties", "coercion"):
        values[f"disclosure.{kind}.decisions"] = _big_count(rng, density)
    money = density != "zero" and rng.random() < 0.6
    values["disclosure.fees.amount"] = _money(rng) if money else 0
    return values


def _disclosure_2019(rng: random.Random, density: str) -> Values:
    values: Values = {}
    for one in form_table("2019", 2):
        if one.id.endswith("items_change"):
            value = rng.randint(-9, 40) if density != "zero" and rng.random() < 0.4 else 0
        else:
            value = _big_count(rng, density, 4.3)
        values[one.id] = value
    money = density != "zero" and rng.random() < 0.7
    values["form2019.procurement.amount"] = _money(rng) if money else 0
    return values


# Totals of the 2014 table and the parts that add up to them.
SUMS_2014 = {
    "requests.received": ("in_person", "fax", "online", "letter"),
    "requests.closed": ("closed_on_time", "closed_extended"),
    "review.total": ("upheld", "corrected", "other"),
    "litigation.total": ("upheld", "corrected", "other"),
    "staff.total": ("full_time", "part_time"),
}
ANSWERS_2014 = (
    "already_disclosed",
    "granted",
    "partly_granted",
    "refused",
    "not_this_agency",
    "does_not_exist",
    "asked_to_amend",
    "other_channel",
)


def _statistics_2014(rng: random.Random, density: str) -> Values:
    values: Values = {}
    for one in load_form("2014"):
        if one.unit == "万元":
            chance = 0.3 if density != "zero" else 0
            values[one.id] = _money(rng) if rng.random() < chance else 0
        elif "disclosed" in one.id or "channel" in one.id:
            values[one.id] = _big_count(rng, density)
        else:
            values[one.id] = min(_count(rng, density), 999)
    prefix = "form2014."
    refused = [i for i in values if i.startswith(prefix + "answers.refused.")]
    values[prefix + "answers.refused"] = sum(values[i] for i in refused)
    answered = sum(values[f"{prefix}answers.{a}"] for a in ANSWERS_2014)
    values[prefix + "requests.answered"] = answered
    on_time = rng.randint(int(answered) // 2, int(answered)) if answered else 0
    values[prefix + "requests.closed_on_time"] = on_time
    values[prefix + "requests.closed_extended"] = answered - on_time
    rest = int(answered)
    for part in ("in_person", "fax", "letter"):
        share = rng.randint(0, rest // 2)
        values[f"{prefix}requests.{part}"] = share
        rest -= share
    values[prefix + "requests.online"] = rest
    for total, parts in SUMS_2014.items():
        base = prefix + total.rsplit(".", 1)[0] + "."
        values[prefix + total] = sum(values[base + p] for p in parts)
    return values


def make_numbers(rng: random.Random, form: str, density: str) -> Numbers:
    """Values for every cell of the form (`2021`, `2019`, `2014`, `hybrid`, `narrative`)."""
    if form == "2014":
        return Numbers(density, _statistics_2014(rng, density))
    columns = "2019" if form == "2019" else "2021"
    values = _applications(rng, density, columns) | _remedies(rng, density)
    values |= _disclosure_2021(rng, density)
    if form in ("2019", "hybrid"):
        values |= _disclosure_2019(rng, density)
    return Numbers(density, values)


def misprint(rng: random.Random, numbers: Numbers) -> tuple[Numbers, list[str]]:
    """One to three values changed so that sums no longer hold; the ids that changed."""
    values = dict(numbers.values)
    pool = sorted(
        i for i in values if i.startswith(("applications.", "remedies.", "form2019.other."))
    )
    if not pool:
        pool = sorted(i for i in values if "total" in i or "answered" in i)
    changed = rng.sample(pool, k=min(len(pool), rng.choice((1, 1, 2, 3))))
    for one in changed:
        old = int(values[one])
        values[one] = rng.choice(
            (old + 1, old + 2, old * 10 if old else 3, max(0, old - 1) if old else 1)
        )
    return Numbers(numbers.density, values), changed
