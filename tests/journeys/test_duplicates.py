"""A student entered twice: the data lead sets the two records side by side, says they are two, and takes it back."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Screen, Walker


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_two_records_are_told_apart_and_it_is_taken_back(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("wei.li")
    walk.goto("/students/duplicates/")
    walk.look_at("duplicates")
    expect(walk.page.get_by_text("Fletcher")).to_have_count(0)
    walk.page.get_by_role("link", name="Belén Muñoz Quiñones").click()
    expect(walk.page.get_by_text("Surname one letter apart")).to_be_visible()
    walk.look_at("duplicate")
    walk.page.get_by_role("button", name="These are two people").click()
    expect(walk.page.get_by_text("No pair here")).to_be_visible()
    walk.page.get_by_role("link", name="Two people 1").click()
    walk.page.get_by_role("link", name="Belén Muñoz Quiñones").click()
    walk.page.get_by_role("button", name="Take this back").click()
    expect(walk.page.get_by_role("button", name="These are two people")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_two_records_are_joined_and_given_back(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("wei.li")
    walk.goto("/students/duplicates/")
    walk.page.get_by_role("link", name="Belén Muñoz Quiñones").click()
    walk.page.get_by_role("link", name="They are one: keep the first").click()
    expect(walk.page.get_by_text("Days of attendance")).to_be_visible()
    walk.look_at("join")
    walk.page.get_by_role("button", name="Join them").click()
    walk.look_at("joins")
    walk.page.get_by_role("button", name="Undo").first.click()
    expect(walk.page.get_by_text("Both records are as they were.")).to_be_visible()
    walk.goto("/students/duplicates/")
    expect(walk.page.get_by_role("link", name="Belén Muñoz Quiñones")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_mother_entered_twice_is_joined_with_a_reason_and_parted(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("wei.li")
    walk.goto("/students/duplicates/")
    walk.page.get_by_role("link", name="Adults of families").click()
    walk.look_at("adult-duplicates")
    walk.page.get_by_role("link", name="Noemí Quiñones Vega").click()
    expect(walk.page.get_by_text("They stand for different students")).to_be_visible()
    walk.look_at("adult-duplicate")
    walk.page.get_by_role("link", name="They are one: keep the first").click()
    walk.look_at("adult-join")
    walk.page.get_by_role("button", name="Join them").click()
    expect(walk.page.get_by_role("heading", name="One thing is still needed")).to_be_visible()
    walk.page.get_by_label("Why they are one person").fill("The school asked her.")
    walk.page.get_by_role("button", name="Join them").click()
    expect(walk.page.get_by_text("The school asked her.").first).to_be_visible()  # parted ones stay listed below
    walk.look_at("adult-joins")
    walk.page.get_by_role("button", name="Part them again").first.click()
    expect(walk.page.get_by_text("Both records are as they were")).to_be_visible()
    walk.goto("/students/duplicates/adults/")
    expect(walk.page.get_by_role("link", name="Noemí Quiñones Vega")).to_be_visible()


def test_the_pair_is_read_in_spanish(walk: Walker) -> None:
    walk.start(PHONE)
    walk.as_("wei.li", "es")
    walk.goto("/students/duplicates/")
    walk.page.get_by_role("link", name="Belén Muñoz Quiñones").click()
    expect(walk.page.get_by_text("El apellido difiere en una letra")).to_be_visible()
