"""Write the reference pages from the code: `make docs`. With `--check`, only name those that are stale."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import django
from docs.tools import district, families, kinds, layouts, running, warning
from docs.tools.markdown import page, table

REFERENCE = Path(__file__).parent / "reference"

# Every page: its file, what a reader finds there, and who writes it.
PAGES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "options.md": ("Every setting, with its default.", running.options_page),
    "command-line.md": ("Every command, with its arguments and options.", running.command_line_page),
    "oneroster.md": ("The OneRoster files that are read and written, column by column.", layouts.oneroster_page),
    "district-files.md": ("Our own CSV files, column by column.", layouts.district_files_page),
    "revenues.md": ("The file of revenues that a formula draws on, column by column.", layouts.revenues_page),
    "prior-budgets.md": ("The file of schools' earlier budgets, column by column.", layouts.prior_page),
    "positions.md": ("The file of a year's positions, column by column.", layouts.positions_page),
    "budget-caps.md": ("What an adopted budget hands to planning, as JSON and CSV.", layouts.caps_page),
    "budget-caps.schema.json": ("The same for programs.", layouts.caps_schema),
    "formula.md": ("How a funding formula is written, the library, and what allocate writes.", layouts.formula_page),
    "formula.schema.json": ("The same for editors and programs.", layouts.formula_schema),
    "formula-steps.schema.json": ("The same for formulas in steps.", layouts.steps_schema),
    "warning-rules.md": ("How early-warning rules are written, and those to begin from.", warning.rules_page),
    "warning-rules.schema.json": ("The same for editors and programs.", warning.rules_schema),
    "rules.md": ("Everything that can be wrong with a file, and what to do.", layouts.rules_page),
    "kinds.md": ("The kinds of notes and meetings, and what a student tells.", kinds.kinds_page),
    "need-categories.md": ("The need categories and whose eyes they are for.", district.need_categories_page),
    "policy.md": ("Who may see, change and export what, and on what basis.", district.policy_page),
    "how-throughline-protects-students.md": ("For families: how a record is kept safe.", families.protection_page),
    "como-protege-throughline.md": ("Lo mismo en español.", families.protection_page_in_spanish),
    "policy.schema.json": ("The layout of that table, for editors and programs.", district.policy_schema),
    "rooms.md": ("The rooms of the house and their doors.", district.rooms_page),
}


def index() -> str:
    """This function will write the page that lists the others."""
    rows = ([f"[{name}]({name})", says] for name, (says, _) in PAGES.items())
    return page(
        "Reference",
        "These pages are written from the code, and a test fails where one is stale.",
        table(["Page", "What it says"], rows),
    )


def written() -> dict[str, str]:
    """This function will write every page, by its file name, without touching a file."""
    return {"README.md": index()} | {name: write() for name, (_, write) in PAGES.items()}


def stale() -> list[str]:
    """This function will name the pages that are missing, too many, or not as the code would write them."""
    wanted = written()
    kept = {file.name: file.read_text(encoding="utf-8") for file in REFERENCE.glob("*") if file.is_file()}
    return sorted(name for name in {*wanted, *kept} if wanted.get(name) != kept.get(name))


def main(arguments: Sequence[str]) -> int:
    """This function will write the pages, or with `--check` return 1 where one is stale."""
    if "--check" in arguments:
        found = stale()
        for name in found:
            print(f"docs/reference/{name} is stale: run `make docs`.", file=sys.stderr)
        return 1 if found else 0
    REFERENCE.mkdir(exist_ok=True)
    wanted = written()
    for file in REFERENCE.glob("*"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (REFERENCE / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    # Some rules stand beside tables, which are read only where Django knows its settings.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.project.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
