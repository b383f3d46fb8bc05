"""The list of students: who is on it for whom, finding, filters, exports, and that each row is noted."""

from typing import TYPE_CHECKING

import pytest
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

NAMES = {
    "mateo": "Mateo Muñoz Herrera",
    "valentina": "Valentina Muñoz Herrera",
    "classmate": "Zoë Classmate",
    "not_taught": "Nils Nottaught",
    "elsewhere": "Eve Elsewhere",
}


def _listed(page: str) -> set[str]:
    return {key for key, name in NAMES.items() if name in page}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", {"mateo", "classmate", "not_taught"}),
        ("coordinator_elsewhere", {"valentina", "elsewhere"}),
        ("teacher", {"mateo", "classmate"}),
        ("nurse", {"mateo", "classmate", "not_taught"}),
        ("principal", {"mateo", "classmate", "not_taught"}),
        ("data_lead", set(NAMES)),
        ("administrator", set(NAMES)),
        ("student", {"mateo"}),
        ("guardian", {"mateo", "valentina"}),
    ],
)
def test_each_sees_their_own_students_and_no_other(town: Town, who: str, seen: set[str]) -> None:
    assert _listed(town.client(who).get("/students/").content.decode()) - {""} == seen


@pytest.mark.parametrize("who", ["finance", "partner", "state_analyst", "outsider"])
def test_those_who_work_with_no_student_are_refused(town: Town, who: str) -> None:
    response = town.client(who).get("/students/")
    assert response.status_code == 403
    assert _listed(response.content.decode()) == set()


@pytest.mark.parametrize("text", ["munoz", "MUÑOZ", "herrera mateo", "Mateo"])
def test_a_name_is_found_without_its_accents_and_never_stands_in_an_address(town: Town, text: str) -> None:
    client = town.client("coordinator")
    found = client.post("/students/find/", {"text": text})
    assert (found.status_code, found["Location"]) == (302, "/students/")
    page = client.get(found["Location"]).content.decode()
    assert _listed(page) == {"mateo"}
    client.post("/students/find/", {"text": ""})
    assert len(_listed(client.get("/students/").content.decode())) == 3


@pytest.mark.parametrize("text", ["\x00", "%", "_", "'; drop table students_student; --", "x" * 5000])
def test_odd_text_finds_nobody_and_breaks_nothing(town: Town, text: str) -> None:
    client = town.client("coordinator")
    client.post("/students/find/", {"text": text})
    assert client.get("/students/").status_code == 200


def test_filters_narrow_by_school_grade_and_newness(town: Town) -> None:
    client = town.client("data_lead")
    cedar = client.get("/students/", {"school": str(town.cedar.pk)}).content.decode()
    tenth = client.get("/students/", {"grade": "10"}).content.decode()
    new = client.get("/students/", {"joined": "new"}).content.decode()
    assert _listed(cedar) == {"valentina", "elsewhere"}
    assert _listed(tenth) == {"mateo", "classmate"}
    assert _listed(new) == set()


def test_grades_are_ordered_as_students_pass_through_them(town: Town) -> None:
    page = town.client("data_lead").get("/students/", {"sort": "grade"}).content.decode()
    assert page.index("Eve Elsewhere") < page.index("Valentina") < page.index("Mateo") < page.index("Nils Nottaught")


def test_rows_shown_are_noted_and_rows_not_shown_are_not(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    town.client("data_lead").get("/students/", {"grade": "10"})
    noted = Disclosure.objects.filter(record_class="directory", place="students.list")
    expected = {town.students["mateo"].pk, town.students["classmate"].pk}
    assert set(noted.values_list("student_id", flat=True)) == expected


def test_those_who_may_export_do_and_it_is_noted(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    response = town.client("coordinator").get("/students/", {"export": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    assert _listed(response.content.decode()) == {"mateo", "classmate", "not_taught"}
    assert AuditRecord.objects.get(act="export", noun="students").details == {"students": 3}
    assert Disclosure.objects.filter(place="students.export", record_class="directory").count() == 3


@pytest.mark.parametrize("who", ["teacher", "nurse", "administrator"])
def test_those_who_may_not_export_are_refused_and_offered_none(town: Town, who: str) -> None:
    client = town.client(who)
    assert "export=" not in client.get("/students/").content.decode()
    assert client.get("/students/", {"export": "csv"}).status_code == 403


def test_queries_do_not_grow_with_rows(town: Town, django_assert_num_queries: "DjangoAssertNumQueries") -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    client = town.client("coordinator")
    with CaptureQueriesContext(connection) as few:
        client.get("/students/")
    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(source_id=f"more-{n}", given_name="More", family_name=str(n), home_school=town.high)
            for n in range(20)
        )
    with django_assert_num_queries(len(few)):
        client.get("/students/")
