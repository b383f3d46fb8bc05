"""A family proposes a goal in Spanish on a phone; the coordinator takes it into the plan; the family reads it there."""

import re

from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Walker

WORDS = "Que lea un libro entero, y que le guste."


def test_a_goal_goes_from_a_familys_phone_into_the_plan_and_back(walk: Walker) -> None:
    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", "es")
    walk.goto("/students/")
    walk.page.get_by_role("link", name=re.compile("Mateo")).first.click()
    walk.page.get_by_role("link", name="Proponer otra meta").click()
    walk.page.get_by_role("textbox").fill(WORDS)
    walk.look_at("proposal-typed")
    walk.page.get_by_role("button", name="Enviarla a la escuela").click()
    expect(walk.page.get_by_text("Espera respuesta").first).to_be_visible()
    own = walk.page.url
    walk.start(DESK)
    walk.as_("amara.okafor")
    walk.page.get_by_role("listitem").filter(has_text=WORDS).get_by_role("link", name="Read and answer").click()
    walk.look_at("proposal-to-answer")
    walk.page.get_by_role("link", name=re.compile("^Into: Academic plus plan")).click()
    expect(walk.page.locator("#taken textarea").first).to_have_value(WORDS)
    walk.page.get_by_role("button", name="Keep this").click()
    expect(walk.page.get_by_role("heading", name=WORDS)).to_be_visible()
    walk.look_at("proposal-in-the-plan")
    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", "es")
    walk.page.goto(own)
    expect(walk.page.get_by_text("Incluida en el plan")).to_be_visible()
    walk.page.get_by_role("link", name="Verla en el plan").click()
    expect(walk.page.get_by_role("heading", name=WORDS)).to_be_visible()
    walk.look_at("proposal-read-in-the-plan")
