"""The workbook that a page offers recomputes, in a program that is not ours, to the cents the page shows."""

import warnings
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook

from throughline.rooms.funding.models import SchoolBudget


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
