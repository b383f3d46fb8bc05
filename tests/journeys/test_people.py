"""Coming in, and what each meets: a coordinator, a teacher, a family in Spanish, an outsider at every door."""

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Language, Screen, Walker

DOORS = ("/students/", "/students/1/", "/policy/", "/budgets/", "/formulas/", "/schools/", "/imports/", "/imports/new/")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_door_offers_the_cast_and_says_why_a_password_fails(
    walk: Walker, screen: Screen, language: Language
) -> None:
    walk.start(screen, language=language)
    walk.goto("/sign-in/")
    walk.speak(language)
    walk.look_at(f"sign-in-{language}")
    walk.page.locator("input[name=username]:visible").fill("priya.raman")
    walk.page.locator("input[name=password]").fill("not it")
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator(".errors")).to_be_visible()
    walk.look_at("sign-in-refused", keep=language == "en")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_coordinator_finds_a_student_without_the_accents(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("amara.okafor")
    walk.look_at("today-coordinator")
    walk.goto("/students/")
    walk.look_at("students")
    walk.page.locator("input[name=text]:visible").fill("munoz mateo")
    walk.page.keyboard.press("Enter")
    walk.page.get_by_role("link", name="Mateo Muñoz Herrera").click()
    assert "munoz" not in walk.page.url.lower()
    walk.picture("first-student", whole=False)
    walk.look_at("student")


def test_a_teacher_sees_those_in_class_and_less_of_them(walk: Walker) -> None:
    walk.as_("thao.nguyen")
    walk.look_at("today-teacher")
    walk.goto("/students/")
    walk.page.locator("main tbody a").first.click()
    walk.look_at("student-for-teacher")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_family_meets_spanish_from_the_first_page(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("lucia.herrera", language=None)
    assert walk.page.locator("html").get_attribute("lang") == "es"
    walk.look_at("today-family")
    walk.page.get_by_role("link", name="Abrir").first.click()
    walk.look_at("student-family")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_the_administrator_reads_who_may_see_what(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("wei.li")
    walk.look_at("today-administrator")
    walk.goto("/policy/")
    walk.look_at("policy")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_the_outsider_is_refused_at_every_door(walk: Walker, screen: Screen, language: Language) -> None:
    walk.start(screen, language=language)
    walk.as_("jordan.hale", language)
    walk.look_at(f"today-outsider-{language}")
    places = walk.page.locator("nav a").evaluate_all("links => links.map(link => link.pathname)")
    assert set(places) <= {"/"}
    for door in DOORS:
        walk.goto(door)
        assert walk.page.locator("main tbody").count() == 0
        assert walk.page.get_by_text("Mateo").count() == 0
        walk.look_at(f"refused-{language}", keep=door == "/students/")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_a_family_reads_who_sees_and_who_looked_at_its_child(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("amara.okafor")
    walk.goto("/students/")
    walk.page.locator("input[name=text]:visible").fill("mateo munoz")
    walk.page.keyboard.press("Enter")
    walk.page.get_by_role("link", name="Mateo Muñoz Herrera").click()
    walk.page.wait_for_load_state()
    student = walk.page.url
    walk.as_("lucia.herrera", language=None)
    walk.goto(student + "who-sees/")
    walk.look_at("who-sees")
    expect(walk.page.locator("main")).to_contain_text("Amara Okafor")
    walk.goto(student + "who-looked/")
    walk.look_at("who-looked")
    expect(walk.page.locator("main")).to_contain_text("Amara Okafor")
    walk.goto(student + "who-looked/print/")
    walk.look_at("who-looked-print")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
def test_the_data_lead_reviews_looks_across_the_district(walk: Walker, screen: Screen) -> None:
    walk.start(screen)
    walk.as_("samuel.adeyemi")
    walk.look_at("today-data-lead")
    walk.goto("/students/looks/")
    walk.look_at("looks")
