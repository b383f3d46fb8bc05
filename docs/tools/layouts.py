"""Reference pages about files: every layout with its columns, the formula document, and every rule input can break."""

import json
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from docs.tools.markdown import anchor, code, codes, page, table
from docs.tools.marked import SOURCE

from throughline.engines.funding import ALL_STUDENTS, Formula
from throughline.engines.funding.steps import FUNCTIONS, KINDS, StepsFormula
from throughline.formats import formula as formulas
from throughline.formats.caps import CSV_COLUMNS, caps_json_schema
from throughline.formats.csv.columns import Column, Table
from throughline.formats.district_csv.catalog import TABLES as DISTRICT_TABLES
from throughline.formats.formula.result_files import TRACE_HEADINGS
from throughline.formats.oneroster.catalog import TABLES as ONEROSTER_TABLES
from throughline.formats.oneroster.catalog import VERSIONS
from throughline.formats.positions import POSITION_COLUMNS, PROGRAM_COLUMNS, STAFF_COLUMNS
from throughline.formats.prior import PRIOR_COLUMNS
from throughline.formats.revenues import COLUMNS, GRANT_COLUMNS
from throughline.rooms.exchange.cli import FileKind
from throughline.values.problem import Rule

_KINDS = {
    "text": "text",
    "id": "an id, kept letter for letter",
    "ids": "ids, separated by commas",
    "words": "words, separated by commas",
    "grades": "CEDS grade codes, separated by commas",
    "choice": "one of",
    "boolean": "`true` or `false`",
    "date": "a date, `2026-10-01`",
    "datetime": "a date and time with its zone, `2026-10-01T13:45:00.000Z`",
    "year": "the year in which the school year ends, `2027`",
    "time": "a time of day, `13:45`",
    "money": "dollars, `1234.50`",
    "number": "a number, `87.5`",
    "slug": "a code in small letters, digits and underscores",
    "secret": "never read or stored",
}


def steps_schema() -> str:
    """This function will write the JSON Schema of a formula in steps."""
    return json.dumps(formulas.steps_json_schema(), indent=2, ensure_ascii=False) + "\n"


def district_files_page() -> str:
    """This function will write the page of our own CSV files."""
    imported = {kind.value for kind in FileKind}
    intro = (
        "CSV files for what a OneRoster package does not carry. UTF-8, a heading row, commas; other separators,"
        " capitals and spaces that people and spreadsheets add are forgiven with a warning. People and places are"
        " named by their ids in the roster. `throughline sample` writes one of each."
    )
    overview = table(
        ["File", "What it holds", "Can be imported"],
        (
            [f"[{one.file}](#{anchor(one.file)})", one.says, "yes" if one.name in imported else "not yet"]
            for one in DISTRICT_TABLES.values()
        ),
    )
    return page("The district's own CSV files", intro, overview, *map(_layout, DISTRICT_TABLES.values()))


def revenues_page() -> str:
    """This function will write the page of the file of revenues that a formula draws on."""
    intro = (
        "What a formula in steps draws on: one row for each source. `locked` stays as"
        " it is, `unlocked` feeds a source of the formula, a `school_grant` goes to the schools that `--grants` names."
        " What is kept centrally comes off first. The result says who drew on what, to the cent. A file with only"
        " `source,amount` is read as well: each row is then what a source of the formula brings."
    )
    headings = ["Column", "Needed", "What it holds", "Such as"]
    parts = []
    for file, columns in (("revenues.csv", COLUMNS), ("school_revenues.csv, by --grants", GRANT_COLUMNS)):
        rows = ([code(one.name), "yes" if one.required else "", one.says, code(one.example)] for one in columns)
        parts.append(f"## {file}\n\n{table(headings, rows)}")
    return page("Revenues", intro, *parts)


def prior_page() -> str:
    """This function will write the page of the file of earlier budgets."""
    intro = (
        "What schools had in an earlier year, have now, or need at least: CSV or an Excel workbook, one row for each"
        " school, or one for each school and source, with or without a row of the total, which must be their sum."
        " Read on *Earlier budgets* and by `throughline allocate --prior`."
    )
    headings = ["Column", "Needed", "What it holds", "Such as"]
    rows = ([code(one.name), "yes" if one.required else "", one.says, code(one.example)] for one in PRIOR_COLUMNS)
    return page("Earlier budgets", intro, table(headings, rows))


def caps_schema() -> str:
    """This function will write the JSON Schema of a file of budget caps."""
    return json.dumps(caps_json_schema(), indent=2, ensure_ascii=False) + "\n"


