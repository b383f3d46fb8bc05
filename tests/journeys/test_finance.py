"""The finance officer reads every school's budget, opens one, follows a figure to its count, and takes the workbook."""

import re
from pathlib import Path

import formulas
import openpyxl
import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Language, Screen, Walker


def _cents(text: str) -> int:
    """Cents from the first amount of dollars in a text, whichever way the language groups it."""
    found = re.search(r"\$?\s?(\d{1,3}(?:[.,\s]\d{3})*)[.,](\d{2})", text.replace("\u00a0", " "))
    assert found, text
    return int(re.sub(r"\D", "", found[1]) + found[2])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_finance_reads_a_budget_to_the_cent(walk: Walker, screen: Screen, language: Language) -> None:
    walk.start(screen, language=language)
    walk.as_("priya.raman", language)
    walk.look_at("today-finance", keep=language == "en")
    walk.goto("/budgets/")
    walk.look_at("school-budgets", keep=language == "en")
    schools = walk.page.locator("main tbody a[href*='/schools/']")
    assert schools.count() == 8
    walk.goto(schools.first.get_attribute("href") or "")
    walk.look_at("school-budget", keep=language == "en")
    ledger = walk.page.locator(".ledger").first
    amounts = [_cents(text) for text in ledger.locator("tbody tr td:last-child").all_inner_texts()]
    assert len(amounts) == 5
    total = _cents(walk.page.locator("header.head .lead").inner_text())
    assert sum(amounts) == total, "the lines add up to the budget, to the cent"


def test_finance_sees_the_number_but_not_the_children_behind_it(walk: Walker) -> None:
    walk.as_("priya.raman")
    walk.goto("/budgets/")
    walk.goto(walk.page.locator("main tbody a[href*='/schools/']").first.get_attribute("href") or "")
    walk.page.locator("main a[href*='/counts/']").nth(1).click()
    walk.look_at("count-number-only")
    assert walk.page.locator("main a[href*='/students/']").count() == 0


def test_the_principal_sees_who_is_counted_and_why(walk: Walker) -> None:
    walk.as_("thomas.obrien-diaz")
    walk.goto("/budgets/")
    own = walk.page.locator("main a[href*='/schools/']")
    walk.goto(own.first.get_attribute("href") or walk.page.url)
    walk.page.locator("main a[href*='/counts/']").nth(1).click()
    walk.look_at("count")
    assert walk.page.locator("main tbody tr").count() > 5


def test_the_workbook_recomputes_to_the_same_cents(walk: Walker, tmp_path: Path) -> None:
    walk.as_("priya.raman")
    walk.goto("/budgets/")
    walk.goto(walk.page.locator("main tbody a[href*='/schools/']").first.get_attribute("href") or "")
    total = _cents(walk.page.locator("header.head .lead").inner_text())
    with walk.page.expect_download() as download:
        walk.page.locator("main a[href$='/workbook/']").click()
    file = tmp_path / "workbook.xlsx"
    download.value.save_as(file)
    amounts = _recomputed_dollars(file)
    assert total / 100 in amounts, "a spreadsheet program comes to the page's total"


def _recomputed_dollars(file: Path) -> set[float]:
    """Every number a spreadsheet program comes to in the workbook, rounded to the cent, from formulas alone."""
    n_formulas = sum(
        str(cell.value).startswith("=")
        for sheet in openpyxl.load_workbook(file)
        for row in sheet.iter_rows()
        for cell in row
    )
    assert n_formulas > 5
    solution = formulas.ExcelModel().loads(str(file)).finish().calculate()
    values = (value for found in solution.values() if hasattr(found, "value") for value in found.value.flat)
    return {round(float(value), 2) for value in values if isinstance(value, int | float)}


def test_finance_counts_again_and_is_told_when_nothing_changed(walk: Walker) -> None:
    walk.as_("priya.raman")
    walk.goto("/budgets/new/")
    walk.look_at("count-again")
    walk.page.locator("main form button[type=submit], main form button:not([type])").last.click()
    walk.page.wait_for_load_state()
    expect(walk.page.locator("main")).to_be_visible()
    walk.look_at("counted-again")
    assert "/budgets" in walk.page.url


def test_formulas_and_schools_can_be_read(walk: Walker) -> None:
    for screen in (DESK, PHONE):
        walk.start(screen)
        walk.as_("priya.raman")
        for path, name in (("/formulas/", "formulas"), ("/formulas/1/", "formula"), ("/schools/", "schools")):
            walk.goto(path)
            walk.look_at(name)
