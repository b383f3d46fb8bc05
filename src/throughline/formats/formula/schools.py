"""The file of schools' counts that a formula is turned loose on: one row a school, one column a need."""

from dataclasses import replace
from typing import NamedTuple

from throughline.engines.funding import Formula, SchoolCounts, check_counts
from throughline.engines.funding import rules as count_rules
from throughline.formats.formula import schools_rules as rules
from throughline.formats.formula.schools_cells import read_count
from throughline.formats.formula.schools_days import CountDays, of_their_days
from throughline.formats.formula.schools_headings import Headings, find_headings
from throughline.formats.formula.schools_rows import Row, read_rows
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Severity
from throughline.values.words import gettext_noop

_LONGEST_SHOWN = 80
ONE_DAY = CountDays()


class SchoolsReading(NamedTuple):
    """What came of reading the file: the counts, unless a problem is an error; and every problem."""

    schools: SchoolCounts | None
    problems: tuple[Problem, ...]


def read_schools(
    content: bytes, formula: Formula, file: str = "schools.csv", days: CountDays = ONE_DAY
) -> SchoolsReading:
    """This function will read schools' counts for `formula`; each problem names its row, column and value.

    Columns: `school_id`, `level`, optionally `school_name`, and one for each need, headed by the need's key
    or by the roster's code for the students it counts. Headings and levels are read without regard to case. Where
    a column `counted_on` says of which day a row is, each need is taken as of its own among `days`.
    """
    rows, problems = read_rows(content, file)
    if not rows:
        headings = ", ".join(["school_id", "level", *(need.key for need in formula.needs)])
        empty = Problem(rules.EMPTY, file, details={"headings": headings})
        return SchoolsReading(None, tuple(problems) or (empty,))
    headings_found, heading_problems = find_headings(rows[0], formula, file)
    problems += heading_problems
    if headings_found is None:
        return SchoolsReading(None, tuple(problems))
    found = of_their_days(rows, headings_found.counts, {}, _by_code(formula, days), file)
    problems += found.problems
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        return SchoolsReading(None, tuple(problems))
    schools, row_problems = _read_body(found.rows, headings_found, formula, file)
    schools = replace(schools, counted_on=found.counted_on)
    problems += row_problems
    if not schools.n_schools and not problems:
        problems.append(Problem(rules.EMPTY, file, details={"headings": ", ".join(rows[0].cells)}))
    problems += _checked(formula, schools, counts_are_known=not row_problems)
    refused = any(problem.severity is Severity.ERROR for problem in problems)
    ordered = sorted(problems, key=lambda problem: problem.row or 0)
    return SchoolsReading(None if refused else schools, tuple(ordered))


def load_schools(
    content: bytes, formula: Formula, file: str = "schools.csv", days: CountDays = ONE_DAY
) -> SchoolsReading:
    """This function will read schools' counts. **Raises** `RefusedInput` with every problem, if any is an error."""
    reading = read_schools(content, formula, file, days)
    if reading.schools is None:
        raise RefusedInput(
            gettext_noop("The schools file cannot be used as it is, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            reading.problems,
        )
    return reading


def _by_code(formula: Formula, days: CountDays) -> CountDays:
    """Days as they were decided by a need's key, by the roster's code of it."""
    codes = {need.key: need.counts for need in formula.needs}
    return CountDays(days.on, {codes.get(name, name): day for name, day in days.own.items()})


def _read_body(rows: list[Row], headings: Headings, formula: Formula, file: str) -> tuple[SchoolCounts, list[Problem]]:
    problems: list[Problem] = []
    levels = _levels_by_spelling(formula)
    ids, names, at_levels, numbers = [], [], [], []
    columns: dict[str, list[int]] = {code: [] for code in headings.counts}
    for row in rows:
        while len(row.cells) > headings.n_cells and not row.cells[-1].strip():
            row.cells.pop()  # spreadsheets leave empty cells behind the last column
        if len(row.cells) != headings.n_cells:
            words = {"headings": str(headings.n_cells)}
            problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
            continue
        problems += _control_characters(row, headings, file)
        school_id = row.cells[headings.school_id].strip()
        level = row.cells[headings.level].strip()
        ids.append(school_id)
        names.append(row.cells[headings.school_name].strip() or school_id)
        at_levels.append(levels.get(level.casefold(), level[:_LONGEST_SHOWN]))
        numbers.append(row.number)
        for code, at in headings.counts.items():
            count = read_count(row.cells[at])
            if isinstance(count, int):
                columns[code].append(count)
                continue
            value = row.cells[at].strip()[:_LONGEST_SHOWN]
            words = {"most": "10000000"}
            problems.append(Problem(count, file, row.number_of(at), headings.names[code], value, words))
            columns[code].append(0)
    schools = SchoolCounts.of(
        ids, at_levels, columns, school_names=names, file=file, rows=numbers, headings=headings.names
    )
    return schools, problems


def _checked(formula: Formula, schools: SchoolCounts, *, counts_are_known: bool) -> list[Problem]:
    """What the engine would refuse, said now; its look at the numbers waits until every one is known."""
    without_numbers = (count_rules.SCHOOL_ID_MISSING, count_rules.SCHOOL_REPEATED, count_rules.LEVEL_UNKNOWN)
    found = check_counts(formula, schools)
    return [problem for problem in found if counts_are_known or problem.rule in without_numbers]


def _levels_by_spelling(formula: Formula) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for level in formula.levels:
        for _, label in level.label.by_language:
            spellings.setdefault(label.casefold(), level.key)
    return spellings | {level.key.casefold(): level.key for level in formula.levels}


def _control_characters(row: Row, headings: Headings, file: str) -> list[Problem]:
    places = {"school_id": headings.school_id, "school_name": headings.school_name, "level": headings.level}
    return [
        Problem(rules.CONTROL_CHARACTER, file, row.number, name)
        for name, at in places.items()
        if not row.cells[at].isprintable()
    ]
