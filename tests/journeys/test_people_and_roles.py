"""The administrator lets somebody of a partner in, gives and ends a role, and closes the account."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import PICTURES
from tests.journeys.walking import DESK, PHONE, Screen, Site, Walker

PASSWORD = "twelve quiet herons"


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_somebody_of_a_partner_comes_in_and_goes(walk: Walker, browser: Browser, site: Site, screen: Screen) -> None:
    with ExitStack() as closing:
        other = Walker(browser, site, PICTURES, screen, closing)
        walk.start(screen)
        walk.as_("wei.li")
        organization = add_partner(walk, f"Harbor Tutors at the {screen.name}")
        person = add_person(walk, f"ada.{screen.name}")
        give_role(walk, "Partner (", organization)
        invitation = invite(walk)
        choose_password(other, invitation, f"ada.{screen.name}")
        other.goto("/")
        expect(other.page.locator("main")).to_contain_text(f"Partner: {organization}")
        walk.goto(person)
        expect(walk.page.locator("main")).to_contain_text("Active")
        walk.page.get_by_role("link", name="End", exact=True).click()
        walk.look_at("role-end")
        walk.page.get_by_role("button", name="End this role").click()
        expect(walk.page.locator("main")).to_contain_text("No role is held now.")
        walk.look_at("person-without-role")
        other.goto("/")
        expect(other.page.locator("main")).to_contain_text("You have no role here yet")
        walk.page.get_by_role("link", name="Close the account").click()
        walk.look_at("person-close")
        walk.page.get_by_role("button", name="Close this account").click()
        walk.look_at("person-closed")
        other.goto("/partners/")
        assert "/sign-in/" in other.page.url, "the open session is out at the next click"
        other.check_nothing_went_astray()


def add_partner(walk: Walker, name: str) -> str:
    """The administrator adds an organization; its name."""
    walk.goto("/partners/")
    walk.look_at("partners")
    walk.page.get_by_role("link", name="Add an organization").click()
    walk.page.locator("main input[name=name]").fill(name)
    walk.page.locator("main input[name=does]").fill("Tutoring after school.")
    walk.look_at("partner-new")
    walk.page.get_by_role("button", name="Save").click()
    expect(walk.page.locator("h1")).to_have_text(name)
    walk.look_at("partner")
    return name


def add_person(walk: Walker, username: str) -> str:
    """The administrator adds Ada Ito; the address of her page."""
    walk.goto("/people/")
    walk.look_at("people")
    walk.page.get_by_role("link", name="Add a person").click()
    walk.page.locator("main input[name=name]").fill("Ada Ito")
    walk.page.locator("main input[name=username]").fill(username)
    walk.look_at("person-new")
    walk.page.get_by_role("button", name="Save").click()
    expect(walk.page.locator("h1")).to_have_text("Ada Ito")
    return walk.page.url


def give_role(walk: Walker, role: str, place: str) -> None:
    """The administrator gives the person whose page is open a role at a place, which it needs."""
    walk.page.get_by_role("link", name="Give a role").click()
    label = walk.page.locator("select[name=relation] option", has_text=role).first.inner_text()
    walk.page.locator("select[name=relation]").select_option(label=label)
    walk.page.get_by_role("button", name="Give this role").click()
    expect(walk.page.locator(".errors")).to_contain_text("held at a partner organization")
    walk.look_at("role-give-refused")
    walk.page.locator("select[name=place]").select_option(label=place)
    walk.page.get_by_role("button", name="Give this role").click()
    expect(walk.page.locator("main")).to_contain_text(f"Partner, {place}")
    walk.look_at("person")


def invite(walk: Walker) -> str:
    """The administrator invites them; the link."""
    walk.page.get_by_role("button", name="Invite").click()
    walk.look_at("person-invited")
    return walk.page.get_by_label("The link").input_value()


def choose_password(other: Walker, invitation: str, username: str) -> None:
    """Whoever has the link chooses a password and comes in; the link is over."""
    other.goto(invitation)
    other.page.locator("input[name=password]").fill(PASSWORD)
    other.page.locator("input[name=again]").fill(PASSWORD)
    other.page.locator("main form button[type=submit]").last.click()
    other.page.locator("input[name=username]:visible").fill(username)
    other.page.locator("input[name=password]").fill(PASSWORD)
    other.page.keyboard.press("Enter")
    other.page.wait_for_url(lambda url: "/sign-in" not in url)
    other.goto(invitation)
    expect(other.page.locator("main")).to_contain_text("This link is over")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_the_same_pages_in_spanish(walk: Walker, screen: Screen) -> None:
    walk.start(screen, language="es")
    walk.as_("wei.li", "es")
    for path, name in (("/people/", "people"), ("/links/", "links"), ("/mail/", "mail"), ("/partners/new/", "partner")):
        walk.goto(path)
        walk.look_at(f"{name}-es")
    walk.goto("/people/")
    walk.page.get_by_role("link", name="Amara Okafor").click()
    walk.look_at("person-es")
    walk.goto("/link/nothing/")
    walk.look_at("link-over-es")
    walk.speak("en")
