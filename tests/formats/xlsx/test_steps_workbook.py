"""The workbook of a formula in steps recomputes to the engine's cents in a program that is not ours."""

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.engines.funding.steps.test_library_runs import schools_for
from tests.engines.funding.steps.test_steps import CENTS, HEAD, pay, step
from tests.formats.xlsx.test_budget_workbook import cents, recomputed

from throughline.engines.funding.steps import Cell, SchoolColumns, StepsAllocation, allocate_steps
from throughline.formats.formula import load_steps, steps_formula, steps_library
from throughline.formats.xlsx import write_steps_workbook

TRANSITION = steps_formula("held-harmless-phase-in")


def written(folder: Path, result: StepsAllocation) -> Path:
    file = folder / "book.xlsx"
    write_steps_workbook(file, result)
    return file


def totals(values: dict[str, object], result: StepsAllocation) -> dict[str, int]:
    """Each school's total as recomputed: the last column of the sheet of all schools."""
    column = chr(ord("D") + len(result.components))
    ids = sorted(result.schools.school_ids)
    return {school_id: cents(values[f"ALL SCHOOLS!{column}{row}"]) for row, school_id in enumerate(ids, start=2)}


def expected(result: StepsAllocation) -> dict[str, int]:
    return dict(zip(result.schools.school_ids, result.totals_cents, strict=True))


def run(steps: str, rows: dict[str, tuple[int, int, int]], general: int = 0) -> StepsAllocation:
    """Rows by school: students, in poverty, last year."""
    figures = zip(*rows.values(), strict=True)
    columns: dict[str, list[Cell]] = {
        key: [Fraction(cell) for cell in cells] for key, cells in zip(("n", "poor", "last"), figures, strict=True)
    }
    levels = tuple("x" if at % 2 else "y" for at in range(len(rows)))
    schools = SchoolColumns(tuple(rows), levels, columns, revenues_cents={"general": general * 100})
    return allocate_steps(load_steps((HEAD + steps).encode()), schools)


ROWS = {"c": (101, 61, 9_000), "a": (333, 60, 40_000), "b": (512, 7, 51_200), "d": (0, 0, 0), "e": (97, 61, 16_000)}
KINDS = {
    "functions": "".join(
        pay(f"p{at}", calculation)
        for at, calculation in enumerate(
            [
                "tiers(poor, slices)",
                "poor * ramp(ratio(poor, n), slope)",
                "step(n, teachers) * highest(n) * rate / 7",
                "rank(ratio(poor, n), level) * lowest(n + poor) * rate / 3",
                "clip(n * rate, lowest(last, level), highest(last) / 2) + total(poor * 2, level) * rate / 9",
                "average(n, poor) * rate if n > 100 and not poor > 60 else highest(n, level) * rate",
            ]
        )
    ),
    "pool": step("s", "share pool", pool='"general"', by='"poor"', from_='"general"', round=CENTS),
    "pool by fractions": step(
        "s", "share pool", pool='"general"', by='"ratio(poor, n)"', from_='"general"', round=CENTS
    ),
    "pool in dollars": step(
        "s", "share pool", pool='"general"', by='"n + poor * 0.25"', from_='"general"', where='"n > 0"',
        round='{ mode = "half-up", places = 0 }',
    ),
    "closing": pay("p", "n * rate / 7", round='{ mode = "half-up", places = 2, closing = "largest remainder" }'),
    "half even": pay("p", "n * rate / 8", round='{ mode = "half-even", places = 1 }'),
    "ranking": step(
        "r", "rank and serve", share='"ratio(poor, n)"', count='"poor"', pool='"general"', eligible='"poor > 0"',
        rate='"rate * 1.5"', first_above='"0.6"', span='"level"', from_='"general"', round=CENTS,
    ),
    "ranking evenly": step(
        "r", "rank and serve", share='"ratio(poor, n)"', count='"poor"', pool='"general"',
        eligible='"ratio(poor, n) > 0.1"', from_='"general"', round=CENTS,
    ),
    "gainers": pay("p", "n * rate")
    + step("t", "top up", to='"last"', paid='"gainers"', most_given='"paid * 0.05"', from_='"general"', round=CENTS),
    "reserve": pay("p", "n * rate")
    + step(
        "t", "top up", to='"last"', most='"6000"', paid='"reserve"', reserve='"7000"', from_='"general"', round=CENTS
    ),
    "limits": step("f", "calculate", is_='"n * rate"', unit='"dollars"')
    + step("k", "limit", of='"f"', low='"last * 0.9"', high='"last * 1.2"', keep_total="true")
    + pay("p", "k"),
    "held and off": step("h", "hold", is_='"general * 0.013"', from_='"general"')
    + pay("q", "n * rate", when='"general > 99999999"')
    + step("s", "share pool", pool='"general - h"', by='"n"', from_='"general"', round=CENTS),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_step_recomputes_to_the_cent(tmp_path: Path, kind: str) -> None:
    result = run(KINDS[kind], ROWS, general=12_345)
    assert totals(recomputed(written(tmp_path, result)), result) == expected(result)


CHANGED = {"a": (333, 50, 40_000), "c": (120, 61, 9_000), "e": (97, 30, 16_000)}


@pytest.mark.parametrize("kind", ["pool", "gainers", "ranking"])
def test_a_changed_count_is_followed_as_the_engine_would(tmp_path: Path, kind: str) -> None:
    result = run(KINDS[kind], ROWS, general=12_345)
    file = written(tmp_path, result)
    changed = load_workbook(file)
    changed["Schools"]["E2"] = 50  # the poor of school a, the first by id
    changed["Schools"]["D4"] = 120  # the students of c
    changed["Schools"]["E6"] = 30  # the poor of e
    changed.save(file)
    again = run(KINDS[kind], ROWS | CHANGED, general=12_345)
    assert totals(recomputed(file), again) == expected(again) != expected(result)


LIBRARY = [d for d in steps_library() if d.key != "title-one-within-district"]


@pytest.mark.parametrize("document", LIBRARY, ids=lambda document: document.key)
def test_the_librarys_formulas_recompute(tmp_path: Path, document: object) -> None:
    formula = document.formula  # type: ignore[attr-defined]  # pytest does not say what it hands in
    result = allocate_steps(formula, schools_for(formula))
    values = recomputed(written(tmp_path, result))
    assert totals(values, result) == expected(result)
    stored = load_workbook(tmp_path / "book.xlsx", data_only=True)
    column = len(result.components) + 4
    assert [cents(stored["All schools"].cell(row, column).value) for row in range(2, 6)] == list(result.totals_cents)


def test_each_school_has_a_sheet_that_ends_in_its_total(tmp_path: Path) -> None:
    schools = replace(schools_for(TRANSITION), school_names=("Oak", "=Elm", "Oak", "Ash"))
    result = allocate_steps(TRANSITION, schools)
    file = written(tmp_path, result)
    book = load_workbook(file)
    assert book.sheetnames[-4:] == ["Oak", "=Elm", "Oak (2)", "Ash"]
    assert all(sheet.protection.sheet for sheet in book)
    assert not book["Schools"]["D2"].protection.locked
    values = recomputed(file)
    last = book["Oak"].max_row
    assert cents(values[f"OAK!C{last}"]) == result.totals_cents[0]


def test_the_same_result_gives_the_same_bytes() -> None:
    result = run(KINDS["pool"], ROWS, general=1_000)
    books = [io.BytesIO(), io.BytesIO()]
    for book in books:
        write_steps_workbook(book, result)
    assert books[0].getvalue() == books[1].getvalue()
