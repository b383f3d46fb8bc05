"""The page of early-warning rules, made from the definitions that read them."""

import json

from docs.tools.layouts import fields_table
from docs.tools.markdown import page

from throughline.formats import warning

_PARTS = {
    "DaysPart": "[days]",
    "MarksPart": "[marks]",
    "FlagsPart": "[flags]",
    "OutcomePart": "[outcome]",
    "LevelPart": "[[level]]",
    "IndicatorPart": "[[indicator]]",
}


def rules_page() -> str:
    """This function will write the page of the document of early-warning rules, and the rules to begin from."""
    schema = warning.rules_json_schema()
    return page(
        "Early-warning rules",
        "Rules are a TOML document. Editors can check it against"
        " [warning-rules.schema.json](warning-rules.schema.json)."
        " Shares are compared exactly, and a cut point belongs to the worse side: at 0.1 itself a student is off track."
        " Days are those on which the student was enrolled and the school in session, whatever rows were sent; where"
        " too little is known, it is said that there is not enough data.",
        "## The document",
        fields_table(schema),
        *(f"### `{name}`\n\n{fields_table(schema['$defs'][part])}" for part, name in _PARTS.items()),
        "## The rules to begin from\n\n```toml\n"
        + warning.write_rules(warning.library_rules()[warning.START]).strip()
        + "\n```",
    )


def rules_schema() -> str:
    """This function will write the JSON Schema of a document of rules."""
    return json.dumps(warning.rules_json_schema(), indent=2, ensure_ascii=False) + "\n"
