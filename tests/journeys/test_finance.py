"""The finance officer reads every school's budget, opens one, follows a figure to its count, and takes the workbook."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.figures import cents_in, recomputed_dollars
from tests.journeys.walking import DESK, PHONE, Language, Screen, Walker


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_finance_reads_a_budget_to_the_cent(walk: Walker, screen: Screen, language: Language) -> None:
    walk.start(screen, language=language)
    walk.as_("priya.raman", language)
    walk.look_at("today-finance", keep=language == "en")
    walk.goto("/budgets/")
    walk.look_at("school-budgets", keep=language == "en")
    schools = walk.page.locator("main .table").first.locator("tbody a[href*='/schools/']")
    assert schools.count() == 10
    walk.goto(schools.first.get_attribute("href") or "")
    walk.look_at("school-budget", keep=language == "en")
    ledger = walk.page.locator(".ledger").first
    amounts = [cents_in(text) for text in ledger.locator("tbody tr td:last-child").all_inner_texts()]
    assert len(amounts) == 5
    total = cents_in(walk.page.locator("header.head .lead").inner_text())
    assert sum(amounts) == total, "the lines add up to the budget, to the cent"


def test_finance_sees_the_number_but_not_the_children_behind_it(walk: Walker) -> None:
    walk.as_("priya.raman")
    walk.goto("/budgets/")
    walk.goto(
        walk.page.locator("main .table").first.locator("tbody a[href*='/schools/']").first.get_attribute("href") or ""
    )
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


def test_the_workbook_recomputes_to_the_samecents_in(walk: Walker, tmp_path: Path) -> None:
    walk.as_("priya.raman")
    walk.goto("/budgets/")
    walk.goto(
        walk.page.locator("main .table").first.locator("tbody a[href*='/schools/']").first.get_attribute("href") or ""
    )
    total = cents_in(walk.page.locator("header.head .lead").inner_text())
    with walk.page.expect_download() as download:
        walk.page.locator("main a[href$='/workbook/']").click()
    file = tmp_path / "workbook.xlsx"
    download.value.save_as(file)
    amounts = recomputed_dollars(file)
    assert total / 100 in amounts, "a spreadsheet program comes to the page's total"


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
