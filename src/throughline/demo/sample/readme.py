"""The short text that goes with the files: what each one is."""

from collections.abc import Mapping

from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.plan import Plan

_FILES = (
    ("oneroster.zip", "the roster, OneRoster 1.2 CSV: schools, classes, people, enrollments", "users"),
    ("needs.csv", "need categories of each student, with first and last day", "needs"),
    ("attendance.csv", "one row for each student and school day", "attendance"),
    ("marks.csv", "marks by class and quarter", "marks"),
    ("behavior.csv", "behavior incidents", "behavior"),
    ("assessments.csv", "scores of the fall, winter and spring assessments", "assessments"),
    ("languages.csv", "the language spoken at each student's home", "languages"),
    ("schools.csv", "students of each school on the count day, for `throughline allocate`", "schools"),
    ("revenues.csv", "the district's revenue sources", "revenues"),
    ("school_revenues.csv", "what each school receives from each source", "school_revenues"),
    ("school_budgets.csv", "what each school has budgeted, by source and object", "school_budgets"),
    ("positions.csv", "positions with salary and benefits", "positions"),
)


def readme_text(plan: Plan, days: SchoolDays, seed: int, n_rows: Mapping[str, int]) -> str:
    """This function will say what the district is and what each file holds."""
    lines = [
        f"{plan.name}: an invented district.",
        "No person, school or place in these files is real.",
        "",
        f"School year {plan.year}: first school day {days.first}, last {days.last}.",
        f"Nothing after {min(days.until, plan.year.last_day)} is known.",
        f"Count day: {days.count_day}. schools.csv counts the students enrolled on it and the needs held on it.",
        f"{plan.n_students} students, {len(plan.schools)} schools, seed {seed}: the same three make the same files.",
        "",
        *(f"{file:21}{says} ({n_rows[name]} rows{_of_users(name)})" for file, says, name in _FILES if name in n_rows),
        "",
        "For each source, the schools together receive amount + carry_over - central_percent of amount;",
        "school_budgets adds up to school_revenues, and salaries and benefits there to positions.",
    ]
    return "\n".join(lines) + "\n"


def _of_users(name: str) -> str:
    return " of users" if name == "users" else ""
