"""One thread of trust: a partner is invited, an agreement and a consent let her see one student, and both end."""

import re
from contextlib import ExitStack

from playwright.sync_api import Browser, expect
from tests.journeys.conftest import PICTURES
from tests.journeys.test_agreements import draft_and_sign, sign
from tests.journeys.test_people_and_roles import add_partner, add_person, choose_password, give_role, invite
from tests.journeys.walking import DESK, PHONE, Site, Walker

from throughline.demo import cast

TITLE = "Tutoring at Lantern House"
WORKER = "Ada Ito"


def test_a_partners_access_begins_and_ends_and_all_of_it_is_on_record(
    walk: Walker, browser: Browser, site: Site
) -> None:
    with ExitStack() as closing:
        partner = Walker(browser, site, PICTURES, PHONE, closing)
        walk.start(DESK)
        walk.as_("wei.li")
        organization = add_partner(walk, "Lantern House")
        add_person(walk, "ada.lantern")
        give_role(walk, "Partner (", organization)
        choose_password(partner, invite(walk), "ada.lantern")

        page = walk.goto("/students/")
        page.locator("main input[name=text]").first.fill(cast.STUDENT.family_name)
        page.keyboard.press("Enter")
        page.get_by_role("link", name=cast.STUDENT.name).first.click()
        page.wait_for_url(re.compile(r"/students/\d+/"))
        student = page.url.partition("?")[0]
        _sees_nothing(partner, student)

        draft_and_sign(walk, TITLE, organization)
        agreement = walk.page.url
        partner.goto(agreement)
        sign(partner)
        expect(partner.page.locator("main")).to_contain_text("In force")
        _sees_nothing(partner, student)

        _record_consent(walk, student, organization)
        partner.goto(student)
        expect(partner.page.locator("main")).to_contain_text("Newest mark")
        partner.look_at("trust-partner-student")
        walk.goto(f"{student}who-sees/")
        expect(walk.page.locator("main")).to_contain_text(WORKER)
        walk.look_at("trust-who-sees")

        _end(walk, agreement)
        _sees_nothing(partner, student)
        partner.check_nothing_went_astray()
    _find_it_on_record(walk, student, agreement)


def _sees_nothing(partner: Walker, student: str) -> None:
    partner.goto(student)
    expect(partner.page.locator("h1")).to_be_visible()
    expect(partner.page.locator("body")).not_to_contain_text(cast.STUDENT.name)


def _record_consent(walk: Walker, student: str, organization: str) -> None:
    """The mother agreed by telephone, before a witness."""
    walk.goto(f"{student}consents/")
    expect(walk.page.get_by_role("heading", name=organization)).to_be_visible()
    offered = walk.page.locator("main h2, main a", has_text=re.compile(f"{organization}|Record a consent"))
    names = [one.strip() for one in offered.all_inner_texts()]
    offered.nth(names.index(organization) + 1).click()
    expect(walk.page.locator("h1")).to_contain_text(organization)
    walk.page.get_by_label(cast.GUARDIAN.name).check()
    walk.page.get_by_role("radio", name="Spoken").check()
    walk.page.get_by_role("textbox", name="Witness").fill("Amara Okafor")
    walk.page.get_by_label("Given on").fill("2026-11-20")
    walk.look_at("trust-record-consent")
    walk.page.get_by_role("button", name="Record it").click()
    expect(walk.page.locator("main")).to_contain_text("Amara Okafor")


def _end(walk: Walker, agreement: str) -> None:
    walk.goto(agreement)
    walk.page.get_by_text("More", exact=True).click()
    walk.page.get_by_role("link", name="End this agreement now").click()
    walk.page.locator("main textarea, main input[type=text]").first.fill("The program closed.")
    walk.look_at("trust-end-agreement")
    walk.page.get_by_role("button", name="End it now").click()
    expect(walk.page.locator("main")).to_contain_text("The program closed.")


def _find_it_on_record(walk: Walker, student: str, agreement: str) -> None:
    main = walk.page.locator("main")
    walk.goto(f"{student}who-sees/")
    expect(main).not_to_contain_text(WORKER)
    walk.goto(f"{student}who-looked/")
    expect(main).to_contain_text(WORKER)
    walk.look_at("trust-who-looked")
    walk.goto(f"{student}consents/")
    expect(main).to_contain_text("Amara Okafor")
    walk.look_at("trust-consents")
    walk.goto(f"{student}history/")
    walk.look_at("trust-history")
    walk.goto(agreement)
    expect(main).to_contain_text("Ended")
    walk.look_at("trust-agreement-ended")
