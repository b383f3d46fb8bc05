"""Next year's classes: a teacher proposes, the principal revises by mouse and keyboard and makes the list final."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker


def _open(walk: Walker, person: str) -> None:
    walk.as_(person)
    walk.goto("/students/class-lists/")
    walk.page.get_by_role("link", name="Grade 11, 2027-28").click()
    walk.page.wait_for_load_state()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_students_are_moved_by_menu_and_by_arrow_keys_and_back(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    _open(walk, "thao.nguyen")
    expect(walk.page.get_by_text("students on the list are not yours to see.")).to_be_visible()
    walk.look_at("class-list-teacher")
    _open(walk, "thomas.obrien-diaz")
    walk.look_at("class-list")
    first = walk.page.locator(".room").first.locator(".seat").first
    seat = walk.page.locator(f"#{first.get_attribute('id')}")
    seat.get_by_text("Move", exact=False).first.click()
    seat.get_by_role("button", name="Homeroom B").click()
    expect(walk.page.locator("[data-room='1']").locator(f"#{seat.get_attribute('id')}")).to_be_visible()
    walk.page.locator("#undo").wait_for()
    expect(seat.locator(".move")).to_be_focused()
    walk.page.keyboard.press("ArrowRight")
    expect(walk.page.locator("[data-room='2']").locator(f"#{seat.get_attribute('id')}")).to_be_visible()
    for room in ("1", "0"):
        walk.page.locator("#undo").click()
        expect(walk.page.locator(f"[data-room='{room}']").locator(f"#{seat.get_attribute('id')}")).to_be_visible()
    walk.page.get_by_role("link", name="Apart and together").click()
    walk.look_at("class-wishes")
    walk.page.go_back()
    walk.page.get_by_role("link", name="History").click()
    expect(walk.page.get_by_text("Undone").first).to_be_visible()
    walk.look_at("class-list-history")


def test_a_student_is_dragged_to_another_class(walk: Walker) -> None:
    walk.start(DESK)
    _open(walk, "thomas.obrien-diaz")
    first = walk.page.locator(".room").first.locator(".seat").first
    seat = walk.page.locator(f"#{first.get_attribute('id')}")
    seat.drag_to(walk.page.locator("#room-1"))
    expect(walk.page.locator("[data-room='1']").locator(f"#{seat.get_attribute('id')}")).to_be_visible()
    walk.page.locator("#undo").click()
    expect(walk.page.locator("[data-room='0']").locator(f"#{seat.get_attribute('id')}")).to_be_visible()


def test_without_a_script_students_are_moved_too(walk: Walker) -> None:
    walk.start(DESK, scripts=False)
    _open(walk, "amara.okafor")
    seat = walk.page.locator(".room").first.locator(".seat").first
    name = seat.locator("a").inner_text()
    seat.locator("summary").click()
    seat.get_by_role("button", name="Homeroom D").click()
    expect(walk.page.get_by_text(f"{name} is in Homeroom D now.")).to_be_visible()
    walk.page.get_by_role("button", name="Undo").click()
    expect(walk.page.get_by_text("1 student is back where they were.")).to_be_visible()
