"""A mark nobody sees in a row of headings is read past by every reader: a column in front moves it to the middle."""

import ast
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.ground import ROOT

from throughline.engines.funding.positions import Position
from throughline.formats.counts import read_counts
from throughline.formats.csv.marks import without_marks
from throughline.formats.csv.tally import Tally
from throughline.formats.district_csv.catalog import TABLES
from throughline.formats.district_csv.reader import read_table
from throughline.formats.enrollment import read_births
from throughline.formats.formula import library_formula, load_columns, load_schools, steps_formula
from throughline.formats.oneroster.manifest import read_manifest
from throughline.formats.positions import POSITION_COLUMNS, read_positions
from throughline.formats.prior import PRIOR_COLUMNS, read_prior
from throughline.formats.revenues import COLUMNS, read_grants, read_revenues
from throughline.formats.revenues.columns import RevenueColumn

MARKS = ("\ufeff", "\u200b", "\u2060", "\u00ad", "\u00ef\u00bb\u00bf", "\ufeff\ufeff")


def schools(_day: date) -> dict[str, str]:
    return {"OAK": "Oak"}


def counts(content: bytes) -> object:
    columns = {"all": "all", "homeless": "homeless"}
    return read_counts(content, "c.csv", columns=columns, schools=schools, on=date(2026, 10, 1))


def columns_of(content: bytes) -> object:
    read = load_columns(steps_formula("denver-style-concentration"), ("s.csv", content))
    return read.school_ids, {key: tuple(column) for key, column in read.columns.items()}


def schools_of(content: bytes) -> object:
    read = load_schools(content, library_formula("guidebook-table-2-2")).schools
    return read and (read.school_ids, read.codes, read.counts.tolist())


def examples(columns: Sequence[RevenueColumn]) -> str:
    row = ",".join(f'"{column.example}"' for column in columns)
    return f"{','.join(column.name for column in columns)}\n{row}\n"


MATRIX = "school_id,level,all,economically_disadvantaged,english_learner,special_education\nS1,high,9,1,1,1\n"
READERS: dict[str, tuple[Callable[[bytes], object], str]] = {
    "counts": (counts, "school_id,all,homeless\nOAK,12,3\n"),
    "schools of a matrix": (schools_of, MATRIX),
    "schools of steps": (columns_of, "school_id,level,enrolled,poverty,english_learners\nS1,high,90,10,5\n"),
    "revenues": (read_revenues, examples(COLUMNS)),
    "grants": (read_grants, "school_id,source,amount\nS1,title_i,100\n"),
    "earlier budgets": (read_prior, examples(PRIOR_COLUMNS)),
    "positions": (read_positions, examples(POSITION_COLUMNS)),
    "births": (read_births, "school_id,year,births\nOAK,2020,44\n"),
    "manifest": (lambda content: read_manifest(content, Tally()), "propertyName,value\noneroster.version,1.1\n"),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("mark", MARKS)
def test_every_reader_of_headings_reads_them_as_they_were_meant(name: str, mark: str) -> None:
    reader, written = READERS[name]
    plain = reader(written.encode())
    for at in range(1, written.partition("\n")[0].count(",") + 1):
        cells = written.split(",")
        marked = ",".join(cells[:at]) + f",{mark}" + ",".join(cells[at:])
        assert reader(marked.encode()) == plain
    assert reader(f"\n{written.replace(',', f',{mark}', 1)}".encode("utf-8-sig")) == reader(f"\n{written}".encode())


def test_a_column_in_front_leaves_the_mark_in_the_middle() -> None:
    """What a spreadsheet or a script does that puts a column before a file saved with its mark."""
    file = 'notes,\ufeff"school_id",amount\nnew,OAK,1000\n'
    budgets, problems = read_prior(file.encode("utf-8-sig"))
    assert [problem.value or problem.column for problem in problems if "school_id" in problem.says()] == []
    plain = read_prior(b"notes,school_id,amount\nnew,OAK,1000\n")
    assert (budgets, problems) == plain


def test_a_workbook_is_read_the_same_way() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["code", "\ufeffname", "salary\u200b", "\u00adsource"])
    book.active.append(["PRIN", "Principal", 100, "Payroll"])
    book.save(out)
    assert read_positions(out.getvalue(), "p.xlsx").positions == (
        Position("PRIN", "Principal", 100_00, source="Payroll"),
    )


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_file_of_the_district_is_read_the_same_way(tmp_path: Path, table: str) -> None:
    names = [column.name for column in TABLES[table].columns]
    found = []
    for between in (",", ",\ufeff"):
        tally, path = Tally(), tmp_path / f"{table}.csv"
        path.write_text(between.join(names) + "\n" + ",".join("x" for _ in names) + "\n")
        list(read_table(path, table, tally))
        found.append([(problem.rule.code, problem.column, problem.row) for problem in tally.problems])
    assert found[0] == found[1]


def test_what_stands_in_rows_is_left_as_it_is() -> None:
    assert without_marks("a b é") == "a b é"
    grants, _problems = read_grants("school_id,source,amount\nS\u00ad1,title_i,100\n".encode())
    assert [grant.school_id for grant in grants or ()] == ["S\u00ad1"]


def test_no_reader_of_csv_goes_past_the_shared_place() -> None:
    """`csv.reader` is called where headings are made plain, and where lines are split: nowhere else in formats."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src/throughline/formats").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("reader", "DictReader")
    }
    assert found == {f"src/throughline/formats/{name}.py" for name in ("csv/splitting", "formula/schools_rows")}
