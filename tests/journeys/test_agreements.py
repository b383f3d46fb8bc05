"""An agreement from draft to in force, a mother's consent and its end, and what a partner sees meanwhile."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker

from throughline.demo import cast

TITLE = "Homework help at Riverlight"


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_partner_sees_the_supports_it_gives_and_no_other(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("hannah.lindqvist")
    walk.goto("/students/").get_by_role("link", name=cast.STUDENT.name).click()
    walk.page.get_by_role("link", name="Plan and supports").first.click()
    main = walk.page.locator("main")
    expect(main).to_contain_text("Came to 7 of 8 sessions")
    for words in ("Mathematics tutoring", "Breathing well", "Academic plus"):
        expect(main).not_to_contain_text(words)
    walk.look_at("partner-supports")
    main.get_by_role("link", name="Robotics club").click()
    expect(walk.page.locator("main")).to_contain_text("Had no way to get there")
    walk.look_at("partner-support")
    for verb in ("Log a session", "Change", "End"):
        expect(walk.page.locator("main").get_by_role("link", name=verb, exact=True)).to_have_count(0)


def test_from_a_draft_to_a_consent_and_back_to_nothing(walk: Walker) -> None:
    draft_and_sign(walk, TITLE, "Riverlight Youth Center")
    _sign_for_the_organization(walk)
    sharing = _mother_agrees(walk)
    student = sharing.replace("sharing/", "")

    walk.start(DESK)
    walk.as_("hannah.lindqvist")
    walk.goto(student)
    main = walk.page.locator("main")
    expect(main).to_contain_text(cast.STUDENT.name)
    expect(main).to_contain_text("Newest mark")
    walk.look_at("partner-student")

    walk.as_("lucia.herrera", language="en")
    walk.goto(f"{student}who-sees/")
    expect(walk.page.locator("main")).to_contain_text(cast.PARTNER.name)
    walk.goto(sharing)
    while walk.page.get_by_role("link", name="Take it back").count():
        walk.page.get_by_role("link", name="Take it back").first.click()
        walk.page.get_by_role("button", name="Stop sharing now").click()
        walk.page.wait_for_load_state()
    walk.look_at("sharing-stopped")

    walk.as_("hannah.lindqvist")
    assert walk.goto(student).locator("main").get_by_text(cast.STUDENT.name).count() == 0

    walk.as_("wei.li")
    walk.goto(f"{student}who-sees/")
    expect(walk.page.locator("main")).not_to_contain_text(cast.PARTNER.name)
    walk.goto(f"{student}who-looked/")
    expect(walk.page.locator("main")).to_contain_text(cast.PARTNER.name)
    walk.goto(f"{student}consents/")
    expect(walk.page.locator("main")).to_contain_text("taken back on")
    walk.look_at("consents")


def draft_and_sign(walk: Walker, title: str, organization: str) -> None:
    """The administrator drafts an agreement from a template, and signs it for the district."""
    walk.as_("wei.li")
    walk.goto("/agreements/")
    walk.look_at("agreements")
    page = walk.page
    page.get_by_role("link", name="Draft an agreement").click()
    page.get_by_label("With whom").select_option(label=organization)
    page.get_by_label("After-school program").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Marks", exact=True).check()
    page.get_by_label("Alder Valley High School").check()
    page.get_by_label("First day").fill("2026-11-20")
    page.get_by_label("Last day").fill("2027-06-30")
    page.get_by_label("Records are destroyed by").fill("2027-07-31")
    page.get_by_label("Whom to tell when something goes wrong").fill("Ingrid Solheim, 555-0100")
    walk.look_at("agreement-draft")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text(title)
    sign(walk)
    walk.look_at("agreement-signed-by-one")


def _sign_for_the_organization(walk: Walker) -> None:
    walk.as_("hannah.lindqvist")
    walk.goto("/agreements/").get_by_role("link", name=TITLE).click()
    sign(walk)
    expect(walk.page.locator("main")).to_contain_text("In force")
    walk.look_at("agreement-in-force")


def sign(walk: Walker) -> None:
    """Sign the agreement that is open, on screen."""
    walk.page.get_by_role("link", name="Sign", exact=True).click()
    walk.page.get_by_label("I have read the agreement").check()
    walk.page.get_by_role("button", name="Sign", exact=True).click()
    walk.page.wait_for_load_state()


def _mother_agrees(walk: Walker) -> str:
    """Lucía agrees on her phone, in Spanish; the address of the page where she did."""
    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", language="es")
    walk.goto("/students/").get_by_role("link", name=cast.STUDENT.name).first.click()
    walk.page.get_by_role("link", name="Qué se comparte y con quién").click()
    walk.page.wait_for_url(re.compile("sharing/$"))
    sharing = walk.page.url
    walk.look_at("sharing")
    walk.page.get_by_role("link", name="Leer y aceptar").click()
    expect(walk.page.locator("main")).to_contain_text("No estoy obligado a aceptar")
    walk.look_at("agree")
    walk.page.get_by_label("Su nombre completo").fill(cast.GUARDIAN.name)
    walk.page.get_by_role("button", name="Acepto").click()
    walk.page.wait_for_url(sharing)
    return sharing