def caps_page() -> str:
    """This function will write the page of the files of budget caps."""
    schema = caps_json_schema()
    intro = (
        "What each school may plan with in a fiscal year, by source, from the run that two people adopted: on *Caps for"
        " planning* beside a run's budgets, and for other rooms by `budget_caps` of the funding room's door. A school's"
        " caps add up to its budget in the run, and what was named for it past the formula stands beside; schools add"
        " up to the run where the file is `whole`. Money is whole cents in JSON and dollars in CSV. Programs can check"
        " the JSON against [budget-caps.schema.json](budget-caps.schema.json); the sums are checked when it is read."
    )
    names = {"Cap": "One cap", "SchoolCaps": "One school", "MadeBy": "formula", "Stood": "run", "Adopted": "adopted"}
    parts = (f"### {name}\n\n{fields_table(schema['$defs'][key])}" for key, name in names.items())
    columns = "## CSV\n\nOne row for each school and source, with: " + codes(CSV_COLUMNS) + "."
    return page("Budget caps", intro, "## JSON", fields_table(schema), *parts, columns)


def positions_page() -> str:
    """This function will write the page of the file of positions."""
    intro = (
        "What one full unit of each position costs on average in a fiscal year: CSV or an Excel workbook, one row for"
        " each position. It is the price of what schools are guaranteed as staff, which has one row for each guarantee."
        " What staff really costs has one row for each school and position, all who hold it together. No person is"
        " named. Read on *Positions*."
    )
    headings = ["Column", "Needed", "What it holds", "Such as"]
    parts = []
    files = (
        ("The catalog", POSITION_COLUMNS),
        ("What schools are guaranteed", PROGRAM_COLUMNS),
        ("What staff really costs", STAFF_COLUMNS),
    )
    for title, columns in files:
        rows = ([code(one.name), "yes" if one.required else "", one.says, code(one.example)] for one in columns)
        parts.append(f"## {title}\n\n{table(headings, rows)}")
    return page("Positions", intro, *parts)


def oneroster_page() -> str:
    """This function will write the page of the OneRoster files that are read and written."""
    intro = (
        f"OneRoster CSV {' and '.join(VERSIONS)}, as a zip or a folder, bulk or delta. Version 1.2 is written."
        " These files are read, in this order; grades, resources and sign-in profiles are recognised and passed over."
        " In delta files `status` and `dateLastModified` are needed in every row; in bulk files they mean nothing."
    )
    return page("OneRoster", intro, *map(_layout, ONEROSTER_TABLES.values()))


def formula_page() -> str:
    """This function will write the page of the formula document, the library, and the files of `allocate`."""
    schema = formulas.formula_json_schema()
    names = {"LevelPart": "[[levels]]", "NeedPart": "[[needs]]", "SourcePart": "[source]", "RoundingPart": "[rounding]"}
    example = next(document for document in formulas.library() if document.formula.illustrative)
    shipped: list[tuple[str, Formula | StepsFormula]] = [
        *((document.key, document.formula) for document in formulas.library()),
        *((document.key, document.formula) for document in formulas.steps_library()),
    ]
    library = table(
        ["Name", "Formula", "Year", "Whose figures"],
        (
            [
                code(key),
                formula.name.text(),
                formula.year,
                "an example, nobody's decision" if formula.illustrative else formula.source.title,
            ]
            for key, formula in shipped
        ),
    )
    return page(
        "Funding formulas",
        "A formula is a TOML document. Editors can check it against [formula.schema.json](formula.schema.json), which"
        " is made from the same definitions; what a schema cannot say (every level has a rate for every need, no code"
        " is counted twice) is checked when the formula is read.",
        "## The document",
        fields_table(schema),
        *(f"### `{names[name]}`\n\n{fields_table(part)}" for name, part in schema["$defs"].items()),
        f"The need `{ALL_STUDENTS}` counts every enrolled student; any other need counts the students who hold the"
        " [need category](need-categories.md) that `counts` names.",
        "## Formulas in steps",
        _steps_kind(),
        "## The library",
        library,
        "## An example\n\n```toml\n" + example.content.decode().strip() + "\n```",
        "## The files of `throughline allocate`",
        _allocate_files(),
    )


def _steps_kind() -> str:
    """What a formula may hold whose kind is "steps", and what each kind of step takes."""
    schema = formulas.steps_json_schema()
    names = {"InputPart": "[[inputs]]", "ParameterPart": "[[parameters]]", "MoneyPart": "[[sources]]"}
    names |= {"StepPart": "[[steps]]", "RoundPart": "round"}
    parts = (f"### `{names[name]}` of steps\n\n{fields_table(schema['$defs'][name])}" for name in names)
    kinds = table(
        ["`do`", "What it does", "Calculations", "Other settings"],
        ([code(name), kind.says, codes(kind.slots), codes(sorted(kind.settings))] for name, kind in KINDS.items()),
    )
    intro = (
        'A formula whose `kind` is "steps" has the same head, and pays in steps: weights, pools, rankings, top-ups.'
        " Editors can check it against [formula-steps.schema.json](formula-steps.schema.json); units, names and what"
        " each step takes are checked when it is read."
    )
    return "\n\n".join([intro, kinds, *parts, _calculations()])


