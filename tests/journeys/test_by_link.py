"""What is done by link, without an account: an organization signs an agreement, a mother agrees to share."""

import re

from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Walker

from throughline.demo import cast

TITLE = "Homework help"


def test_somebody_without_an_account_signs_for_an_organization(walk: Walker) -> None:
    walk.as_("wei.li")
    agreement = _draft(walk)
    links = [_ask_to_sign(walk, agreement, name) for name in ("Ada Okonkwo", "Ben Sato")]
    walk.goto(agreement)
    expect(walk.page.locator("main")).to_contain_text("Ada Okonkwo: not opened yet")
    walk.look_at("link-pending")
    walk.page.get_by_role("button", name="Take the link back").click()
    expect(walk.page.locator("main")).to_contain_text("The link opens nothing any more")
    walk.goto(links[0])
    expect(walk.page.locator("h1")).to_have_text("This link opens nothing")
    link = _ask_to_sign(walk, agreement, "Ada Okonkwo")

    walk.start(PHONE, language="es")
    walk.goto(link)
    expect(walk.page.get_by_role("button", name="Firmar", exact=True)).to_be_visible()
    walk.look_at("link-sign-spanish")
    walk.start(PHONE, scripts=False)
    walk.goto(link)
    page = walk.page
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("Fill in “Your position”.")
    page.get_by_label("Your position").first.fill("Director")
    page.get_by_label("I have read the agreement").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("h1")).to_have_text("Signed. Thank you")
    walk.goto(link)
    expect(page.locator("h1")).to_have_text("This link opens nothing")

    walk.start(DESK)
    walk.as_("wei.li")
    walk.goto(agreement)
    expect(walk.page.locator("main")).to_contain_text("Ada Okonkwo, Director, by a link, without an account")
    walk.look_at("link-signed")


def _draft(walk: Walker) -> str:
    """A draft with the organization, and its address."""
    walk.goto("/agreements/new/")
    page = walk.page
    page.get_by_label("With whom").select_option(label="Riverlight Youth Center")
    page.get_by_label("After-school program").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Alder Valley High School").check()
    page.get_by_label("First day").fill("2026-11-20")
    page.get_by_label("Last day").fill("2027-06-30")
    page.get_by_label("Records are destroyed by").fill("2027-07-31")
    page.get_by_label("Whom to tell when something goes wrong").fill("Ingrid Solheim, 555-0100")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url


def _ask_to_sign(walk: Walker, agreement: str, name: str) -> str:
    """Make a link for somebody to sign; it is copied from the page where it is shown once."""
    walk.goto(agreement)
    page = walk.page
    page.get_by_role("link", name="Ask for a signature by link").click()
    page.get_by_label("Who signs for the organization").fill(name)
    walk.look_at("link-ask")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("h1")).to_have_text(f"Give {name} this link")
    walk.look_at("link-made")
    return page.get_by_label("The link").input_value()


def test_a_mother_without_an_account_agrees_and_takes_it_back(walk: Walker) -> None:
    walk.as_("lucia.herrera")
    page = walk.goto("/students/")
    page.get_by_role("link", name=cast.STUDENT.name).first.click()
    page.wait_for_url(re.compile(r"/students/\d+/"))
    consents = f"{page.url.partition('?')[0]}consents/"
    walk.as_("wei.li")
    walk.goto(consents)
    link = _ask_mother(walk)

    walk.start(PHONE)
    walk.goto(link)
    page = walk.page
    expect(page.locator("html")).to_have_attribute("lang", "es")
    if page.get_by_role("button", name="Dejar de compartir ahora").count():
        walk.look_at("link-consent-standing")
        page.get_by_role("button", name="Dejar de compartir ahora").click()
        expect(page.locator("h1")).to_have_text("Usted lo retiró")
        walk.goto(link)
    walk.look_at("link-consent-read")
    page.get_by_role("button", name="No acepto").click()
    expect(page.locator("h1")).to_have_text("Usted dijo que no")
    walk.look_at("link-consent-declined")
    walk.goto(link)
    walk.speak("en")
    expect(page.locator("main")).to_contain_text("If you changed your mind")
    walk.look_at("link-consent-again")
    page.get_by_label("Your full name").fill(cast.GUARDIAN.name)
    page.get_by_role("button", name="I agree").click()
    expect(page.locator("h1")).to_have_text("Thank you. You agreed")
    walk.look_at("link-consent-given")

    walk.start(DESK)
    walk.as_("wei.li")
    walk.goto(consents)
    expect(walk.page.locator("main")).to_contain_text("by a link, without an account")
    walk.look_at("link-consents")
    walk.page.get_by_role("button", name="Take the link back").click()
    expect(walk.page.locator("main")).to_contain_text("The link opens nothing any more")
    walk.goto(link)
    expect(walk.page.locator("h1")).to_have_text("This link opens nothing")


def _ask_mother(walk: Walker) -> str:
    """Make a link for Lucía, in Spanish."""
    page = walk.page
    page.get_by_role("link", name="Ask the family by link").first.click()
    page.get_by_label(cast.GUARDIAN.name).check()
    page.get_by_label("Español").check()
    walk.look_at("link-ask-family")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("h1")).to_have_text(f"Give {cast.GUARDIAN.name} this link")
    walk.look_at("link-for-family")
    return page.get_by_label("The link").input_value()
