"""The heading row: which column is the school, which its level, and which counts each need."""

from collections import Counter
from dataclasses import dataclass

from throughline.engines.funding import Formula
from throughline.engines.funding import rules as count_rules
from throughline.engines.funding.checks import nearest
from throughline.formats.formula import schools_rules as rules
from throughline.formats.formula.schools_days import COUNTED_ON
from throughline.formats.formula.schools_rows import Row
from throughline.values.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Headings:
    """Where things stand in a row. `counts` and `names` are by the roster's code of the need."""

    school_id: int
    school_name: int
    level: int
    counts: dict[str, int]
    names: dict[str, str]
    n_cells: int


def find_headings(row: Row, formula: Formula, file: str) -> tuple[Headings | None, list[Problem]]:
    """This function will find the columns that `formula` needs, and say which are missing, double or unused."""
    shown = [cell.strip() for cell in row.cells]
    where = {name.casefold(): at for at, name in reversed(list(enumerate(shown)))}
    if len(shown) == 1 and any(mark in shown[0] for mark in ";\t|"):
        return None, [Problem(rules.OTHER_SEPARATOR, file, row.number)]
    problems = [
        Problem(rules.HEADING_REPEATED, file, row.number, name)
        for name, times in Counter(name.casefold() for name in shown if name).items()
        if times > 1
    ]
    for name in ("school_id", "level"):
        if name not in where:
            words = {"known": ", ".join(shown)[:300], "nearest": nearest(name, shown)}
            problems.append(Problem(rules.HEADING_MISSING, file, row.number, name, "", words))
    counts, count_problems = _count_columns(where, formula, file, row.number)
    problems += count_problems
    used = {where.get(name) for name in ("school_id", "school_name", "level", COUNTED_ON)} | {*counts.values()}
    problems += [
        Problem(rules.COLUMN_UNUSED, file, row.number, name)
        for at, name in enumerate(shown)
        if at not in used and name and where[name.casefold()] == at
    ]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    names = {code: shown[at] for code, at in counts.items()}
    school_id = where["school_id"]
    name_at = where.get("school_name", school_id)
    return Headings(school_id, name_at, where["level"], counts, names, len(shown)), problems


def _count_columns(
    where: dict[str, int], formula: Formula, file: str, number: int
) -> tuple[dict[str, int], list[Problem]]:
    counts: dict[str, int] = {}
    problems = []
    keys = {need.key for need in formula.needs}
    for need in formula.needs:
        # A code that is also another need's key is that other need's column.
        spellings = dict.fromkeys([need.key, *([need.counts] if need.counts not in keys else [])])
        found = [name for name in spellings if name in where]
        if len(found) > 1:
            problems.append(Problem(rules.TWO_COLUMNS, file, number, found[0], found[1]))
        elif found:
            counts[need.counts] = where[found[0]]
        elif need.counts in where:
            counts[need.counts] = where[need.counts]
        else:
            words = {"need": need.label.text(), "column": need.key}
            problems.append(Problem(count_rules.COUNT_COLUMN_MISSING, file, number, need.key, "", words))
    return counts, problems
