"""A coordinator runs a meeting of twenty students; the browser goes in the middle of a note, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker

HALF = "He explains hard texts to others, and on Thursdays he"


def _plan(walk: Walker, title: str) -> None:
    """Plan a meeting with the students of a list as it is narrowed."""
    walk.goto("/students/?grade=10&there=80")
    walk.page.get_by_role("link", name="Plan a meeting with these").click()
    walk.page.get_by_label("What it is called").fill(title)
    walk.look_at("meeting-new")
    walk.page.get_by_role("button", name="Plan it").click()
    walk.page.wait_for_load_state()


def _names(walk: Walker) -> list[str]:
    return walk.page.locator(".order > li > :first-child").all_inner_texts()


def _shorten_to(walk: Walker, n: int) -> None:
    """Take students off the end of the list, until there are as many as a usual meeting has."""
    while len(_names(walk)) > n:
        walk.page.locator(".order button").last.click()
        walk.page.wait_for_load_state()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_twenty_students_from_the_list_to_the_recap(walk: Walker, screen: Screen) -> None:
    title = f"Team at the {screen.name}"
    walk.start(screen)
    walk.as_("amara.okafor")
    _plan(walk, title)
    _shorten_to(walk, 16)
    walk.page.get_by_label("Names, one a line").fill("Audrey Bauer\nMiles Becker\nRenee Carter\nMateo Munos")
    walk.page.get_by_role("button", name="Add these").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text("Whom do you mean?")).to_be_visible()
    walk.look_at("meeting-whom")
    walk.page.locator(".notice button", has_text="Mateo Muñoz Herrera").click()
    walk.page.wait_for_load_state()
    for person in ("Leilani Kahale, Nurse", "Thảo Nguyễn, Teacher"):
        walk.page.get_by_label(person).check()
    walk.page.get_by_role("button", name="Keep who takes part").click()
    walk.page.wait_for_load_state()
    names = _names(walk)
    assert len(names) == 20
    walk.look_at("meeting-plan")
    walk.page.get_by_role("link", name="See the meeting").click()
    walk.page.wait_for_load_state()
    meeting = walk.page.url
    walk.look_at("meeting-planned")
    walk.page.get_by_role("button", name="Begin the meeting").click()

    for place, name in enumerate(names, start=1):
        expect(walk.page.get_by_role("heading", level=1)).to_have_text(name)
        expect(walk.page.get_by_text(f"{place} of 20", exact=True)).to_be_visible()
        if place == 2:  # the browser goes in the middle of a note and of a decision
            walk.page.get_by_label("What is done").fill("Call the family")
            walk.page.get_by_label("What was said").fill(HALF)
            expect(walk.page.get_by_text("Draft saved at")).to_be_visible()
            turn = walk.page.url
            walk.page.context.close()
            walk.start(screen)
            walk.as_("amara.okafor")
            walk.goto(turn)
            expect(walk.page.get_by_label("What was said")).to_have_value(HALF)
            expect(walk.page.get_by_label("What is done")).to_have_value("Call the family")
            walk.look_at("meeting-found-again")
        if place == 3:
            walk.page.get_by_role("button", name="Put off").click()
            continue
        walk.page.get_by_label("What is done").fill(f"Task {place}")
        walk.page.get_by_label("Who does it").select_option(label="Leilani Kahale, Nurse")
        walk.page.get_by_label("By when").fill("2026-12-01")
        if place == 1:
            walk.look_at("meeting-turn")
            walk.page.locator("h1").click()  # out of the fields, as one looks up
        if place == 20:
            walk.page.get_by_role("button", name="To the end").click()
        elif place == 1 and screen is DESK:
            walk.page.keyboard.press("ArrowRight")
        else:
            walk.page.get_by_role("button", name="Next student").click()

    expect(walk.page).to_have_url(meeting)
    expect(walk.page.get_by_text("Put off for now")).to_be_visible()
    walk.look_at("meeting-under-way")
    walk.page.get_by_role("link", name="Close the meeting").click()
    walk.look_at("meeting-close")
    walk.page.get_by_role("button", name="Close the meeting").click()
    walk.page.wait_for_load_state()
    recap = walk.page.locator("main").inner_text()
    for place, name in enumerate(names, start=1):
        assert name in recap
        assert place == 3 or re.search(rf"Task {place}\b[^\n]*Leilani Kahale[^\n]*December 1, 2026", recap), place
    assert HALF in recap
    assert names[2] in recap[recap.index("Not reached") :]
    walk.look_at("meeting-recap")
    _nurse_and_teacher(walk, screen, meeting, names)


def _nurse_and_teacher(walk: Walker, screen: Screen, meeting: str, names: list[str]) -> None:
    """The same meeting as two others read it; and the nurse does what she was given."""
    walk.as_("thao.nguyen")
    walk.goto(meeting)
    seen = walk.page.locator(".order a").all_inner_texts()
    assert 0 < len(seen) < 20
    expect(walk.page.get_by_text(f"{20 - len(seen)} more students on the list are not yours to see.")).to_be_visible()
    walk.page.get_by_role("link", name="Mateo Muñoz Herrera").click()
    expect(walk.page.get_by_text("Circumstances now")).to_have_count(0)
    walk.look_at("meeting-turn-teacher")
    walk.as_("leilani.kahale")
    walk.goto(meeting)
    assert walk.page.locator(".order a").all_inner_texts() == names
    walk.page.get_by_role("link", name="Mateo Muñoz Herrera").click()
    expect(walk.page.get_by_text("Circumstances now")).to_be_visible()
    walk.look_at("meeting-turn-nurse")
    walk.goto("/meetings/tasks/")
    walk.look_at("meeting-tasks")
    walk.page.get_by_role("link", name=re.compile("It is done")).first.click()
    walk.look_at("meeting-done")
    happened = f"I called from the {screen.name}; they are glad."
    walk.page.get_by_label("What happened").fill(happened)
    walk.page.get_by_role("button", name="Say that it is done").click()
    expect(walk.page.get_by_text(happened)).to_have_count(1)


def test_without_a_script_a_meeting_goes_on_and_keeps_what_is_written(walk: Walker) -> None:
    walk.start(DESK, scripts=False)
    walk.as_("amara.okafor")
    walk.goto("/meetings/")
    walk.page.get_by_role("link", name="Support team, week 14").click()
    walk.page.get_by_role("button", name="Begin the meeting").click()
    first = walk.page.locator("h1").inner_text()
    walk.page.get_by_label("What was said").fill("Begun, and looked back.")
    walk.page.get_by_role("button", name="Put off").click()
    assert walk.page.locator("h1").inner_text() != first
    walk.page.get_by_role("button", name="Previous").click()
    assert walk.page.locator("h1").inner_text() == first
    expect(walk.page.get_by_label("What was said")).to_have_value("Begun, and looked back.")
    walk.page.get_by_role("button", name="Keep", exact=True).click()
    expect(walk.page.get_by_text("It is kept.")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_recap_and_a_turn_are_read_in_spanish(walk: Walker, screen: Screen) -> None:
    walk.start(screen, language="es")
    walk.as_("thomas.obrien-diaz", "es")
    walk.goto("/meetings/")
    walk.look_at("meetings-es")
    walk.page.get_by_role("link", name="Support team, week 12").click()
    walk.look_at("meeting-es")
    walk.page.get_by_role("link", name="Resumen").click()
    expect(walk.page.get_by_text("Se habló de 5 de 6 estudiantes; se tomaron 4 decisiones.")).to_be_visible()
    walk.look_at("meeting-recap-es")
    walk.page.locator(".recap a").first.click()
    walk.look_at("meeting-turn-es")
