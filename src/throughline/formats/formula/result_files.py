"""A result as files: one row a school, one row for each step of the arithmetic, and a summary for programs."""

import json
from typing import IO

from throughline.engines.funding import Allocation
from throughline.formats.csv.writing import Cell, CsvTable
from throughline.values.money import dollars_text

TRACE_HEADINGS = ("school_id", "school_name", "level", "need", "students", "dollars_per_student", "amount")


def write_allocations_csv(out: IO[str], allocation: Allocation) -> None:
    """This function will write one row a school: dollars by need, in total and for each student."""
    needs = [need.key for need in allocation.formula.needs]
    headings = ["school_id", "school_name", "level", "students", *needs, "total", "dollars_per_student"]
    table = CsvTable(out, headings, escape_formulas=True)
    for position in range(allocation.n_schools):
        school = allocation.school_at(position)
        per_student = "" if school.per_pupil_cents is None else dollars_text(school.per_pupil_cents)
        amounts: list[Cell] = [dollars_text(line.amount_cents) for line in school.lines]
        who: list[Cell] = [school.school_id, school.school_name, school.level.key, school.n_students]
        table.add([*who, *amounts, dollars_text(school.total_cents), per_student])


def write_trace_csv(out: IO[str], allocation: Allocation) -> None:
    """This function will write one row for each school and need: students × dollars for each = amount."""
    table = CsvTable(out, TRACE_HEADINGS, escape_formulas=True)
    for line in allocation.trace():
        who: list[Cell] = [line.school_id, line.school_name, line.level.key, line.need.key, line.count]
        table.add([*who, dollars_text(line.rate_cents), dollars_text(line.amount_cents)])


def summary_json(allocation: Allocation) -> str:
    """This function will write what went in, what came out and the digests, as JSON that is always the same."""
    return json.dumps(allocation.summary(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
