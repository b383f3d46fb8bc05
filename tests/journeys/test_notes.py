"""A counselor writes what only some may read; others see that it exists, and a closed browser loses nothing."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker

SAID = "She told me, word for word, what happened on Sunday."


def _to_notes(walk: Walker, username: str, student: str) -> None:
    """Sign in, find a student by name and go to their notes, as anybody would."""
    walk.as_(username)
    walk.goto("/students/")
    walk.page.locator("input[name=text]:visible").fill(student)
    walk.page.keyboard.press("Enter")
    walk.page.locator("main tbody a").first.click()
    walk.page.get_by_role("link", name="Read and write notes").click()
    walk.page.wait_for_load_state()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_restricted_note_from_the_first_word_to_its_opening(walk: Walker, screen: Screen) -> None:
    said = f"{SAID} Seen at the {screen.name}."
    walk.start(screen)
    _to_notes(walk, "ruth.abramov", "mateo munoz")
    walk.page.get_by_role("link", name="Write a note").click()
    walk.page.get_by_text("Another kind of note").click()
    walk.page.get_by_role("link", name="Child protection").click()
    expect(walk.page.get_by_text("Thomas O'Brien-Díaz").first).to_be_visible()
    address = walk.page.url
    walk.page.locator("textarea[name=text]").fill(said)
    expect(walk.page.get_by_text("Only you can read it.")).to_be_visible()
    walk.look_at("note-writing")
    walk.page.close()  # in the middle of the note

    walk.start(screen)
    walk.as_("ruth.abramov")
    walk.goto(address)
    expect(walk.page.locator("textarea[name=text]")).to_have_value(said)
    walk.look_at("note-found-again")
    walk.page.get_by_role("button", name="Keep this note").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text("The note is kept.")).to_be_visible()
    walk.look_at("notes-counselor")

    for username in ("thao.nguyen", "amara.okafor"):
        _to_notes(walk, username, "mateo munoz")
        walk.page.get_by_role("link", name="Restricted: child protection").first.click()
        walk.page.wait_for_load_state()
        expect(walk.page.get_by_text("What it says is for others to read.")).to_be_visible()
        assert walk.page.get_by_role("button", name="Open this note").count() == 0
        assert walk.page.get_by_text(SAID).count() == 0
        walk.look_at("note-exists", keep=username == "thao.nguyen")

    _to_notes(walk, "thomas.obrien-diaz", "mateo munoz")
    walk.page.get_by_role("link", name="Restricted: child protection").first.click()
    walk.page.get_by_role("button", name="Open this note").click()
    walk.page.wait_for_load_state()
    assert walk.page.get_by_text(SAID).count() == 0, "not without a reason"
    walk.look_at("note-asks-why")
    walk.page.locator("textarea[name=reason]").fill("The agency called and asks who saw it.")
    walk.page.get_by_role("button", name="Open this note").click()
    expect(walk.page.get_by_text(said)).to_be_visible()
    walk.look_at("note-opened")


def test_without_a_script_a_note_is_drafted_checked_and_kept(walk: Walker) -> None:
    walk.start(DESK, scripts=False)
    _to_notes(walk, "amara.okafor", "mateo munoz")
    walk.page.get_by_role("link", name="Write a note").click()
    walk.page.locator("textarea[name=text]").fill("He is lazy in the morning.")
    walk.page.get_by_role("button", name="Check my wording").click()
    expect(walk.page.get_by_text("Only you see this")).to_be_visible()
    walk.page.get_by_role("button", name="Save as a draft").click()
    expect(walk.page.get_by_role("heading", name="My drafts")).to_be_visible()
    walk.page.get_by_role("link", name="Write on").click()
    walk.page.locator("textarea[name=text]").fill("He starts the work when it is read aloud.")
    walk.page.get_by_role("button", name="Keep this note").click()
    expect(walk.page.get_by_text("The note is kept.")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_notes_are_found_and_read_in_spanish(walk: Walker, screen: Screen) -> None:
    walk.start(screen, language="es")
    walk.as_("thomas.obrien-diaz", "es")
    walk.goto("/notes/")
    walk.page.locator("input[name=text]:visible").fill("robot")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_load_state()
    assert "robot" not in walk.page.url
    walk.look_at("notes-found-es")
    walk.page.locator("main .notes a").first.click()
    walk.look_at("note-es")
    walk.goto("/notes/drafts/")
    walk.look_at("drafts-es")
