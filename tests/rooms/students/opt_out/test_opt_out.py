"""Refusing that directory information be shared: whose it is, what it answers other rooms, and the list."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town

TODAY = date(2026, 11, 20)


def _url(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/directory-information/"


def _opted_out(town: Town, who: str, on: date = TODAY) -> set[str]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import api as students

    keys = {student.pk: key for key, student in town.students.items()}
    with acting_as(town.viewer(who)):
        return {keys[pk] for pk in students.opted_out(keys, on)}


def test_a_mother_refuses_and_takes_it_back_and_both_stay_on_record(town: Town) -> None:
    client = town.client("guardian")
    assert client.post(_url(town)).status_code == 302
    page = client.get(_url(town)).content.decode()
    assert "Lucía Herrera Peña" in page
    assert _opted_out(town, "partner") == {"mateo"}, "whoever would share must know"
    assert _opted_out(town, "partner", TODAY - timedelta(days=1)) == set()
    assert client.post(_url(town)).status_code == 400, "it is refused already"
    assert client.post(f"{_url(town)}take-back/").status_code == 302
    assert _opted_out(town, "partner") == set()
    assert client.post(f"{_url(town)}take-back/").status_code == 400
    assert "Lucía Herrera Peña" in client.get(_url(town)).content.decode()


def test_the_history_offers_to_take_back_the_refusal_that_stands(town: Town) -> None:
    client = town.client("guardian")
    history = _url(town).replace("directory-information", "history")
    client.post(_url(town))
    assert client.get(history).content.decode().count(f'href="{_url(town)}"') == 1
    client.post(f"{_url(town)}take-back/")
    assert f'href="{_url(town)}"' not in client.get(history).content.decode()


def test_staff_write_down_a_paper_form(town: Town) -> None:
    client = town.client("coordinator")
    assert client.post(_url(town), {"said_by": ""}).status_code == 400
    told = {"said_by": "Ramón Muñoz", "starts_on": "2026-11-02", "came_by": "paper"}
    assert client.post(_url(town), told | {"starts_on": "2026-11-21"}).status_code == 400
    assert client.post(_url(town), told | {"came_by": "page"}).status_code == 400
    assert client.post(_url(town), told).status_code == 302
    assert _opted_out(town, "teacher", date(2026, 11, 2)) == {"mateo"}
    assert "Ramón Muñoz" in town.client("administrator").get("/students/directory-information/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("student", 403), ("teacher", 404), ("nurse", 404), ("outsider", 404)])
def test_others_cannot_refuse_for_a_student(town: Town, who: str, status: int) -> None:
    assert town.client(who).post(_url(town)).status_code == status
    assert town.client(who).post(f"{_url(town)}take-back/").status_code == status


def test_at_18_it_is_the_student_s(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Demographics

    with acting_as(SET_UP):
        Demographics.objects.create(student=town.students["mateo"], birth_on=date(2008, 11, 20))
    assert town.client("guardian").post(_url(town)).status_code == 403
    assert town.client("student").post(_url(town)).status_code == 302


@pytest.mark.parametrize("who", ["coordinator", "teacher", "guardian", "finance", "outsider"])
def test_the_list_is_for_those_who_answer_for_privacy(town: Town, who: str) -> None:
    assert town.client(who).get("/students/directory-information/").status_code == 403


def test_the_notice_names_what_the_district_shares_in_both_languages(town: Town) -> None:
    client = town.client("guardian")
    assert "Honors and awards" in client.get(_url(town)).content.decode()
    client.cookies["django_language"] = "es"
    assert "Honores y premios" in client.get(_url(town)).content.decode()


def test_the_list_is_taken_as_a_file_by_those_who_may_export(town: Town) -> None:
    town.client("guardian").post(_url(town))
    url = "/students/directory-information/?export=csv"
    assert "Mateo" in town.client("privacy_officer").get(url).content.decode()
    assert town.client("administrator").get(url)["Content-Type"].startswith("text/html")


def test_the_number_of_queries_does_not_grow(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.opt_out.commands import opt_out
    from throughline.rooms.students.rights import CameBy

    client, officer = town.client("privacy_officer"), town.viewer("privacy_officer")

    def n_queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/students/directory-information/").status_code == 200
        return len(asked)

    for n, student in enumerate(("mateo", "valentina", "elsewhere")):
        with acting_as(officer):
            pk = town.students[student].pk
            opt_out(by=officer, at=AT, student_id=pk, said_by="A parent", came_by=CameBy.PHONE)
        if n == 0:
            n_queries()
            before = n_queries()
    assert n_queries() == before
