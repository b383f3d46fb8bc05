"""Marks by class and quarter, and scores on the year's assessments."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from throughline.demo.sample import draws
from throughline.demo.sample.courses import class_id, subjects_of
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.draws import Real, Whole
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.roster import Stint, stints_of
from throughline.demo.sample.students import Students
from throughline.demo.sample.tendencies import LEANS, Tendencies

_LETTERS = ((93, "A"), (90, "A-"), (87, "B+"), (83, "B"), (80, "B-"), (77, "C+"), (73, "C"), (70, "C-"), (60, "D"))
_SUBJECT_EASE = {"HR": 0.0, "ELA": 0.0, "MTH": -3.0, "SCI": -1.0, "SOC": 1.0, "PED": 8.0, "ELE": 6.0}
_POSTED_AFTER = timedelta(days=7)
_SEASONS = (("Alder Benchmark, fall", 12), ("Alder Benchmark, winter", 92), ("Alder Benchmark, spring", 160))
_LEVELS = ("below", "approaching", "meets", "exceeds")
_LAST_BENCHMARK_GRADE = 10
# A course of a year gives one credit from grade 9 on: a quarter of it each marking period.
_CREDITS_FROM, _CREDIT = 9, "0.25"


def mark_rows(
    plan: Plan, days: SchoolDays, students: Students, tend: Tendencies, ids: list[str]
) -> Iterator[tuple[str, ...]]:
    """This function will yield the rows of marks.csv for the quarters whose marks were posted by `days.until`."""
    held = list(days.whole_year)
    posted = [(n, held.index(last), str(last + _POSTED_AFTER)) for n, (_, last) in enumerate(days.quarters)]
    posted = [quarter for quarter in posted if quarter[2] <= str(days.until)]
    noise = {
        (quarter, subject): draws.normal(plan.seed, f"mark {quarter} {subject}", students.number).tolist()
        for quarter, _, _ in posted
        for subject in _SUBJECT_EASE
    }
    ability, grades = tend.ability.tolist(), students.grade.tolist()
    for at, grade in enumerate(grades):
        stints = stints_of(students, at)
        for quarter, last_day, posted_on in posted:
            stint = _stint_on(stints, last_day)
            if stint is None:
                continue
            session = f"SY-{plan.year.ends}-Q{quarter + 1}"
            for subject in subjects_of(grade):
                luck = noise[quarter, subject][at]
                percent = min(100.0, max(25.0, 81.0 + 8.5 * ability[at] + _SUBJECT_EASE[subject] + 5.0 * luck))
                in_class = class_id(stint.school, grade, subject, stint.section, plan.id_mark)
                credit = _CREDIT if grade >= _CREDITS_FROM else ""
                yield ids[at], in_class, session, _mark(grade, percent), f"{percent:.1f}", posted_on, credit


def assessment_rows(
    plan: Plan, days: SchoolDays, students: Students, tend: Tendencies, ids: list[str]
) -> Iterator[tuple[str, ...]]:
    """This function will yield the rows of assessments.csv: fall, winter and spring, two subjects, to grade 10."""
    for season, (title, from_day) in enumerate(_SEASONS):
        day = from_day + draws.below(plan.seed, f"test day {season}", students.number, 8)
        there = (students.first_day <= day) & (students.last_day >= day) & (day < len(days.held))
        there &= (students.grade <= _LAST_BENCHMARK_GRADE) & (
            draws.uniform(plan.seed, f"tested {season}", students.number) > tend.absence
        )
        for subject in LEANS:
            score, level = _scores(plan, students, tend, season, subject)
            for at in np.flatnonzero(there).tolist():
                taken = days.whole_year[int(day[at])].isoformat()
                yield ids[at], title, subject, taken, str(score[at]), _LEVELS[level[at]]


def _stint_on(stints: tuple[Stint, ...], day: int) -> Stint | None:
    for stint in stints:
        if stint.first <= day and (stint.last is None or day <= stint.last):
            return stint
    return None


def _mark(grade: int, percent: float) -> str:
    if grade < 6:
        return "4" if percent >= 92 else "3" if percent >= 78 else "2" if percent >= 66 else "1"
    return next((letter for floor, letter in _LETTERS if percent >= floor), "F")


def _scores(plan: Plan, students: Students, tend: Tendencies, season: int, subject: str) -> tuple[list[int], list[int]]:
    """Scores on one scale for all grades: a year's growth is less in each higher grade."""
    expected: Whole = (420 + 34 * students.grade - 1.1 * students.grade**2 + 9 * season).astype(np.int64)
    noise = 0.35 * draws.normal(plan.seed, f"score {season} {subject}", students.number)
    reading = subject == "reading"
    learner = students.has("english_learner") * (-0.25 if reading else 0.1)
    standing: Real = tend.ability + tend.lean[subject] + learner + noise
    score = np.rint(expected + 38.0 * standing).astype(np.int64)
    level = np.searchsorted(np.array([-0.75, 0.0, 0.85]), standing)
    return score.tolist(), level.tolist()
