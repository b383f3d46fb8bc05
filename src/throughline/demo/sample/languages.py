"""Which language is spoken at each student's home: the same for all children of a family."""

from collections.abc import Iterator

import numpy as np

from throughline.demo.sample import draws, names
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.students import Students


def language_rows(plan: Plan, students: Students, ids: list[str]) -> Iterator[tuple[str, ...]]:
    """This function will yield the rows of languages.csv: a learner of English speaks another language at home."""
    of_culture = [names.cultures()[culture].language for culture in students.culture.tolist()]
    learns = students.needs["english_learner"].held
    at_home = set(students.family[learns].tolist())
    kept = draws.uniform(plan.seed, "language", students.family) < np.where(learns, 1.0, 0.55)
    for at, family in enumerate(students.family.tolist()):
        spoken = of_culture[at] if kept[at] or family in at_home else "en"
        yield ids[at], spoken
