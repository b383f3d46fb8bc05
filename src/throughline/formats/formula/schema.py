"""The published schema of the formula document, for editors and for programs that write formulas."""

from typing import Any

from throughline.formats.formula.document import FormulaDocument
from throughline.formats.formula.steps_document import StepsDocument


def formula_json_schema() -> dict[str, Any]:
    """This function will return the JSON Schema (2020-12) of a formula document.

    What a schema cannot say (every level has a rate for every need; keys are unique) the reader checks.
    """
    schema = FormulaDocument.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:throughline:formula:1",
        **schema,
        "title": "Throughline funding formula",
    }


def steps_json_schema() -> dict[str, Any]:
    """This function will return the JSON Schema (2020-12) of a formula in steps.

    What a schema cannot say (units that fit, names that are there, what each step takes) the reader checks.
    """
    schema = StepsDocument.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:throughline:formula-steps:1",
        **schema,
        "title": "Throughline funding formula in steps",
    }
