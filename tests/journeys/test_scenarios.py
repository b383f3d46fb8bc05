"""The finance office tries a budget, holds schools harmless over three years, compares, and adopts it as two people."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.journeys.figures import cents_in, recomputed_dollars
from tests.journeys.walking import DESK, PHONE, Screen, Walker

from throughline.formats.caps import read_caps


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_scenarios_can_be_read_in_both_languages(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    for language in ("en", "es"):
        walk.as_("priya.raman", "en" if language == "en" else "es")
        for path, name in (
            ("/scenarios/", "scenarios"),
            ("/scenarios/2/", "scenario"),
            ("/scenarios/compare/?s=1&s=2", "scenarios-compared"),
            ("/formulas/1/", "formula-in-steps"),
            ("/formulas/1/decide/", "formula-figures"),
        ):
            walk.goto(path)
            walk.look_at(f"{name}-{language}")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_need_is_added_to_a_matrix_with_what_follows_in_sight(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("priya.raman")
    walk.goto("/formulas/")
    walk.page.locator("main tbody").get_by_role("link", name="Example formula by level and need").click()
    walk.page.get_by_role("link", name="Change figures").click()
    page = walk.page
    page.get_by_label("Special education, High school, for each student").fill("9000")
    expect(page.locator(".said")).to_contain_text("schools gain")
    expect(page.locator(".said")).to_be_in_viewport()
    walk.look_at("matrix-figures")
    page.locator("summary", has_text="Needs and levels").click()
    page.get_by_label("Add a need").select_option(label="Gifted")
    walk.press("Add this need")
    expect(page.locator("#figures ~ .notice")).to_contain_text("Added: Gifted")
    expect(page.get_by_label("Special education, High school, for each student")).to_have_value("9000")
    expect(page.get_by_label("Gifted, High school, for each student")).to_have_value("0")
    walk.look_at("matrix-figures-need-added")
    path = urlsplit(page.url).path
    walk.as_("priya.raman", "es")
    walk.goto(path)
    walk.look_at("matrix-figures-es")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_line_is_fitted_through_ten_schools_today_and_under_the_scenario(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("priya.raman")
    walk.goto("/scenarios/1/")
    main = walk.page.locator("main")
    for name in ("Today: dollars per student against need", "Under this scenario"):
        expect(main.locator("figcaption", has_text=name)).to_be_visible()
    assert main.get_by_text("Fitted line").count() == 2
    expect(main).to_contain_text("A school where every student has this need would have")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_sources_of_last_years_books_are_matched_to_todays(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("priya.raman")
    walk.goto("/prior-budgets/2026/sources/")
    walk.look_at("earlier-sources")
    for name, source in (
        ("Aid from the State, general", "State aid"),
        ("Levy on property", "Property tax levy"),
        ("Title 1 Part A (federal)", "Title I, Part A"),
        ("Technology bond of 2019", "None of these sources"),
    ):
        chosen = walk.page.get_by_label(name).locator("option:checked")
        assert chosen.inner_text() == source, "as is suggested; on the second screen as it was kept"
    walk.press("Keep the matches")
    walk.goto("/budgets/")
    walk.page.locator("main tbody a[href*='/schools/']").first.click()
    walk.page.get_by_role("link", name="Explain it on one page").click()
    expect(walk.page.locator("main")).to_contain_text("Technology bond of 2019")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_earlier_budgets_come_from_a_file_and_everything_stands_beside_them(
    walk: Walker, tmp_path: Path, screen: Screen
) -> None:
    walk.start(screen)
    walk.as_("priya.raman")
    walk.goto("/prior-budgets/2026/")
    walk.look_at("earlier-budgets")
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name="Budgets, as a file").click()
    file = tmp_path / "budgets.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join([lines[0], *(line.replace(".00", ".0O") for line in lines[1:])]), encoding="utf-8")
    _bring_in(walk, wrong)
    expect(walk.page.locator("main")).to_contain_text("nothing was kept")
    walk.look_at("earlier-budgets-refused")
    _bring_in(walk, file)
    expect(walk.page.locator("main")).to_contain_text("Nothing is kept yet.")
    walk.look_at("earlier-budgets-preview")
    walk.press("Keep them")
    expect(walk.page.locator("main")).to_contain_text("Kept for 10 schools.")

    walk.goto("/scenarios/new/?formula=1")
    walk.page.get_by_label("Name of the scenario").fill(f"From last year, on the {screen.name}")
    walk.page.get_by_label("The budget it is compared with").select_option(label="Budgets of 2025-26, as they are kept")
    walk.page.get_by_label("What “Unrestricted funds” brings, in dollars").fill("9600000")
    walk.press("Start")
    expect(walk.page.locator("main")).to_contain_text("The current budget is that of 2025-26")
    walk.look_at("scenario-beside")
    walk.goto("/budgets/")
    expect(walk.page.locator("main")).to_contain_text("Beside earlier budgets")
    walk.look_at("budgets-beside")
    walk.page.locator("main tbody a").first.click()
    expect(walk.page.locator("main")).to_contain_text("its budget of 2025-26")
    walk.look_at("budget-beside")


def _bring_in(walk: Walker, file: Path) -> None:
    walk.goto("/prior-budgets/2026/bring-in/")
    walk.page.locator("main input[type=file]").set_input_files(file)
    walk.press("Look at it")


def test_finance_tries_holds_harmless_phases_in_compares_and_two_people_adopt(walk: Walker, tmp_path: Path) -> None:
    walk.as_("priya.raman")
    walk.goto("/scenarios/new/?formula=1")
    walk.look_at("scenario-new")
    walk.page.get_by_label("Name of the scenario").fill("A pool by need")
    walk.page.get_by_label("What “Unrestricted funds” brings, in dollars").fill("9600000")
    walk.press("Start")
    first = walk.page.url
    expect(walk.page.locator("#consequence")).to_contain_text("All schools")
    before = walk.page.locator("#consequence").inner_text()
    walk.page.get_by_label("Keep at least this much of the current budget").fill("98")
    walk.page.get_by_label("Phase in over this many years").fill("3")
    expect(walk.page.locator("#consequence")).to_contain_text("Year by year")
    assert walk.page.locator("#consequence").inner_text() != before
    walk.picture("first-scenario", whole=False)
    walk.look_at("scenario-tried")
    walk.press("Keep these decisions")
    expect(walk.page.locator("#consequence")).to_contain_text("Year by year")
    walk.page.get_by_label("Name of the branch").fill("The same, paid by the district")
    walk.press("Branch from here")
    walk.page.get_by_label("Who pays to hold schools harmless").select_option("open")
    walk.press("Keep these decisions")
    second = walk.page.url
    walk.goto(f"/scenarios/compare/?s={first.rstrip('/').split('/')[-1]}&s={second.rstrip('/').split('/')[-1]}")
    walk.look_at("scenarios-mine-compared")
    walk.goto(second)
    walk.press("Lock")
    walk.page.get_by_label("Explanation for the public").fill("More for schools with more need, step by step.")
    walk.page.get_by_label("The same in Spanish").fill("Más para las escuelas con más necesidad, paso a paso.")
    walk.press("Propose for adoption")
    expect(walk.page.locator("main")).to_contain_text("You proposed this.")
    walk.look_at("scenario-proposed")
    walk.as_("elena.marchetti")
    walk.goto(second)
    total = cents_in(walk.page.locator("main table", has_text="This scenario").locator("tfoot td").nth(1).inner_text())
    walk.press("Adopt")
    walk.look_at("scenario-adopted")
    assert cents_in(walk.page.locator("header.head .lead").inner_text()) == total
    with walk.page.expect_download() as download:
        walk.page.locator("main a[href$='/workbook/']").click()
    file = tmp_path / "workbook.xlsx"
    download.value.save_as(file)
    assert total / 100 in recomputed_dollars(file), "a spreadsheet program comes to the scenario's total"
    budgets = walk.page.url
    walk.page.get_by_role("link", name="Caps for planning").click()
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name="As JSON").click()
    file = tmp_path / "caps.json"
    download.value.save_as(file)
    assert read_caps(file.read_bytes()).formula_cents == total, "planning takes over what was adopted"
    walk.look_at("caps")
    walk.goto(budgets)
    walk.goto(walk.page.locator("main tbody a[href*='/schools/']").first.get_attribute("href") or "")
    walk.look_at("school-adopted")
    expect(walk.page.locator("main")).to_contain_text("In words")
    walk.page.get_by_role("link", name="Explain it on one page").click()
    expect(walk.page.locator("main")).to_contain_text("More for schools with more need, step by step.")
    walk.look_at("school-explained")
    walk.page.get_by_role("link", name="What was decided, and what follows").click()
    adopted = walk.page.url
    expect(walk.page.locator("main")).to_contain_text("The formula comes in over 3 years")
    walk.as_("elena.marchetti", "es")
    walk.goto(adopted)
    expect(walk.page.locator("main p[lang=es]")).to_contain_text(
        "Más para las escuelas con más necesidad, paso a paso."
    )
    walk.look_at("adopted-es")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_finance_meets_money_that_may_only_add_reads_why_and_mends_it(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("priya.raman")
    walk.goto("/scenarios/")
    walk.page.get_by_role("link", name="Title I in the formula", exact=True).click()
    main, stands = walk.page.locator("main"), "Money that may only add would take the place of the district's own"
    expect(main).to_contain_text(stands)
    for told in ("Cedar Hollow", "“Title I, Part A”", "Minimum to operate", "section 1118(b)"):
        expect(main).to_contain_text(told)
    expect(main).to_contain_text(re.compile(r"would have \d{1,3},\d{3}\.\d\d dollars less of state and local money"))
    walk.look_at("only-adds-refused")
    walk.page.get_by_label("Name of the branch").fill(f"Without it in the minimum, on the {screen.name}")
    walk.press("Branch from here")
    walk.page.get_by_label("Minimum to operate a school").fill("")
    expect(walk.page.locator("#consequence")).not_to_contain_text(stands)
    walk.press("Keep these decisions")
    expect(main).not_to_contain_text(stands)
    walk.press("Lock")
    walk.page.get_by_label("Explanation for the public").fill("Title I comes on top of what every school has.")
    walk.page.get_by_label("The same in Spanish").fill("El Título I se suma a lo que tiene cada escuela.")
    walk.press("Propose for adoption")
    expect(main).to_contain_text("You proposed this.")
    walk.look_at("only-adds-mended")
