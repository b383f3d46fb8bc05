"""Signing in safely, by keyboard: an app's code, a session ended from elsewhere, a passkey alone, in both languages."""

import time
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import PICTURES
from tests.journeys.walking import DESK, PHONE, Language, Screen, Site, Walker

SAFETY = "/sign-in-and-safety/"
WORDS = {
    "en": {
        "app": "Set up an app",
        "codes": "Make ten codes",
        "passkey": "Add a passkey",
        "use": "Sign in with a passkey",
    },
    "es": {
        "app": "Configurar una aplicación",
        "codes": "Crear diez códigos",
        "passkey": "Añadir una llave de acceso",
        "use": "Iniciar sesión con una llave de acceso",
    },
}


def _code(secret: str, steps: int = 0) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def _press(page: Page, role: str, name: str) -> None:
    """Do what a press of Enter does on a link or button."""
    found = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type] # a role, as text
    found.focus()
    found.press("Enter")
    page.wait_for_load_state()


def _give_code(page: Page, code: str) -> None:
    field = page.locator("input[name=code]")
    field.focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("username", "language", "screen"),
    [("priya.raman", "en", DESK), ("lucia.herrera", "es", PHONE)],
    ids=["english", "spanish"],
)
def test_an_app_is_set_up_asked_for_and_another_session_is_ended(
    walk: Walker, browser: Browser, username: str, language: Language, screen: Screen
) -> None:
    words = WORDS[language]
    elsewhere = browser.new_context()
    walk.start(screen, language=language)
    page = walk.as_(username, language)
    walk.goto(SAFETY)
    walk.look_at(f"safety-{language}")
    _press(page, "link", words["app"])
    walk.look_at(f"app-{language}", keep=language == "es")
    secret = page.locator(".key").inner_text().replace(" ", "")
    _give_code(page, _code(secret))
    page.wait_for_url("**/recovery-codes/")
    walk.look_at(f"make-codes-{language}")
    _press(page, "button", words["codes"])
    expect(page.locator(".codes li")).to_have_count(10)
    walk.check_accessible()
    walk.check_fits()

    other = elsewhere.new_page()
    other.goto(page.url.partition(SAFETY)[0] + "/sign-in/")
    _come_in(other, username, _code(secret, 1))

    walk.goto(SAFETY)
    expect(page.locator("form[action*='/end/']")).to_have_count(1)
    walk.look_at(f"safety-set-up-{language}")
    end = page.locator("form[action*='/end/'] button")
    end.focus()
    end.press("Enter")
    expect(page.locator("form[action*='/end/']")).to_have_count(0)
    other.reload()
    other.wait_for_url("**/sign-in/**")
    elsewhere.close()


def _come_in(page: Page, username: str, code: str) -> None:
    page.locator(f"form:has(input[value='{username}']) button").click()
    page.wait_for_url("**/second-step/")
    _give_code(page, code)
    page.wait_for_url(lambda address: "/sign-in/" not in address)


@pytest.mark.parametrize(
    ("username", "language"), [("samuel.adeyemi", "en"), ("daniel.kowalczyk", "es")], ids=["english", "spanish"]
)
def test_a_passkey_signs_in_alone(site: Site, browser: Browser, username: str, language: Language) -> None:
    words = WORDS[language]
    with ExitStack() as closing:
        here = Site(site.address.replace("127.0.0.1", "localhost"))  # browsers make passkeys for names, not numbers
        walk = Walker(browser, here, PICTURES, DESK, closing)
        walk.start(DESK, language=language)
        page = walk.as_(username, language)
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        walk.goto(SAFETY)
        _press(page, "link", words["passkey"])
        walk.look_at(f"passkey-{language}")
        page.locator("input[name=name]").focus()
        page.keyboard.type("laptop")
        page.keyboard.press("Enter")
        page.wait_for_url("**/recovery-codes/")
        walk.goto(SAFETY)
        expect(page.get_by_text("laptop", exact=True)).to_be_visible()
        page.context.clear_cookies(name="sessionid")
        walk.goto("/sign-in/")
        walk.look_at(f"sign-in-passkey-{language}")
        _press(page, "button", words["use"])
        page.wait_for_url(lambda address: "/sign-in/" not in address)
        page.context.clear_cookies(name="sessionid")
        walk.goto("/sign-in/")
        page.locator(f"form:has(input[value='{username}']) button").click()
        page.wait_for_url("**/second-step/")
        walk.look_at(f"second-step-{language}")
        page.locator("form[data-passkey] button").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/sign-in/" not in address)
        walk.check_nothing_went_astray()


@pytest.mark.parametrize(("language", "screen"), [("en", DESK), ("es", PHONE)], ids=["english", "spanish"])
def test_the_administrator_sets_a_provider_up(walk: Walker, language: Language, screen: Screen) -> None:
    walk.start(screen, language=language)
    page = walk.as_("wei.li", language)
    walk.goto("/single-sign-on/")
    walk.look_at(f"single-sign-on-{language}")
    walk.goto("/single-sign-on/add/saml/")
    walk.look_at(f"single-sign-on-saml-{language}")
    walk.goto("/single-sign-on/add/oidc/")
    page.keyboard.press("Tab")
    for name, said in {
        "name": f"Work {language}",
        "issuer": "http://127.0.0.1:9",
        "client_id": "throughline",
        "secret": "a secret",
        "claim": "preferred_username",
    }.items():
        page.locator(f"input[name={name}]").focus()
        page.keyboard.type(said)
    page.keyboard.press("Enter")
    page.wait_for_url("**/single-sign-on/work-*/")
    walk.look_at(f"single-sign-on-one-{language}")
    page.locator("form[action$='/try/'] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice.stop")).to_be_visible()
    walk.look_at(f"single-sign-on-tried-{language}")


def test_nobody_else_sets_providers_up(walk: Walker) -> None:
    walk.as_("amara.okafor")
    page = walk.goto("/single-sign-on/")
    expect(page.locator("main")).to_contain_text("Ask the district's administrator.")
    walk.look_at("single-sign-on-refused", keep=False)
