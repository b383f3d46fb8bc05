"""The workbook that a page offers recomputes, in a program that is not ours, to the cents the page shows."""

import warnings
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook

from throughline.engines.funding.revenues import Grant, Revenue
from throughline.formats.counts import FiledCounts
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.models import FiledCount, SchoolBudget
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.students.api import need_categories

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def recomputed(file: Path) -> dict[str, object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's own, about its dependencies
        import formulas

        solved = formulas.ExcelModel().loads(str(file)).finish().calculate()
    found = {}
    for name, cell in solved.items():
        if "]" in name and ":" not in name.split("!")[-1]:
            sheet, place = name.split("]", 1)[1].rsplit("!", 1)
            found[f"{sheet.strip(chr(39))}!{place}"] = cell.value[0, 0]
    return found


def cents(value: object) -> int:
    return round(float(str(value)) * 100)


def test_the_districts_workbook_recomputes_to_the_page(district: Any, sign_in: Any, tmp_path: Path) -> None:
    response = sign_in(district.finance).get(reverse("funding:run_workbook", args=[1]))
    assert response["Cache-Control"] == "no-store, private"
    file = tmp_path / "book.xlsx"
    file.write_bytes(response.content)
    values = recomputed(file)
    totals = {budget.school_name: budget.total_cents for budget in SchoolBudget.objects.all()}
    sheet = {str(values[f"ALL SCHOOLS!B{row}"]): cents(values[f"ALL SCHOOLS!I{row}"]) for row in (2, 3)}
    assert sheet == totals
    assert cents(values["ALL SCHOOLS!I4"]) == district.run.total_cents


def test_it_says_whose_money_it_is_and_that_students_are_projected(district: Any, sign_in: Any, tmp_path: Path) -> None:
    none = dict.fromkeys(need_categories(), 0)
    rows = [FiledCounts("OAK", none | {"all": 12}), FiledCounts("ELM", none | {"all": 8})]
    day = date(2026, 9, 1)
    funding.bring_in_counts(by=district.finance, at=NOW, on=day, schools=rows)
    FiledCount.objects.update(projection=1)
    state = Revenue("state", "=State aid", "state", False, "unlocked", 200_000_00, pool="general")
    arts = Revenue("arts", "Arts", "private", True, "school_grant", 900_00)
    funds = Funds(2027, (state, arts), (Grant("OAK", "arts", 900_00),))
    run = start_run(
        by=district.finance, at=NOW, formula=district.formula, count_on=day, brought=Brought(funds=funds)
    ).run
    file = tmp_path / "book.xlsx"
    file.write_bytes(sign_in(district.finance).get(reverse("funding:run_workbook", args=[run.number])).content)
    book = load_workbook(file)
    assert "Projected, not counted" in book.sheetnames
    words = {str(cell.value) for row in book["How it works"].iter_rows() for cell in row}
    assert "Projected for September 1, 2026, not counted" in words
    heads = [cell.value for cell in book["Draws on sources"][1]]
    assert heads == ["School", "=State aid", "Budget", "Beside the formula"]
    values = recomputed(file)
    totals = {budget.school_name: budget.total_cents for budget in run.budgets.all()}
    sheet = {str(values[f"DRAWS ON SOURCES!A{row}"]): cents(values[f"DRAWS ON SOURCES!C{row}"]) for row in (2, 3)}
    assert sheet == totals
    assert cents(values["DRAWS ON SOURCES!C4"]) == run.total_cents
    assert cents(values["DRAWS ON SOURCES!D4"]) == 900_00
    mine = load_workbook(
        BytesIO(sign_in(district.leader).get(reverse("funding:run_workbook", args=[run.number])).content)
    )
    assert [row[0].value for row in mine["Draws on sources"].iter_rows()] == ["School", "Oak", "Total"]


def test_a_leaders_workbook_holds_their_school_alone(district: Any, sign_in: Any) -> None:
    client = sign_in(district.leader)
    for name, arguments in (("run_workbook", [1]), ("school_workbook", [1, district.oak.pk])):
        response = client.get(reverse(f"funding:{name}", args=arguments))
        book = load_workbook(BytesIO(response.content))
        words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "Oak" in book.sheetnames
        assert "Elm" not in words | set(book.sheetnames)
    assert client.get(reverse("funding:school_workbook", args=[1, district.elm.pk])).status_code == 403


def test_the_workbook_speaks_the_readers_language(district: Any, sign_in: Any) -> None:
    response = sign_in(district.finance).get(
        reverse("funding:run_workbook", args=[1]), headers={"accept-language": "es"}
    )
    words = {str(cell.value) for row in load_workbook(BytesIO(response.content))["Oak"].iter_rows() for cell in row}
    assert any("Todos los estudiantes" in each for each in words)


def test_the_same_run_gives_the_same_bytes(district: Any, sign_in: Any) -> None:
    client = sign_in(district.finance)
    first, second = (client.get(reverse("funding:run_workbook", args=[1])).content for _ in range(2))
    assert first == second
    assert district.run.count_on == date(2026, 10, 1)
