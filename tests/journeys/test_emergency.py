"""An emergency from end to end: opened on a phone, reviewed at a desk, read by the mother in Spanish."""

from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Walker

WHY = "Collapsed on the museum trip; the paramedics ask about allergies."


def _look_up(walk: Walker, text: str) -> None:
    walk.page.locator("main input[name=text]").first.fill(text)
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_load_state()


def test_a_record_is_opened_in_an_emergency_reviewed_and_read_by_the_family(walk: Walker) -> None:
    walk.start(PHONE)
    walk.as_("daniel.kowalczyk")
    walk.goto("/students/emergency/")
    walk.look_at("emergency")
    _look_up(walk, "mateo")
    expect(walk.page.locator("main")).to_contain_text("Nobody has exactly this name")
    walk.look_at("emergency-nobody")
    _look_up(walk, "mateo munoz herrera")
    expect(walk.page.locator("main")).to_contain_text("Mateo Muñoz Herrera, Alder Valley High School, Grade 10")
    walk.page.get_by_role("button", name="Open for 60 minutes").click()
    expect(walk.page.locator(".errors")).to_be_visible()
    walk.page.locator("textarea").fill(WHY)
    walk.look_at("emergency-found")
    walk.page.get_by_role("button", name="Open for 60 minutes").click()
    expect(walk.page.locator("main")).to_contain_text("You opened this record in an emergency")
    student = walk.page.url
    assert "mateo" not in student.lower()
    walk.look_at("emergency-student")
    walk.goto("/students/emergency/")
    walk.look_at("emergency-open-now")
    walk.goto(student)
    walk.page.get_by_role("button", name="Close it now").click()
    walk.page.wait_for_load_state()
    walk.goto(student)
    expect(walk.page.locator("body")).not_to_contain_text("Mateo")

    walk.start(DESK)
    walk.as_("ingrid.solheim")
    walk.look_at("today-privacy-officer")
    walk.page.get_by_role("link", name="Review", exact=True).click()
    expect(walk.page.locator("main tbody")).to_contain_text(WHY)
    walk.look_at("emergencies")
    walk.page.locator("main tbody a").first.click()
    walk.page.get_by_label("It was justified").check()
    walk.page.locator("textarea").fill("The school confirms it.")
    walk.look_at("emergency-review")
    walk.page.get_by_role("button", name="Keep the review").click()
    expect(walk.page.locator("main")).to_contain_text("Your review is kept")

    walk.start(PHONE)
    walk.as_("lucia.herrera", language=None)
    walk.goto(student + "who-looked/")
    for words in ("Abierto en una emergencia", WHY, "Daniel Kowalczyk", "The school confirms it."):
        expect(walk.page.locator("main")).to_contain_text(words)
    walk.look_at("who-looked-emergency")
