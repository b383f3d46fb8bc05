"""Budget caps as JSON that programs read back, as CSV that people open, and the schema of both."""

from collections.abc import Iterator
from typing import IO, Any

from pydantic import ValidationError

from throughline.formats.caps.document import BudgetCaps
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text
from throughline.values.words import gettext_noop

CSV_COLUMNS = (
    "fiscal_year",
    "school_id",
    "school_name",
    "source",
    "source_name",
    "dollars",
    "beside_formula",
    "restricted",
    "allowed_uses",
    "needs",
    "may_only_add",
    "poolable",
    "starts_on",
    "ends_on",
    "run",
    "result_digest",
    "engine_version",
    "formula",
    "formula_version",
)


def write_caps(caps: BudgetCaps) -> bytes:
    """This function will write caps as the JSON that `read_caps` reads back the same."""
    return (caps.model_dump_json(by_alias=True, indent=2) + "\n").encode()


def read_caps(content: bytes) -> BudgetCaps:
    """This function will read caps, each sum checked again. **Raises** `RefusedInput`, because of each fault."""
    try:
        return BudgetCaps.model_validate_json(content)
    except ValidationError as found:
        raise RefusedInput(
            gettext_noop("These budget caps cannot be used, and nothing was taken over."),
            gettext_noop("Take the file from the run again, and change nothing in it."),
        ) from found


def write_caps_csv(out: IO[str], caps: BudgetCaps) -> None:
    """This function will write one row for each school and source, so that dollars add up to the run's."""
    table = CsvTable(out, list(CSV_COLUMNS))
    for row in _rows(caps):
        table.add(row)


def caps_json_schema() -> dict[str, Any]:
    """This function will return the JSON Schema (2020-12) of a file of budget caps.

    What a schema cannot say (caps add up to schools, schools to the run) the reader checks.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:throughline:budget-caps:1",
        **BudgetCaps.model_json_schema(by_alias=True),
        "title": "Throughline budget caps",
    }


def _rows(caps: BudgetCaps) -> Iterator[list[str | bool | None]]:
    for school in caps.schools:
        for cap in school.caps:
            yield [
                caps.fiscal_year,
                escaped_formula(school.school_id),
                escaped_formula(school.name),
                escaped_formula(cap.source),
                escaped_formula(cap.name),
                dollars_text(cap.cents),
                cap.beside,
                cap.restricted,
                escaped_formula("; ".join(cap.allowed_uses)),
                escaped_formula("; ".join(cap.needs)),
                cap.may_only_add,
                cap.poolable,
                cap.starts_on.isoformat(),
                cap.ends_on.isoformat(),
                str(caps.run.number),
                caps.run.result_digest,
                caps.run.engine_version,
                escaped_formula(caps.formula.key),
                escaped_formula(caps.formula.version),
            ]
