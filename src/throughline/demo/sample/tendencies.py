"""What a student tends to: how often absent, how well at school, how often in trouble. Needs and places weigh in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from throughline.demo.sample import draws
from throughline.demo.sample.draws import Real
from throughline.demo.sample.students import Students

LEANS = ("reading", "mathematics")


@dataclass(frozen=True)
class Tendencies:
    """One number per student of a zone, each (n,).

    `absence` and `tardy` are chances on a plain day; `excused` the share of absences excused; `ability` is in
    standard deviations of the district, and `lean` is added to it by subject; `incidents` is the expected number in a
    year.
    """

    absence: Real
    tardy: Real
    excused: Real
    ability: Real
    lean: Mapping[str, Real]
    incidents: Real


def tendencies(seed: int, students: Students) -> Tendencies:
    """This function will work out what each student of a zone tends to."""
    number, grade, poverty = students.number, students.grade, students.poverty
    poor, homeless, foster = (students.has(c) for c in ("economically_disadvantaged", "homeless", "foster"))
    special, learner, gifted = (students.has(c) for c in ("special_education", "english_learner", "gifted"))
    own = draws.normal(seed, "attendance habit", number)
    by_grade = np.array([0.35, 0.1, 0, -0.1, -0.1, -0.1, 0, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5])[grade]
    pull = 0.9 * (poverty - 0.5) + 0.38 * poor + 0.85 * homeless + 0.35 * foster + 0.28 * special - 0.25 * gifted
    absence = _chance(-3.42 + pull + by_grade + 0.72 * own)
    ability = (
        0.80 * draws.normal(seed, "ability", number)
        - 0.75 * (poverty - 0.5)
        - 0.38 * (poor - 0.5)
        - 0.45 * learner
        - 0.75 * special
        - 0.25 * homeless
        + 1.05 * gifted
        - 3.0 * (absence - 0.05)
    )
    temper = draws.normal(seed, "temper", number)
    by_grade = np.array([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.5, 1.8, 1.7, 1.5, 1.2, 0.9, 0.6])[grade]
    incidents = 0.075 * by_grade * np.exp(0.9 * temper + 0.5 * poor + 0.45 * special + 0.4 * foster - 0.2 * ability)
    return Tendencies(
        absence=absence,
        tardy=_chance(-3.6 + 0.45 * own + 0.35 * poor + 0.5 * (grade >= 9)),
        excused=np.clip(0.72 - 0.22 * poor - 0.12 * homeless - 0.08 * (grade >= 9) + 0.05 * own, 0.1, 0.95),
        ability=np.asarray(ability, dtype=np.float64),
        lean={subject: 0.4 * draws.normal(seed, f"lean {subject}", number) for subject in LEANS},
        incidents=np.asarray(incidents, dtype=np.float64),
    )


def _chance(odds: Real) -> Real:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)
