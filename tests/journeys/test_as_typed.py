"""A browser is killed in the middle of a plan: what was typed is there again on a phone, and gone once it is kept."""

from urllib.parse import urlsplit

from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Walker

WHY = "He wants to build robots, and to read what comes with the kit."


def test_a_plan_that_was_being_written_when_the_browser_died_is_found_on_a_phone(walk: Walker) -> None:
    walk.start(DESK)
    walk.as_("amara.okafor")
    walk.goto("/students/")
    walk.page.locator("input[name=text]:visible").fill("mateo munoz")
    walk.page.keyboard.press("Enter")
    walk.page.locator("main tbody a").first.click()
    walk.page.wait_for_load_state()
    walk.goto(f"/students/{urlsplit(walk.page.url).path.split('/')[2]}/plans/new/?fresh")
    walk.page.locator("textarea[name=why]").fill(WHY)
    walk.page.locator("textarea[name=goal-0-text]").fill("To read the manual.")
    expect(walk.page.get_by_text("Only you can read it.")).to_be_visible()
    walk.page.close()  # in the middle of the plan
    walk.start(PHONE)
    walk.as_("amara.okafor")
    walk.goto("/notes/drafts/")
    expect(walk.page.get_by_text(WHY)).to_be_visible()
    walk.page.get_by_role("link", name="A new plan").click()
    expect(walk.page.locator("textarea[name=why]")).to_have_value(WHY)
    expect(walk.page.locator("textarea[name=goal-0-text]")).to_have_value("To read the manual.")
    walk.look_at("plan-found-again")
    walk.page.get_by_role("button", name="Keep as a draft").click()
    expect(walk.page.get_by_text("The plan is kept.")).to_be_visible()
    walk.goto("/notes/drafts/")
    expect(walk.page.get_by_text(WHY)).to_have_count(0)
