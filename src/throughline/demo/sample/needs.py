"""Which need categories each student holds, from when to when: needs that cluster by place and by family."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from throughline.demo.sample import draws, names
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.draws import Flags, Real, Whole
from throughline.demo.sample.pins import Pins
from throughline.demo.sample.plan import Plan

CATEGORIES = (
    "economically_disadvantaged",
    "directly_certified",
    "english_learner",
    "special_education",
    "homeless",
    "foster",
    "gifted",
    "migrant",
    "section_504",
    "military_family",
    "newcomer",
)
LEVELS = {
    "english_learner": ("emerging", "expanding", "bridging"),
    "special_education": ("tier_1", "tier_2", "tier_3"),
}
_LEVEL_WEIGHTS = {"english_learner": (0.30, 0.45, 0.25), "special_education": (0.62, 0.27, 0.11)}
_SOURCES = {
    "economically_disadvantaged": ("direct certification", "household application"),
    "directly_certified": ("state match of benefits",),
    "english_learner": ("home language survey and screening",),
    "special_education": ("individualized education program",),
    "homeless": ("homeless liaison",),
    "foster": ("child welfare agency",),
    "gifted": ("gifted screening",),
    "migrant": ("certificate of eligibility",),
    "section_504": ("section 504 plan",),
    "military_family": ("family registration",),
    "newcomer": ("home language survey and screening",),
}
EACH_YEAR = ("economically_disadvantaged", "directly_certified", "military_family")  # asked for anew each July
_OF_FAMILY = ("economically_disadvantaged", "directly_certified", "homeless", "foster", "migrant", "military_family")

Dates = NDArray[np.datetime64]


@dataclass(frozen=True)
class Need:
    """One category for the students of a zone: who holds it this year, its level, and its days.

    **Shapes** each (n,); `level` is a position in `LEVELS[category]`; `ends` is NaT while it is still held.
    """

    held: Flags
    level: Whole
    starts: Dates
    ends: Dates
    source: Whole

    def only(self, keep: Flags) -> "Need":
        """This function will keep some of the students."""
        return Need(self.held[keep], self.level[keep], self.starts[keep], self.ends[keep], self.source[keep])


def draw_needs(
    plan: Plan,
    days: SchoolDays,
    pins: Pins,
    *,
    number: Whole,
    family: Whole,
    culture: Whole,
    grade: Whole,
    poverty: Real,
) -> dict[str, Need]:
    """This function will draw every category for the students of one zone.

    **Shapes** all columns (n,); `poverty` is the share of poor families in each student's neighborhood.
    """
    held = _held(plan.seed, number, family, culture, grade, poverty)
    for position, pin in pins.among(number):
        for category in pin.needs:
            held[category][position] = True
        for category in pin.not_needs:
            held[category][position] = False
    settled = {category: _positions(pins, number, category) for category in CATEGORIES}
    needs = {
        category: _need(plan, days, category, held[category], number, family, grade, settled[category])
        for category in CATEGORIES
    }
    poor = needs["economically_disadvantaged"]
    certified = needs["directly_certified"].held
    return needs | {"economically_disadvantaged": replace(poor, source=np.where(certified, 0, 1))}


def need_rows(needs: dict[str, Need], ids: list[str]) -> Iterator[tuple[str, ...]]:
    """This function will yield the rows of needs.csv for students with these ids, in order of category."""
    for category, need in needs.items():
        levels, sources = LEVELS.get(category, ("",)), _SOURCES[category]
        starts, ends = need.starts.astype(str).tolist(), need.ends.astype(str).tolist()
        for at in np.flatnonzero(need.held).tolist():
            end = ends[at] if ends[at] != "NaT" else ""
            level = levels[need.level[at] % len(levels)]
            yield ids[at], category, level, starts[at], end, sources[need.source[at] % len(sources)]


def _held(seed: int, number: Whole, family: Whole, culture: Whole, grade: Whole, poverty: Real) -> dict[str, Flags]:
    """Who ever holds each need this year. Needs of a family are drawn by family, so siblings share them."""

    def luck(category: str) -> Real:
        return draws.uniform(seed, category, family if category in _OF_FAMILY else number)

    all_cultures = names.cultures()
    learner = np.array([each.learner_share for each in all_cultures])[culture]
    latino = np.array([each.key == "latino" for each in all_cultures])[culture]
    poor = luck("economically_disadvantaged") < np.clip(poverty + 0.6 * (learner - 0.12), 0.03, 0.97)
    english = luck("english_learner") < learner * np.where(poor, 1.35, 0.75) * (1.3 - 0.065 * grade)
    special = luck("special_education") < np.where(poor, 0.165, 0.105) * np.where(grade < 2, 0.7, 1.05)
    gifted = luck("gifted") < np.where(poor, 0.045, 0.13) * np.where(special, 0.25, 1.0) * (grade >= 2)
    # Fewer families who are new to the country draw the benefits that certify a child without an application.
    certified = poor & (luck("directly_certified") < 0.78 - 0.55 * learner)
    return {
        "economically_disadvantaged": poor,
        "directly_certified": certified,
        "english_learner": english,
        "special_education": special,
        "homeless": luck("homeless") < np.where(poor, 0.03 + 0.05 * poverty, 0.003),
        "foster": luck("foster") < np.where(poor, 0.011, 0.002),
        "gifted": gifted,
        "migrant": luck("migrant") < np.where(poor & latino, 0.045, 0.0),
        "section_504": (luck("section_504") < np.where(poor, 0.025, 0.045)) & ~special,
        "military_family": luck("military_family") < 0.022,
        "newcomer": english & (luck("newcomer") < 0.13),
    }


def _need(
    plan: Plan,
    days: SchoolDays,
    category: str,
    held: Flags,
    number: Whole,
    family: Whole,
    grade: Whole,
    settled: list[int],
) -> Need:
    owner = family if category in _OF_FAMILY else number
    starts = _starts(plan, days, category, owner, grade)
    starts[settled] = np.datetime64(days.year.first_day)
    ends = _ends(plan, days, category, owner)
    ends[settled] = np.datetime64("NaT")
    known = np.datetime64(days.until)
    with np.errstate(invalid="ignore"):
        ends[(ends > known) | (ends <= starts)] = np.datetime64("NaT")
    weights = np.array(_LEVEL_WEIGHTS.get(category, (1.0,)))
    return Need(
        held=held & (starts <= known),
        level=draws.pick(plan.seed, f"{category} level", number, weights),
        starts=starts,
        ends=ends,
        source=draws.below(plan.seed, f"{category} source", owner, len(_SOURCES[category])),
    )


def _starts(plan: Plan, days: SchoolDays, category: str, owner: Whole, grade: Whole) -> Dates:
    """When a need began: with the year where it is asked for each year, within it, or years before."""
    luck = draws.uniform(plan.seed, f"{category} start", owner)
    july = np.datetime64(days.year.first_day)
    if category in EACH_YEAR:
        return np.full(len(owner), july)
    if category in ("homeless", "foster", "migrant"):
        length = (days.last - days.year.first_day).days
        known_before = luck < 0.45
        within = np.floor((luck - 0.45) / 0.55 * length).astype("timedelta64[D]")
        return np.where(known_before, july, july + within)
    if category == "newcomer":
        return july - np.floor(luck * 700).astype("timedelta64[D]")
    years = np.floor(luck * (grade + 1)).astype(np.int64)
    began = np.array([np.datetime64(date(days.year.ends - 1 - back, 9, 5)) for back in range(14)])
    since = began[years] + np.floor(luck * 997 % 1 * 150).astype("timedelta64[D]")
    return np.where(years == 0, july + np.floor(luck * 991 % 1 * 60).astype("timedelta64[D]"), since)


def _ends(plan: Plan, days: SchoolDays, category: str, owner: Whole) -> Dates:
    """A few needs end within the year: a family finds a home, a student leaves English support."""
    share = {"homeless": 0.22, "foster": 0.15, "english_learner": 0.05, "migrant": 0.1}.get(category, 0.008)
    luck = draws.uniform(plan.seed, f"{category} end", owner)
    length = (days.last - days.first).days
    within = np.datetime64(days.first) + np.floor(luck / share * length).astype("timedelta64[D]")
    return np.where(luck < share, within, np.datetime64("NaT"))


def _positions(pins: Pins, number: Whole, category: str) -> list[int]:
    return [position for position, pin in pins.among(number) if category in pin.needs]
