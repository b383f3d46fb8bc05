"""A finance officer sets a fiscal year up from files, and two people bring it to every school's budget."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.figures import cents_in, recomputed_dollars
from tests.journeys.walking import DESK, PHONE, Language, Screen, Walker

THIS, AHEAD = "2027", "2028"
COUNT_DAY, DECEMBER = "2027-10-01", "2027-12-01"


def go_on(walk: Walker, step: str, words: str) -> None:
    """From the page of the year, go where a step leads."""
    walk.goto(f"/years/{AHEAD}/")
    walk.page.locator(f"#{step}").get_by_role("link", name=words, exact=True).click()
    walk.page.wait_for_load_state()


def bring_in(walk: Walker, file: Path, keep: str) -> None:
    """Look at a file, then keep it."""
    walk.page.locator("main input[type=file]").first.set_input_files(file)
    walk.press("Look at it")
    expect(walk.page.locator("main")).to_contain_text("Nothing is kept yet.")
    walk.press(keep)


def test_finance_sets_up_a_year_from_files_and_two_people_adopt_it(walk: Walker, tmp_path: Path) -> None:
    walk.as_("priya.raman")
    walk.page.get_by_role("link", name="Set up a year").first.click()
    walk.page.get_by_role("link", name="2027-28", exact=True).click()
    expect(walk.page.locator("header.head")).to_contain_text("Next: Revenues.")
    walk.look_at("year-begun")
    _bring_in_counts(walk, tmp_path)
    _bring_in_days(walk, tmp_path)
    _bring_in_dollars(walk, tmp_path)
    _look_at_staff(walk)

    walk.goto(f"/scenarios/new/?year={AHEAD}")
    walk.page.get_by_label("Name of the scenario").fill("Three years, gainers pay")
    walk.page.get_by_label("Formula", exact=False).first.select_option(
        label="Example formula by level and need (illustrative)"
    )
    walk.page.get_by_label("Count day").fill(COUNT_DAY)
    walk.look_at("year-scenario-new")
    walk.press("Start")
    expect(walk.page.locator("main")).to_contain_text("The current budget is that of 2026-27")
    walk.page.get_by_label("Keep at least this much of the current budget").fill("100")
    walk.page.get_by_label("Phase in over this many years").fill("3")
    walk.page.get_by_label("Give each school at least its own minimum").check()
    walk.page.get_by_label("Give each school at least the price of its guaranteed staff").check()
    expect(walk.page.locator("#consequence")).to_contain_text("Raising schools to the minimum to operate costs")
    walk.press("Keep these decisions")
    first = walk.page.url
    walk.page.get_by_label("Name of the branch").fill("Three years, the district pays")
    walk.press("Branch from here")
    walk.page.get_by_label("Who pays to hold schools harmless").select_option("open")
    walk.press("Keep these decisions")
    second = walk.page.url
    expect(walk.page.locator("main")).to_contain_text("Minimum to operate, 2027-28")
    numbers = [url.rstrip("/").rpartition("/")[2] for url in (first, second)]
    walk.goto(f"/scenarios/compare/?s={numbers[0]}&s={numbers[1]}")
    for words in ("Schools that gain give", "The district adds", "Minimum to operate, 2027-28"):
        expect(walk.page.locator("main")).to_contain_text(words)
    walk.look_at("year-compared")

    walk.goto(second)
    walk.press("Lock")
    walk.page.get_by_label("Explanation for the public").fill("More for schools with more need, over three years.")
    walk.press("Propose for adoption")
    walk.as_("elena.marchetti")
    go_on(walk, "adopted", "Look at what is proposed, and adopt it")
    total = cents_in(walk.page.locator("main table", has_text="This scenario").locator("tfoot td").nth(1).inner_text())
    walk.press("Adopt")
    assert cents_in(walk.page.locator("header.head .lead").inner_text()) == total
    workbook = walk.take("Workbook", tmp_path / "workbook.xlsx")
    assert total / 100 in recomputed_dollars(workbook), "a spreadsheet program comes to the adopted total"
    _print_an_explanation(walk, tmp_path)

    walk.goto(f"/years/{AHEAD}/")
    expect(walk.page.locator("header.head")).to_contain_text("Nothing is missing: 12 of 12 steps are ready.")
    expect(walk.page.locator("#adopted")).to_contain_text("Priya Raman proposed it")
    walk.look_at("year-ready")


def _bring_in_counts(walk: Walker, folder: Path) -> None:
    """A wrong row is named and nothing is kept; mended, the file is what the day counts."""
    walk.goto(f"/counts/?on={COUNT_DAY}")
    file = walk.take("These counts, as a file", folder / "counts.csv")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("school_id,school_name,all,")
    school_id, name, n, *needs = lines[1].split(",")
    wrong = folder / "wrong.csv"
    wrong.write_text("\n".join([lines[0], ",".join([school_id, name, "many", *needs]), *lines[2:]]), encoding="utf-8")
    file.write_text(
        "\n".join([lines[0], ",".join([school_id, name, str(int(n) + 3), *needs]), *lines[2:]]), encoding="utf-8"
    )
    walk.page.get_by_role("link", name="Bring in counts from a file").click()
    walk.page.get_by_label("Count day").fill(COUNT_DAY)
    walk.page.locator("main input[type=file]").set_input_files(wrong)
    walk.press("Look at it")
    expect(walk.page.locator("main")).to_contain_text("wrong.csv, row 2, column all.")
    walk.look_at("year-counts-refused")
    walk.page.get_by_label("Count day").fill(COUNT_DAY)
    bring_in(walk, file, "Keep these counts")
    expect(walk.page.locator("main")).to_contain_text("Counted from a file")
    walk.look_at("year-counts")


def _bring_in_days(walk: Walker, folder: Path) -> None:
    """One file with two days: what is no day keeps both out; mended, each stands beside what is kept, and both stay."""
    walk.goto(f"/counts/?on={COUNT_DAY}")
    file = walk.take("These counts, as a file", folder / "october.csv")
    rows = [line.split(",") for line in file.read_text(encoding="utf-8-sig").splitlines()]
    days = [["counted_on", *rows[0]]]
    for day in (COUNT_DAY, DECEMBER):
        days += [[day, *row] for row in rows[1:]]
    content = "\n".join(map(",".join, days))
    wrong = folder / "days.csv"
    wrong.write_text(content.replace(DECEMBER, "12/1/2027", 1), encoding="utf-8")
    walk.goto("/counts/bring-in/")
    walk.page.locator("main input[type=file]").set_input_files(wrong)
    walk.press("Look at it")
    expect(walk.page.locator("main")).to_contain_text("days.csv, row 12, column counted_on. “12/1/2027” is no day")
    file.write_text(content, encoding="utf-8")
    walk.page.locator("main input[type=file]").set_input_files(file)
    walk.press("Look at it")
    for words in ("The counts of 2 days would be these", "Schools: 10 left as they are.", "Schools: 10 added."):
        expect(walk.page.locator("main")).to_contain_text(words)
    walk.look_at("year-counts-days")
    walk.press("Keep these counts")
    expect(walk.page.locator("main")).to_contain_text("December 1, 2027")


def _bring_in_dollars(walk: Walker, folder: Path) -> None:
    """What schools had, what the year brings, and what each school needs at least: one file each."""
    walk.goto("/prior-budgets/2026/")
    budgets = walk.take("Budgets, as a file", folder / "budgets.csv")
    go_on(walk, "earlier", "Bring in the budgets of 2026-27")
    bring_in(walk, budgets, "Keep them")
    expect(walk.page.locator("main")).to_contain_text("Kept for 10 schools.")
    walk.goto(f"/revenues/{THIS}/")
    revenues = walk.take("As a file", folder / "revenues.csv")
    go_on(walk, "revenues", "Bring in the revenues")
    bring_in(walk, revenues, "Keep these revenues")
    walk.goto(f"/prior-budgets/{THIS}/")
    minimums = walk.take("Minimums, as a file", folder / "minimums.csv")
    walk.goto(f"/prior-budgets/{AHEAD}/bring-in/")
    walk.page.get_by_label("What the file holds").select_option("minimum")
    bring_in(walk, minimums, "Keep them")
    expect(walk.page.locator("main")).to_contain_text("Kept for 10 schools.")


def _look_at_staff(walk: Walker) -> None:
    """Positions have their prices and schools their guaranteed staff; each step says so and leads there."""
    walk.goto(f"/years/{AHEAD}/")
    expect(walk.page.locator("#positions")).to_contain_text("positions have a price.")
    expect(walk.page.locator("#guaranteed")).to_contain_text("staff are guaranteed.")
    go_on(walk, "guaranteed", "Open the guaranteed staff")
    expect(walk.page.locator("main")).to_contain_text("What every school is guaranteed")


def _print_an_explanation(walk: Walker, folder: Path) -> None:
    walk.goto(walk.page.locator("main tbody a[href*='/schools/']").first.get_attribute("href") or "")
    walk.page.get_by_role("link", name="Explain it on one page").click()
    expect(walk.page.locator("main")).to_contain_text("More for schools with more need, over three years.")
    walk.look_at("year-explained")
    paper = folder / "explained.pdf"
    walk.page.pdf(path=paper)
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_years_counts_and_recounts_can_be_read_in_both_languages(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    languages: tuple[Language, ...] = ("en", "es")
    for language in languages:
        walk.as_("priya.raman", language)
        for path, name in (
            (f"/years/{THIS}/", "year"),
            (f"/years/{AHEAD}/", "year-ahead"),
            (f"/counts/?on={COUNT_DAY}", "counts-filed"),
            ("/recounts/", "recounts"),
            ("/recounts/new/", "recount-new"),
            ("/recounts/5/", "recount"),
        ):
            walk.goto(path)
            walk.look_at(f"{name}-{language}")


def test_a_recount_is_begun_read_and_adopted(walk: Walker) -> None:
    walk.as_("priya.raman")
    walk.goto("/recounts/new/")
    walk.page.get_by_label("Name of the recount").fill("Recount of November")
    walk.page.get_by_label("Only upward").check()
    walk.press("Count again")
    expect(walk.page.locator("main")).to_contain_text("Only upward: a count that fell stays")
    walk.page.get_by_role("link", name="Lock, tell schools, propose, adopt").click()
    number = walk.page.url.rstrip("/").rpartition("/")[2]
    walk.press("Lock")
    walk.page.get_by_label("Explanation for the public").fill("Students moved after October.")
    walk.press("Propose for adoption")
    walk.as_("elena.marchetti")
    walk.goto(f"/scenarios/{number}/")
    walk.press("Adopt")
    expect(walk.page.locator("main")).to_contain_text("A recount in the middle of the year")
    walk.look_at("recount-adopted")
    walk.as_("thomas.obrien-diaz")
    walk.goto("/budgets/")
    walk.page.locator("main tbody a[href*='/schools/']").first.click()
    expect(walk.page.locator("main")).to_contain_text("Students were counted again on November 20, 2026")
