"""A browser is killed in the middle of a plan: what was typed is there again on a phone, and gone once it is kept."""

from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Walker

WHY = "He wants to build robots, and to read what comes with the kit."


def test_a_plan_that_was_being_written_when_the_browser_died_is_found_on_a_phone(walk: Walker) -> None:
    walk.start(DESK)
    walk.as_("amara.okafor")
    walk.goto("/students/123/plans/new/?fresh")
    walk.page.get_by_label("Why there is this plan").fill(WHY)
    walk.page.get_by_label("Goal", exact=True).first.fill("To read the manual.")
    expect(walk.page.get_by_text("Only you can read it.")).to_be_visible()
    walk.page.close()  # in the middle of the plan
    walk.start(PHONE)
    walk.as_("amara.okafor")
    walk.goto("/notes/drafts/")
    expect(walk.page.get_by_text(WHY)).to_be_visible()
    walk.page.get_by_role("link", name="A new plan").click()
    expect(walk.page.get_by_label("Why there is this plan")).to_have_value(WHY)
    expect(walk.page.get_by_label("Goal", exact=True).first).to_have_value("To read the manual.")
    walk.look_at("plan-found-again")
    walk.page.get_by_role("button", name="Keep as a draft").click()
    expect(walk.page.get_by_text("The plan is kept.")).to_be_visible()
    walk.goto("/notes/drafts/")
    expect(walk.page.get_by_text(WHY)).to_have_count(0)
