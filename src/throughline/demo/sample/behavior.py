"""Behavior incidents: few students have many, most have none."""

from collections.abc import Iterator

import numpy as np

from throughline.demo.sample import draws
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.roster import stints_of
from throughline.demo.sample.students import Students
from throughline.demo.sample.tendencies import Tendencies

_LOCATIONS = ("classroom", "classroom", "classroom", "hallway", "cafeteria", "playground or field", "bus", "restroom")
_BEHAVIORS = (
    "disruption",
    "disruption",
    "defiance",
    "defiance",
    "tardy to class",
    "skipping class",
    "inappropriate language",
    "physical contact",
    "fighting",
    "property damage",
    "bullying",
    "technology misuse",
)
_GRAVE = ("fighting", "bullying", "property damage")
_RESPONSES = ("conference with student", "call home", "restorative circle", "reflection time", "loss of privilege")
_MOST = 12


def behavior_rows(
    plan: Plan, days: SchoolDays, students: Students, tend: Tendencies, ids: list[str]
) -> Iterator[tuple[str, ...]]:
    """This function will yield the rows of behavior.csv, on school days on which the student was enrolled."""
    expected = tend.incidents * len(days.held) / len(days.whole_year)
    luck = draws.uniform(plan.seed, "incidents", students.number)
    n_incidents = _poisson(luck, expected)
    for at in np.flatnonzero(n_incidents).tolist():
        number = int(students.number[at])
        for turn in range(int(n_incidents[at])):
            row = _incident(plan, days, students, ids[at], at, number * 100 + turn)
            if row is not None:
                yield row


def _incident(
    plan: Plan, days: SchoolDays, students: Students, student_id: str, at: int, key: int
) -> tuple[str, ...] | None:
    seed = plan.seed
    day = int(draws.one(seed, "incident day", key) * len(days.held))
    stint = next((s for s in stints_of(students, at) if s.first <= day and (s.last is None or day <= s.last)), None)
    if stint is None:
        return None
    behavior = _of(_BEHAVIORS, draws.one(seed, "incident behavior", key))
    minutes = 8 * 60 + int(draws.one(seed, "incident time", key) * 7 * 60)
    response, suspended = _of(_RESPONSES, draws.one(seed, "incident response", key)), 0
    if behavior in _GRAVE and draws.one(seed, "incident weight", key) < 0.45:
        response, suspended = "out-of-school suspension", 1 + int(draws.one(seed, "incident days", key) * 3)
    return (
        f"B-{plan.id_mark}{key:08d}",
        student_id,
        f"SCH-{stint.school:04d}",
        days.held[day].isoformat(),
        f"{minutes // 60:02d}:{minutes % 60:02d}",
        _of(_LOCATIONS, draws.one(seed, "incident place", key)),
        behavior,
        response,
        str(suspended),
    )


def _poisson(luck: draws.Real, expected: draws.Real) -> draws.Whole:
    """The number of incidents at this place in the Poisson distribution, at most a dozen."""
    count = np.zeros(len(luck), dtype=np.int64)
    chance = np.exp(-expected)
    total = chance.copy()
    for n in range(1, _MOST + 1):
        count += luck > total
        chance = chance * expected / n
        total += chance
    return count


def _of(words: tuple[str, ...], luck: float) -> str:
    return words[int(luck * len(words))]
