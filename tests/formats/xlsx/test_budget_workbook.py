"""The workbook recomputes to the engine's cents, in programs that are not ours, and follows a changed count."""

import io
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from throughline.engines.funding import Allocation, Formula, SchoolCounts, allocate
from throughline.formats.formula import library_formula
from throughline.formats.xlsx import budget, write_budget_workbook

FORMULA = library_formula("illustrative-level-by-need")
NAMES = ("Oak Elementary", "=Elm & Co.", "O'Neil: a/b", "oak elementary", "Rates", "Ñandú " * 9)
LEVELS = ("elementary", "middle", "high", "high", "elementary", "middle")


def make_result(formula: Formula = FORMULA, names: Sequence[str] = NAMES) -> Allocation:
    n_schools = len(names)
    columns = {
        need.counts: [(7 * school + 13 * at) * 11 % 97 + 100 // (at + 1) for school in range(n_schools)]
        for at, need in enumerate(formula.needs)
    }
    for column in columns.values():
        column[2] = 0  # a school without students
    ids = [f"S{number}" for number in range(n_schools)]
    levels = [LEVELS[number % len(LEVELS)] for number in range(n_schools)]
    return allocate(formula, SchoolCounts.of(ids, levels, columns, school_names=names))


def written(path: Path, result: Allocation, **options: object) -> Path:
    file = path / "book.xlsx"
    write_budget_workbook(file, result, **options)  # type: ignore[arg-type]  # passed through as they are
    return file


def recomputed(file: Path) -> dict[str, object]:
    """Every cell as the `formulas` library works it out, by `SHEET!CELL` in capitals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's own, about its dependencies
        import formulas

        solved = formulas.ExcelModel().loads(str(file)).finish().calculate()
    values = {}
    for name, cell in solved.items():
        if "]" in name and ":" not in name.split("!")[-1]:
            sheet, place = name.split("]", 1)[1].rsplit("!", 1)
            values[f"{sheet.strip(chr(39)).replace(chr(39) * 2, chr(39))}!{place}"] = cell.value[0, 0]
    return values


def cents(value: object) -> int:
    return round(float(str(value)) * 100)


def check_against(result: Allocation, values: dict[str, object], sheets: Sequence[str]) -> None:
    n_needs = len(result.formula.needs)
    for position, school in enumerate(result.school_at(at) for at in range(result.n_schools)):
        row = position + 2
        amounts = [cents(values[f"ALL SCHOOLS!{chr(ord('E') + at)}{row}"]) for at in range(n_needs)]
        assert amounts == [line.amount_cents for line in school.lines]
        assert cents(values[f"ALL SCHOOLS!{chr(ord('E') + n_needs)}{row}"]) == school.total_cents
        each = values[f"ALL SCHOOLS!{chr(ord('F') + n_needs)}{row}"]
        assert (None if each == "" else cents(each)) == school.per_pupil_cents
        own = [cents(values[f"{sheets[position].upper()}!E{8 + at}"]) for at in range(n_needs + 1)]
        assert own == [*amounts, school.total_cents]
        assert cents(values[f"{sheets[position].upper()}!E{10 + n_needs}"]) == 0  # nothing tried, no difference
    total = values[f"ALL SCHOOLS!{chr(ord('E') + n_needs)}{result.n_schools + 2}"]
    assert cents(total) == result.district_cents


SHEETS = ("Oak Elementary", "=Elm & Co.", "O’Neil a b", "oak elementary (2)", "Rates (2)")


@pytest.fixture(scope="module")
def result() -> Allocation:
    return make_result()


@pytest.fixture
def book(tmp_path: Path, result: Allocation) -> Workbook:
    return load_workbook(written(tmp_path, result))


def test_another_program_recomputes_every_cell_to_the_same_cents(tmp_path: Path, result: Allocation) -> None:
    file = written(tmp_path, result)
    sheets = load_workbook(file, read_only=True).sheetnames[4:]
    check_against(result, recomputed(file), sheets)


def test_what_is_stored_is_what_is_computed_so_that_a_viewer_shows_it(tmp_path: Path, result: Allocation) -> None:
    file = written(tmp_path, result)
    stored = load_workbook(file, data_only=True)
    values = {
        f"{sheet.title.upper()}!{cell.coordinate}": "" if cell.value is None else cell.value
        for sheet in stored
        for row in sheet.iter_rows()
        for cell in row
    }
    check_against(result, values, stored.sheetnames[4:])


def test_libreoffice_recomputes_every_cell_to_the_same_cents(tmp_path: Path, result: Allocation) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed here")
    file = written(tmp_path, result)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path / "a"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    back = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "b"), str(tmp_path / "a" / "book.ods")]
    subprocess.run([office, profile, "--headless", *back], check=True, capture_output=True, timeout=180)
    stored = load_workbook(tmp_path / "b" / "book.xlsx", data_only=True)
    values = {
        f"{sheet.title.upper()}!{cell.coordinate}": "" if cell.value is None else cell.value
        for sheet in stored
        for row in sheet.iter_rows()
        for cell in row
    }
    check_against(result, values, stored.sheetnames[4:])


def test_a_changed_count_changes_every_sum_that_uses_it(tmp_path: Path, result: Allocation) -> None:
    file = written(tmp_path, result)
    changed = load_workbook(file)
    changed["Counts"]["D2"] = int(result.counts[0, 0]) + 1
    changed.save(file)
    values = recomputed(file)
    more = result.formula.rates_cents[0][0]
    assert cents(values["ALL SCHOOLS!J2"]) == result.totals_cents[0] + more
    assert cents(values["OAK ELEMENTARY!E13"]) == result.totals_cents[0] + more
    assert cents(values["ALL SCHOOLS!J8"]) == result.district_cents + more


def test_a_number_tried_on_a_schools_sheet_shows_the_difference_and_changes_nothing_else(
    tmp_path: Path, result: Allocation
) -> None:
    file = written(tmp_path, result)
    changed = load_workbook(file)
    changed["Oak Elementary"]["C9"] = int(result.counts[0, 1]) + 2
    changed.save(file)
    values = recomputed(file)
    assert cents(values["OAK ELEMENTARY!E15"]) == 2 * result.formula.rates_cents[0][1]
    assert cents(values["ALL SCHOOLS!J8"]) == result.district_cents


def test_trying_zero_students_is_zero_and_not_nothing(tmp_path: Path, result: Allocation) -> None:
    file = written(tmp_path, result)
    changed = load_workbook(file)
    changed["Oak Elementary"]["C9"] = 0
    changed.save(file)
    assert cents(recomputed(file)["OAK ELEMENTARY!E9"]) == 0


def test_sheets_are_named_as_a_spreadsheet_allows(book: Workbook) -> None:
    assert tuple(book.sheetnames[:4]) == ("How it works", "Rates", "Counts", "All schools")
    assert tuple(book.sheetnames[4:9]) == SHEETS
    assert len(book.sheetnames[9]) <= 31


def test_names_are_text_and_never_run(book: Workbook) -> None:
    for sheet, place in (("All schools", "B3"), ("Counts", "B3"), ("=Elm & Co.", "A1")):
        cell = book[sheet][place]
        assert (cell.value, cell.data_type) == ("=Elm & Co.", "s")
    assert book["Counts"]["B3"].quotePrefix


def test_only_counts_can_be_changed_and_no_password_stands_in_the_way(book: Workbook, result: Allocation) -> None:
    counts = book["Counts"]
    assert all(sheet.protection.sheet for sheet in book)
    assert all(not sheet.protection.password for sheet in book)
    assert not counts["D2"].protection.locked
    assert counts["A2"].protection.locked
    assert book["Rates"]["C2"].protection.locked
    school = book["Oak Elementary"]
    assert not school["C8"].protection.locked
    assert school["E8"].protection.locked


def test_sheets_can_be_read_by_everyone_and_printed(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in ("Rates", "Counts", "All schools"):
        assert book[name].freeze_panes == "C2"
        assert book[name].print_title_rows == "$1:$1"


def test_the_first_sheet_says_where_the_figures_come_from(book: Workbook, result: Allocation) -> None:
    told = {row[0].value: row[1].value for row in book["How it works"].iter_rows(min_row=3)}
    assert told["Formula digest"] == result.formula.digest
    assert told["Result digest"] == result.digest
    assert told["Illustrative"] == "These figures are an example. No district has adopted them."
    assert told["Source"].startswith("Invented for the example district")


def test_there_is_nothing_in_it_that_runs_or_calls_out(tmp_path: Path, result: Allocation) -> None:
    with zipfile.ZipFile(written(tmp_path, result)) as archive:
        names = archive.namelist()
        assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
        for name in names:
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(name)


def test_the_same_result_gives_the_same_bytes(result: Allocation) -> None:
    books = []
    for _ in range(2):
        books.append(io.BytesIO())
        write_budget_workbook(books[-1], result)
    assert books[0].getvalue() == books[1].getvalue()


def test_a_workbook_for_one_school_holds_no_other(tmp_path: Path, result: Allocation) -> None:
    file = written(tmp_path, result, school_ids=["S1"], title="Budget of =Elm & Co.")
    assert load_workbook(file, read_only=True).sheetnames[4:] == ["=Elm & Co."]
    with zipfile.ZipFile(file) as archive:
        assert not any(b"Oak" in archive.read(name) for name in archive.namelist())
    values = recomputed(file)
    assert cents(values["ALL SCHOOLS!J2"]) == cents(values["ALL SCHOOLS!J3"]) == result.school("S1").total_cents
    with pytest.raises(KeyError):
        write_budget_workbook(io.BytesIO(), result, school_ids=["nobody"])


def test_many_schools_share_a_sheet_that_finds_any_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_SCHOOL_SHEETS", 3)
    result = make_result()
    file = written(tmp_path, result)
    book = load_workbook(file)
    assert book.sheetnames[4:] == ["One school"]
    book["One school"]["B2"] = "S4"
    book.save(file)
    school, values = result.school("S4"), recomputed(file)
    assert [cents(values[f"ONE SCHOOL!E{8 + at}"]) for at in range(6)] == [
        *(line.amount_cents for line in school.lines),
        school.total_cents,
    ]


def test_words_and_sheets_come_in_the_language_asked_for(tmp_path: Path, result: Allocation) -> None:
    spanish = {"Rates": "Tarifas", "Counts": "Recuentos", "All schools": "Todas las escuelas", "Total": "Total (es)"}
    file = written(tmp_path, result, language="es", translate=lambda words: spanish.get(words, words))
    book = load_workbook(file)
    assert book.sheetnames[1:4] == ["Tarifas", "Recuentos", "Todas las escuelas"]
    assert book["Tarifas"]["B2"].value == "Escuelas primarias"
    values = recomputed(file)
    assert cents(values["TODAS LAS ESCUELAS!J8"]) == result.district_cents


def test_a_formula_without_a_line_for_all_students_has_no_dollars_per_student(tmp_path: Path) -> None:
    rates = tuple(row[1:] for row in FORMULA.rates_cents)
    result = make_result(replace(FORMULA, needs=FORMULA.needs[1:], rates_cents=rates), NAMES[:3])
    values = recomputed(written(tmp_path, result))
    assert cents(values["ALL SCHOOLS!I5"]) == result.district_cents
