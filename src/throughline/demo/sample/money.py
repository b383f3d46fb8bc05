"""The district's revenue sources, and each school's share, budget and positions; all of it adds up to the cent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from throughline.demo.sample import draws
from throughline.demo.sample.plan import Plan, School
from throughline.demo.sample.staff import Staff
from throughline.values.money import Cents, dollars_text

_TITLE_I_FROM = 0.35


@dataclass(frozen=True)
class Source:
    """A revenue source. **Units** `central_percent` 0 to 100 of the amount; `carry_per_mille` of the schools' share."""

    code: str
    name: str
    origin: str
    restricted: bool
    status: str
    central_percent: int
    carry_per_mille: int
    allowed_uses: str


SOURCES = (
    Source("state_base", "State base grant", "state", False, "unlocked", 24, 12, ""),
    Source(
        "parcel_tax",
        "Alder Valley parcel tax",
        "local",
        True,
        "unlocked",
        4,
        20,
        "counseling,health,arts,library",
    ),
    Source(
        "title_i",
        "Title I, Part A",
        "federal",
        True,
        "unlocked",
        12,
        60,
        "instruction,family_engagement,student_support,professional_development",
    ),
    Source("title_iii", "Title III, English learners", "federal", True, "locked", 6, 25, "english_learner_support"),
    Source("idea", "IDEA, Part B", "federal", True, "locked", 9, 0, "special_education"),
    Source(
        "community_schools",
        "State community schools grant",
        "state",
        True,
        "school_grant",
        5,
        30,
        "coordination,student_support,family_engagement",
    ),
    Source(
        "education_fund",
        "Alder Valley Education Fund gift",
        "private",
        True,
        "school_grant",
        0,
        0,
        "arts,library,enrichment,materials",
    ),
)
_TRANSPORT = Source("transportation", "State transportation aid", "state", True, "locked", 100, 0, "transportation")
_TRANSPORT_CENTS = 31_500  # for each student

Budget = Mapping[tuple[str, str], Cents]  # by source and object


def school_budget(plan: Plan, school: School, staff: Sequence[Staff]) -> Budget:
    """This function will set out a school's budget: what its positions cost, and money for things and services."""
    cents: dict[tuple[str, str], int] = defaultdict(int)
    for each in staff:
        cents[each.job.source, each.job.object] += each.salary_cents
        cents[each.job.source, "benefits"] += each.benefits_cents
    n, poor = school.n_planned, school.n_planned * school.poverty_share
    cents["state_base", "materials"] += _dollars(210 * n)
    cents["state_base", "services"] += _dollars(165 * n)
    cents["state_base", "substitutes"] += _dollars(88 * n)
    cents["parcel_tax", "materials"] += _dollars(24 * n)
    cents["title_iii", "materials"] += _dollars(14 * poor)
    cents["idea", "services"] += _dollars(61 * n)
    cents["community_schools", "services"] += _dollars(38 * poor)
    if school.poverty_share > _TITLE_I_FROM:
        cents["title_i", "materials"] += _dollars(52 * poor)
        cents["title_i", "professional_development"] += _dollars(47 * poor)
        cents["title_i", "family_engagement"] += _dollars(9 * poor)
    gift = draws.one(plan.seed, "gift", school.number) * 240 * (1 - school.poverty_share) ** 2
    cents["education_fund", "materials"] += _dollars(gift * n)
    order = {source.code: place for place, source in enumerate(SOURCES)}
    return {key: Cents(cents[key]) for key in sorted(cents, key=lambda key: (order[key[0]], key[1])) if cents[key]}


def revenue_of(budget: Budget) -> dict[str, Cents]:
    """This function will add up a school's budget by source: schools plan exactly what they receive."""
    total: dict[str, int] = defaultdict(int)
    for (source, _), cents in budget.items():
        total[source] += cents
    return {source: Cents(cents) for source, cents in total.items()}


def budget_rows(plan: Plan, school: School, budget: Budget) -> Iterator[tuple[str, ...]]:
    """This function will yield a school's rows of school_budgets.csv."""
    for (source, object_code), cents in budget.items():
        yield school.id, str(plan.year.ends), source, object_code, dollars_text(cents)


def position_rows(school: School, staff: Sequence[Staff]) -> Iterator[tuple[str, ...]]:
    """This function will yield a school's rows of positions.csv."""
    for each in staff:
        salary, benefits = dollars_text(each.salary_cents), dollars_text(each.benefits_cents)
        position = f"POS-{each.id[2:]}"
        yield position, school.id, each.job.title, f"{each.units:g}", salary, benefits, each.job.source


def revenue_rows(plan: Plan, to_schools: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """This function will yield the rows of revenues.csv.

    For every source, amount + carry-over - (central percent of amount, to the cent, half up) is what the schools
    receive in all. `to_schools` has cents by source.
    """
    for source in SOURCES:
        share = to_schools.get(source.code, 0)
        carry = share * source.carry_per_mille // 100_000 * 100
        if share:
            yield _revenue_row(plan, source, before_central(share - carry, source.central_percent), carry)
    yield _revenue_row(plan, _TRANSPORT, plan.n_students * _TRANSPORT_CENTS, 0)


def before_central(after_cents: int, central_percent: int) -> int:
    """This function will return the amount of which exactly `after_cents` are left once the central part is out.

    **Example**

    >>> before_central(76, 24), before_central(1, 12)
    (100, 1)
    """
    amount = after_cents * 100 // (100 - central_percent) - 2
    while amount - central_cents(amount, central_percent) < after_cents:
        amount += 1
    return amount


def central_cents(amount_cents: int, central_percent: int) -> int:
    """This function will return the part of an amount kept centrally, rounded half up."""
    return (amount_cents * central_percent + 50) // 100


def _revenue_row(plan: Plan, source: Source, amount: int, carry: int) -> tuple[str, ...]:
    return (
        source.code,
        source.name,
        source.origin,
        "true" if source.restricted else "false",
        source.status,
        dollars_text(amount),
        dollars_text(carry),
        str(source.central_percent),
        str(plan.year.first_day),
        str(plan.year.last_day),
        source.allowed_uses,
    )


def _dollars(dollars: float) -> int:
    return round(dollars) * 100
