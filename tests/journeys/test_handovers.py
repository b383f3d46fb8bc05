"""A student is handed over: written at one school, seen on its list, read at the next, and known to be read."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker

WRITTEN = "Wants to see the classrooms before the first day."


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_handover_note_is_written_in_a_row_and_the_list_knows(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("daniel.kowalczyk")
    walk.goto("/handovers/")
    walk.look_at("who-moves-on")
    walk.goto("/handovers/?state=none")
    name = walk.page.locator("main tbody a").first.inner_text()
    walk.page.locator("main tbody a").first.click()
    walk.page.get_by_role("link", name="Write a handover note").click()
    field = walk.page.locator("textarea[name=part_first]")
    field.fill(WRITTEN)
    expect(walk.page.get_by_text("Only you can read it.")).to_be_visible()
    walk.look_at("handover-writing")
    walk.page.reload()
    expect(field).to_have_value(WRITTEN)
    walk.page.get_by_label("The next school").select_option(label="Saltgrass Creek Middle School")
    walk.page.get_by_role("button", name="Keep, and write of the next student").click()
    expect(walk.page.get_by_text(f"The handover note of {name} is kept.")).to_be_visible()
    expect(field).to_have_value("")
    walk.goto("/handovers/?state=written")
    expect(walk.page.get_by_role("link", name=name)).to_be_visible()
    walk.page.get_by_role("link", name=name).click()
    walk.look_at("handover-written")
    walk.goto("/handovers/mine/")
    walk.look_at("handovers-mine")


def test_all_on_the_list_are_given_a_school_and_a_writer_at_once_by_keyboard(walk: Walker) -> None:
    walk.start(DESK)
    walk.as_("daniel.kowalczyk")
    walk.goto("/handovers/?state=none")
    walk.page.get_by_text("Say it of all on this list").focus()
    walk.page.keyboard.press("Enter")
    walk.page.get_by_label("Who writes").last.select_option(label="Daniel Kowalczyk, Coordinator")
    walk.page.get_by_role("button", name="Keep it for all of them").press("Enter")
    expect(walk.page.get_by_text("Kept for")).to_be_visible()
    walk.goto("/handovers/?state=asked")
    expect(walk.page.locator("main tbody tr").first).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_the_next_school_reads_it_and_says_so(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("amara.okafor")
    walk.page.get_by_role("link", name="Read them").click()
    walk.page.wait_for_load_state()
    walk.look_at("new-to-us")
    walk.page.locator("main tbody a").first.click()
    walk.page.wait_for_load_state()
    walk.look_at("handover-to-read")
    walk.page.get_by_role("button", name="I have read it").click()
    expect(walk.page.get_by_text("Thank you. Who wrote it sees that you have read it.")).to_be_visible()
    walk.look_at("handover-read")
    walk.as_("joseph.tso")
    walk.goto("/handovers/mine/")
    expect(walk.page.get_by_text("Read by Amara Okafor").first).to_be_visible()
    walk.look_at("handovers-read")


def test_without_a_script_a_handover_is_drafted_and_kept_in_spanish(walk: Walker) -> None:
    walk.start(DESK, scripts=False)
    walk.as_("daniel.kowalczyk", "es")
    walk.goto("/handovers/?state=none")
    walk.page.locator("main tbody a").last.click()
    walk.page.get_by_role("link", name="Escribir una nota de traspaso").click()
    walk.page.locator("textarea[name=part_works]").fill("Dibuja muy bien.")
    walk.page.locator("button[value=draft]").click()
    walk.page.get_by_role("link", name="Nota de traspaso").first.click()
    expect(walk.page.locator("textarea[name=part_works]")).to_have_value("Dibuja muy bien.")
    walk.page.locator("button[value=keep]").click()
    expect(walk.page.get_by_role("heading", name="Fortalezas y lo que funciona")).to_be_visible()
