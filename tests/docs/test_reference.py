"""The reference is what the code would write today, and holds everything a person could look for."""

import re
from pathlib import Path

import pytest
from docs import generate
from docs.tools import district, layouts, running

from throughline.formats import formula as formulas
from throughline.formats.csv.columns import Table
from throughline.formats.district_csv.catalog import TABLES as DISTRICT_TABLES
from throughline.formats.oneroster.catalog import TABLES as ONEROSTER_TABLES
from throughline.project.options import OPTIONS
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.rooms.students.sayings.kinds import saying_kinds
from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.rooms.support.meetings.kinds import meeting_kinds
from throughline.rooms.support.plans.kinds import plan_kinds

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "throughline"


def _page(name: str) -> str:
    return (generate.REFERENCE / name).read_text(encoding="utf-8")


def test_no_page_is_stale() -> None:
    assert generate.stale() == [], "run `make docs`"


def test_the_same_code_writes_the_same_pages() -> None:
    assert generate.written() == generate.written()


def test_every_option_is_there() -> None:
    page = _page("options.md")
    assert not [option.name for option in OPTIONS if f"`{option.name}`" not in page]


def test_every_command_is_there_and_has_help_for_all_it_takes() -> None:
    page = _page("command-line.md")
    for name, command in running.commands():
        assert f"## {name}\n" in page
        assert command.help, name
        assert not [one.name for one in command.params if not getattr(one, "help", "")], name


def test_every_room_is_there_with_what_it_is_for() -> None:
    page = _page("rooms.md")
    for name in district.room_names():
        assert f"## {name}\n" in page
        assert district.room(name), f"rooms/{name}/README.md says what the room is for"


@pytest.mark.parametrize(
    ("page", "tables"), [("oneroster.md", ONEROSTER_TABLES), ("district-files.md", DISTRICT_TABLES)]
)
def test_every_file_and_column_is_there(page: str, tables: dict[str, Table]) -> None:
    text = _page(page)
    for table in tables.values():
        _, _, rest = text.partition(f"## {table.file}\n")
        section = rest.split("\n## ")[0]
        assert not [column.name for column in table.columns if f"| `{column.name}` |" not in section], table.file


def test_every_format_has_its_page() -> None:
    where = {
        "caps": "budget-caps.md",
        "counts": "rules.md",
        "csv": "rules.md",
        "district_csv": "district-files.md",
        "enrollment": "rules.md",
        "formula": "formula.md",
        "kinds": "kinds.md",
        "oneroster": "oneroster.md",
        "positions": "positions.md",
        "prior": "prior-budgets.md",
        "revenues": "revenues.md",
        "warning": "warning-rules.md",
        "xlsx": "formula.md",
    }
    formats = {file.parent.name for file in (SOURCE / "formats").glob("*/__init__.py")}
    formats -= {"pdf"}  # goes out to be read by people: nothing in it is to be looked up
    assert formats == set(where), "a format without a page, or a page without a format"
    assert all((generate.REFERENCE / page).exists() for page in where.values())


def test_every_library_formula_is_there() -> None:
    page = _page("formula.md")
    assert not [document.key for document in formulas.library() if f"`{document.key}`" not in page]


def test_every_relation_of_the_policy_is_there() -> None:
    page = _page("policy.md")
    assert not [relation["code"] for relation in district.relations() if f"`{relation['code']}`" not in page]


def test_every_kind_of_note_meeting_and_saying_is_there() -> None:
    page = _page("kinds.md")
    codes = [*note_kinds(), *meeting_kinds(), *plan_kinds(), *saying_kinds()]
    assert not [code for code in codes if f"`{code}`" not in page]


def test_every_need_category_is_there() -> None:
    page = _page("need-categories.md")
    assert not [code for code in need_categories() if f"`{code}`" not in page]


def test_every_rule_is_there_and_no_two_share_a_code() -> None:
    page = _page("rules.md")
    codes = [rule.code for module in layouts.rule_modules() for rule in layouts.rules_in(module)]
    assert len(codes) > 150
    assert not [code for code in codes if f"| `{code}` |" not in page]
    assert sorted(codes) == sorted(set(codes))


def test_the_schema_says_what_every_setting_is() -> None:
    page = _page("formula.md")
    rows = re.findall(r"^\| `(\w+)` \| (?:yes|) *\| (.*?) \|", page, re.MULTILINE)
    assert len(rows) > 15
    assert not [name for name, says in rows if not says]
