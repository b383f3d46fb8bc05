"""The data lead tries a change of the rules before switching it on, and sees how well those in force do."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_rules_are_tried_before_they_are_switched_on(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("samuel.adeyemi")
    walk.goto("/early-warning/rules/")
    walk.page.get_by_role("button", name="Draft a change").click()
    walk.page.locator("[name='absence.off_at']").fill("8")
    walk.page.locator("[name='courses_failed.off_at']").fill("2")
    walk.page.locator("[name='courses_failed.far_at']").fill("3")
    walk.page.get_by_role("button", name="Keep the draft").click()
    walk.page.get_by_role("link", name="Try these rules").click()
    walk.page.get_by_role("button", name="Try them").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text("the changed rules would flag").first).to_be_visible()
    expect(walk.page.get_by_text("They would add").first).to_be_visible()
    expect(walk.page.locator("main tbody").last).to_contain_text("school days")
    walk.look_at("rules-tried")
    walk.page.get_by_role("link", name="Go on to switching on").click()
    walk.page.get_by_role("button", name="Throw the draft away").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_role("button", name="Draft a change")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_change_is_tried_on_last_year_and_says_whom_it_would_have_added_and_dropped(
    walk: Walker, screen: Screen
) -> None:
    walk.start(screen)
    walk.as_("samuel.adeyemi")
    walk.goto("/early-warning/rules/")
    walk.page.get_by_role("button", name="Draft a change").click()
    walk.page.locator("[name='absence.off_at']").fill("8")
    walk.page.locator("[name='courses_failed.off_at']").fill("2")
    walk.page.locator("[name='courses_failed.far_at']").fill("3")
    walk.page.get_by_role("button", name="Keep the draft").click()
    walk.page.get_by_role("link", name="Try these rules").click()
    walk.page.get_by_label("As of which day").fill("2026-02-27")
    walk.page.get_by_role("button", name="Try them").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text("February 27, 2026").first).to_be_visible()
    expect(walk.page.get_by_text("They would add").first).to_be_visible()
    named = walk.page.locator("main table").last
    expect(named).to_contain_text("Added")
    expect(named).to_contain_text("school days")
    walk.look_at("rules-tried-on-last-year")
    walk.goto(f"{walk.page.url.split('?')[0]}?named-change=dropped")
    expect(walk.page.locator("main table").last).to_contain_text("Dropped")
    walk.page.get_by_role("link", name="Go on to switching on").click()
    walk.page.get_by_role("button", name="Throw the draft away").click()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_how_well_the_rules_did_last_year_from_winter_to_its_end(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("samuel.adeyemi")
    walk.goto("/early-warning/rules/")
    walk.page.get_by_role("link", name="How well do they do?").click()
    expect(walk.page.get_by_label("Stand on this day")).to_have_value("2026-01-31")
    expect(walk.page.get_by_label("Look what came up to")).to_have_value("2026-06-30")
    walk.page.get_by_role("button", name="Work it out").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text("these rules had pointed out").first).to_be_visible()
    for family in ("School level", "Circumstances", "Sex", "Race and ethnicity"):
        expect(walk.page.get_by_role("heading", name=family)).to_be_visible()
    expect(walk.page.get_by_text("Economically disadvantaged").first).to_be_visible()
    walk.look_at("rules-judged-on-last-year")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_how_well_the_rules_do_on_the_districts_own_past(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("samuel.adeyemi")
    walk.goto("/early-warning/rules/")
    walk.page.get_by_role("link", name="How well do they do?").click()
    walk.page.get_by_label("Stand on this day").fill("2026-10-02")
    walk.page.get_by_role("button", name="Work it out").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text("these rules had pointed out").first).to_be_visible()
    expect(walk.page.get_by_text("missed").first).to_be_visible()
    expect(walk.page.get_by_role("heading", name="Circumstances")).to_be_visible()
    expect(walk.page.get_by_text("English learner").first).to_be_visible()
    walk.look_at("rules-judged")
