"""The result of a formula in steps as files: one row a school, one row for each school and step, and a summary."""

import json
from typing import IO

from throughline.engines.funding import Rounding
from throughline.engines.funding.steps import Drawn, StepsAllocation, number_text
from throughline.formats.csv.writing import Cell, CsvTable, escaped_formula
from throughline.values.money import dollars_text

STEPS_TRACE_HEADINGS = (
    "school_id", "school_name", "step", "does", "calculation", "drawn_from", "exact", "rounding", "result", "paid",
)  # fmt: skip


def write_steps_csv(out: IO[str], allocation: StepsAllocation) -> None:
    """This function will write one row a school: the dollars of each component, and in total."""
    keys = [result.step.key for result in allocation.components]
    table = CsvTable(out, ["school_id", "school_name", "level", *keys, "total"])
    schools = allocation.schools
    for at, school_id in enumerate(schools.school_ids):
        who = _words(school_id, schools.name_at(at), schools.levels[at])
        amounts: list[Cell] = [dollars_text((result.cents or ())[at]) for result in allocation.components]
        table.add([*who, *amounts, dollars_text(allocation.totals_cents[at])])


def write_steps_trace_csv(out: IO[str], allocation: StepsAllocation) -> None:
    """This function will write every step of every school, with all that it drew on and how it was rounded."""
    table = CsvTable(out, STEPS_TRACE_HEADINGS)
    for at in range(allocation.schools.n_schools):
        for line in allocation.trace(at):
            step = line.step
            parts = "; ".join(f"{name} = {part.text}" for name, part in step.expressions.items())
            paid = "" if line.amount_cents is None else dollars_text(line.amount_cents)
            who = _words(line.school_id, allocation.schools.name_at(at), step.key, step.does, parts)
            drawn = escaped_formula("; ".join(map(drawn_text, line.drawn)))
            rounding = rounding_text(step.rounding)
            table.add([*who, drawn, number_text(line.exact), rounding, number_text(line.result), paid])


def _words(*texts: str) -> list[Cell]:
    """Words are kept from running in a spreadsheet; amounts are not words, and one below zero begins with a dash."""
    return [escaped_formula(text) for text in texts]


def steps_summary_json(allocation: StepsAllocation) -> str:
    """This function will write what went in, what came out and the digests, as JSON that is always the same."""
    return json.dumps(allocation.summary(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def drawn_text(drawn: Drawn) -> str:
    """This function will write one figure with its unit, and for a parameter its year and source.

    **Example**

    >>> drawn_text(Drawn("base", "parameter", "4290", "dollars per pupil", "FY2018", "Appendix B"))
    'base = 4290 dollars per pupil (FY2018, Appendix B)'
    """
    about = ", ".join(part for part in (drawn.year, drawn.source) if part)
    value = f" = {drawn.value}" if drawn.value else ""
    unit = f" {drawn.unit}" if drawn.unit not in ("", "yes or no") and drawn.kind != "table" else ""
    return f"{drawn.name}{value}{unit}" + (f" ({about})" if about else "")


def rounding_text(rounding: Rounding | None) -> str:
    """This function will write how a step rounds."""
    if rounding is None or rounding.mode == "exact":
        return "exact"
    closing = "" if rounding.closing == "none" else f", closed by {rounding.closing}"
    return f"{rounding.mode}, {rounding.places} places{closing}"
