"""The finance officer looks ahead, says what is known better, and plans a budget on the students that are expected."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Language, Screen, Walker


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_finance_looks_ahead_and_adjusts_with_a_reason(walk: Walker, screen: Screen, language: Language) -> None:
    walk.start(screen, language=language)
    walk.as_("priya.raman", language)
    walk.goto("/projections/")
    walk.look_at("projections")
    walk.goto(walk.page.locator("main tbody a").first.get_attribute("href") or "")
    walk.look_at("projection")
    walk.goto(walk.page.locator("main a[href*='/schools/']").nth(1).get_attribute("href") or "")
    walk.page.locator("[name=students]").fill("5")
    walk.page.locator("[name=reason]").fill("New homes on Mill Road")
    walk.page.locator("main form:has([name=reason]) button").click()
    expect(walk.page.locator("main")).to_contain_text("New homes on Mill Road")
    walk.look_at("projected-school")


def test_a_year_is_taken_as_its_count(walk: Walker) -> None:
    walk.as_("priya.raman")
    walk.goto("/projections/")
    walk.goto(walk.page.locator("main tbody a").first.get_attribute("href") or "")
    walk.page.locator("main form[action$='/take/'] button").nth(1).click()
    expect(walk.page.locator("main")).to_contain_text("Projected students")
    walk.look_at("projected-counts")