def _calculations() -> str:
    """What a calculation may be made of."""
    intro = (
        "A calculation is worked out for every school, exactly. It has names of inputs, parameters, sources and earlier"
        " steps; numbers; `+ - * /`; comparisons; `and`, `or`, `not`, `in`; and a choice, such as"
        " `rate if enrolled < 300 else 0`. Two names are always there: `level`, a school's level, and `paid`, all that"
        ' earlier steps pay it. `level in ("middle", "high")` compares words. Dollars are added to dollars and'
        " pupils to pupils; pupils times dollars per pupil are dollars; a share is a plain number."
    )
    rows = ([code(one.example), one.says] for one in FUNCTIONS.values())
    tables = (
        "`step`, `ramp` and `tiers` read a parameter with `points`. With `points = [[0, 0.5], [300, 1]]` and 150"
        " students, `step` gives 0.5, `ramp` 0.75 and `tiers` 75."
    )
    return f"### Calculations\n\n{intro}\n\n{table(['Such as', 'What it gives'], rows)}\n\n{tables}"


def formula_schema() -> str:
    """This function will write the JSON Schema of a formula document."""
    return json.dumps(formulas.formula_json_schema(), indent=2, ensure_ascii=False) + "\n"


def rules_page() -> str:
    """This function will write the page of every rule that input can break."""
    intro = (
        "Everything Throughline can find wrong with what it is given, as it says so. An error keeps the row, or the"
        " file, out; a warning lets it in; a notice informs. Words in braces are filled with what was found. The"
        " code is the `code` of `--json`."
    )
    return page("Rules for what comes in", intro, *(_rules(module) for module in rule_modules()))


def rule_modules() -> Iterator[ModuleType]:
    """This function will yield every module of rules, from the lowest floor up."""
    for floor in ("formats", "engines", "rooms"):
        for file in sorted((SOURCE / floor).rglob("*rules.py")):
            name = ".".join(["throughline", *file.relative_to(SOURCE).with_suffix("").parts])
            yield import_module(name)


def rules_in(module: ModuleType) -> list[Rule]:
    """This function will list the rules that a module defines, in its order."""
    return [rule for rule in vars(module).values() if isinstance(rule, Rule)]


def _rules(module: ModuleType) -> str:
    rules = rules_in(module)
    about = " ".join((module.__doc__ or "").strip().split("\n\n")[0].split())
    rows = ([code(rule.code), rule.severity.value, rule.says, rule.next_step] for rule in rules)
    where = module.__name__.removeprefix("throughline.")
    return (
        f"## {where}\n\n{about}\n\n{table(['Code', 'Severity', 'What it says', 'What to do'], rows)}" if rules else ""
    )


def _layout(layout: Table) -> str:
    needed = f"No two rows have the same {codes(layout.keys)}."
    rows = ([code(one.name), "yes" if one.required else "", _kind(one), _about(one)] for one in layout.columns)
    heading = f"## {layout.file}\n\n{layout.says} {needed}".strip()
    return f"{heading}\n\n{table(['Column', 'Needed', 'Holds', 'About'], rows)}"


def _kind(column: Column) -> str:
    says = _KINDS[column.kind.value]
    if column.choices:
        says = f"one of {codes(column.choices)}" + (", or an `ext:` word" if column.extensible else "")
    if column.between:
        says += " from {} to {}".format(*column.between)
    return f"{says}; of `{column.refers_to}`" if column.refers_to else says


def _about(column: Column) -> str:
    only = f"Only in {', '.join(sorted(column.editions))}." if column.editions else ""
    return f"{column.says} {only}".strip()


def fields_table(part: dict[str, Any]) -> str:
    needed = set(part.get("required", ()))
    rows = (
        [code(name), "yes" if name in needed else "", field.get("description", ""), _examples(field)]
        for name, field in part["properties"].items()
    )
    return table(["Setting", "Needed", "What it is", "Such as"], rows)


def _examples(field: dict[str, Any]) -> str:
    return codes(json.dumps(example, ensure_ascii=False) for example in field.get("examples", ()))


def _allocate_files() -> str:
    return (
        "SCHOOLS.csv has a heading row with `school_id`, `level`, perhaps `school_name`, and one column of counts for"
        " each need of the formula, headed by the need's key or the code it counts. A blank is not zero: write 0.\n\n"
        "The folder DIR receives, all of it or nothing:\n\n"
        + table(
            ["File", "What it holds"],
            [
                ["`allocations.csv`", "one row a school: dollars by need, in total and for each student"],
                ["`trace.csv`", f"one row for each school and need: {codes(TRACE_HEADINGS)}"],
                ["`summary.json`", "what went in, what came out, the engine's version, and the digests of each"],
                ["`workbook.xlsx`", "the same arithmetic as live formulas, to replay and to try other counts in"],
            ],
        )
    )
