"""A mother asks for a correction, and it goes all the way: refused, heard, and her statement beside the part."""

from playwright.sync_api import expect
from tests.journeys.walking import DESK, PHONE, Walker

STATEMENT = "Mateo estuvo en el debate de la escuela; falta corregir la asistencia."


def _send(walk: Walker) -> None:
    walk.page.locator("main form button.primary").click()
    walk.page.wait_for_load_state()


def test_a_correction_is_asked_refused_heard_and_answered_by_a_statement(walk: Walker) -> None:
    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", language=None)
    walk.page.locator("a", has_text="Abrir").first.click()
    walk.page.wait_for_load_state()
    student = walk.page.url
    walk.goto(f"{student}record-requests/")
    walk.look_at("record-requests")
    walk.page.get_by_role("link", name="Pedir corregir el expediente").click()
    walk.look_at("record-requests-ask")
    _send(walk)
    expect(walk.page.locator(".errors")).to_be_visible()
    walk.look_at("record-requests-ask-more")
    walk.page.select_option("select[name=part]", "attendance")
    walk.page.fill("textarea[name=contested]", "Dice que Mateo faltó el 3 de noviembre.")
    walk.page.fill("textarea[name=why]", "Estaba en el debate de la escuela.")
    walk.page.fill("textarea[name=wanted]", "Presente.")
    _send(walk)
    asked = walk.page.url
    walk.look_at("record-request-asked")

    walk.start(DESK)
    walk.as_("wei.li")
    expect(walk.page.locator("main")).to_contain_text("A family asks")
    walk.goto("/students/record-requests/")
    walk.look_at("record-requests-all")
    walk.page.locator("main tbody a").first.click()
    walk.look_at("record-request-to-answer")
    walk.page.get_by_role("link", name="Refuse it").click()
    walk.page.fill("textarea[name=answer]", "The teacher's book of that day shows an empty seat.")
    walk.look_at("record-request-refuse")
    _send(walk)

    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", language=None)
    walk.page.get_by_role("link", name="Leer la respuesta").click()
    expect(walk.page.locator("main")).to_contain_text("empty seat")
    walk.look_at("record-request-refused")
    walk.page.get_by_role("link", name="Pedir una audiencia").click()
    _send(walk)

    walk.start(DESK)
    walk.as_("wei.li")
    walk.goto(f"{asked}set-hearing/")
    walk.page.fill("input[name=hearing_on]", "2026-11-20")
    walk.page.fill("textarea[name=hearing_place]", "District office, room 4, 3 in the afternoon.")
    walk.page.fill("input[name=hearing_officer]", "Ana Cruz, retired judge")
    walk.page.check("input[name=no_interest]")
    walk.page.check("input[name=agreed]")
    walk.look_at("record-request-set-hearing")
    _send(walk)
    walk.page.get_by_role("link", name="Decide against the change").click()
    walk.page.fill("textarea[name=hearing_reason]", "Two witnesses saw the empty seat; the list of the debate is lost.")
    _send(walk)

    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", language=None)
    walk.goto(asked)
    walk.page.get_by_role("link", name="Poner una declaración en el expediente").click()
    walk.page.fill("textarea[name=statement]", STATEMENT)
    walk.look_at("record-request-statement")
    _send(walk)
    walk.look_at("record-request-done")
    walk.goto(student)
    expect(walk.page.locator("main")).to_contain_text(STATEMENT)
    walk.look_at("student-with-statement")
    walk.goto(f"{student}history/")
    walk.look_at("student-history")

    walk.start(DESK)
    walk.as_("thao.nguyen")
    walk.goto(student)
    expect(walk.page.locator("main")).to_contain_text(STATEMENT)
    walk.look_at("student-with-statement-for-teacher")


def test_a_mother_refuses_that_facts_be_shared_and_the_office_sees_it_in_the_list(walk: Walker) -> None:
    walk.start(PHONE, language="es")
    walk.as_("lucia.herrera", language=None)
    walk.page.locator("a", has_text="Abrir").first.click()
    walk.page.wait_for_load_state()
    walk.goto(f"{walk.page.url}directory-information/")
    walk.look_at("directory-information")
    _send(walk)
    walk.look_at("directory-information-refused")
    walk.start(DESK)
    walk.as_("wei.li")
    walk.goto("/students/directory-information/")
    expect(walk.page.locator("main")).to_contain_text("Lucía Herrera Peña")
    walk.look_at("directory-information-list")
