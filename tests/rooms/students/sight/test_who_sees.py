"""Who can see a student: the list against the database itself, for every member of the cast, class by class."""

import pytest
from django.db import connection
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town


def _listed(town: Town, student: str) -> set[tuple[int, str]]:
    """Each person on the list with each class they are said to see."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student
    from throughline.rooms.students.sight.queries import find_who_sees

    viewer = town.viewer("administrator")
    with acting_as(viewer):
        holders = find_who_sees(Student.objects.get(pk=town.students[student].pk))
    return {(holder.user_id, name) for holder in holders for name in holder.classes}


def _shown_by_the_database(town: Town, student: str) -> set[tuple[int, str]]:
    """The same, asked of the second wall: as each person in turn, with the policies' own functions."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.sight.queries import STUDENT_CLASSES

    asked = (
        "select c from unnest(%s::text[]) c where throughline_all(throughline_viewer(), c, 'see')"
        " or %s = any(throughline_student_ids(throughline_viewer(), c, 'see'))"
    )
    found = set()
    for user in town.users.values():
        with acting_as(user.viewer()), connection.cursor() as cursor:
            cursor.execute(asked, [list(STUDENT_CLASSES), town.students[student].pk])
            found |= {(user.pk, name) for (name,) in cursor.fetchall()}
    return found


@pytest.mark.parametrize("student", ["mateo", "valentina", "classmate", "not_taught", "elsewhere"])
def test_somebody_is_on_the_list_exactly_where_the_database_shows_them_the_class(town: Town, student: str) -> None:
    listed = _listed(town, student)
    assert listed == _shown_by_the_database(town, student)
    assert len({user for user, _name in listed}) >= 3


@pytest.mark.parametrize("student", ["mateo", "elsewhere"])
def test_somebody_is_on_the_list_exactly_where_they_can_read_the_rows(town: Town, student: str) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import models

    listed, pk = _listed(town, student), town.students[student].pk
    for user in town.users.values():
        with acting_as(user.viewer()):
            for name, model in (
                ("enrollment", models.Enrollment),
                ("academic", models.Mark),
                ("behavior", models.BehaviorIncident),
                ("family_contacts", models.Guardianship),
            ):
                assert model.objects.filter(student=pk).exists() == ((user.pk, name) in listed), (user.name, name)
            assert models.Student.objects.filter(pk=pk).exists() == ((user.pk, "directory") in listed), user.name


def test_what_ends_or_starts_later_is_not_on_the_list(town: Town) -> None:
    from datetime import date

    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Relation

    outsider = town.users["outsider"]
    with acting_as(SET_UP):
        for starts_on, ends_on in ((FIRST_DAY, date(2026, 11, 19)), (date(2026, 11, 21), None)):
            accounts.grant_role(
                by=SET_UP,
                at=AT,
                user=outsider,
                relation="coordinator",
                organization_id=town.high.pk,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            Relation.objects.create(
                user=outsider,
                student=town.students["mateo"],
                relation="teacher",
                starts_on=starts_on,
                ends_on=ends_on,
            )
    assert outsider.pk not in {user for user, _name in _listed(town, "mateo")}
    assert _listed(town, "mateo") == _shown_by_the_database(town, "mateo")


def test_somebody_who_can_no_longer_sign_in_is_not_on_the_list(town: Town) -> None:
    user = town.users["coordinator"]
    user.is_active = False
    user.save()
    assert user.pk not in {user for user, _name in _listed(town, "mateo")}


def test_the_page_says_who_what_since_when_and_why(town: Town) -> None:
    page = town.client("principal").get(f"/students/{town.students['mateo'].pk}/who-sees/").content.decode()
    said = ("Thảo Nguyễn", "Teacher, Alder", "Teaches the student now (34", "since Aug 17, 2026", "Special education")
    assert [words for words in said if words not in page] == []
    assert "Priya Raman" not in page
    assert "Kowalczyk" not in page


@pytest.mark.parametrize(
    ("who", "student", "status"),
    [
        ("guardian", "mateo", 200),
        ("student", "mateo", 200),
        ("coordinator", "mateo", 200),
        ("principal", "mateo", 200),
        ("data_lead", "mateo", 200),
        ("administrator", "mateo", 200),
        ("teacher", "mateo", 404),
        ("nurse", "mateo", 404),
        ("coordinator_elsewhere", "mateo", 404),
        ("finance", "mateo", 404),
        ("guardian", "classmate", 404),
        ("student", "valentina", 404),
        ("outsider", "mateo", 404),
    ],
)
def test_it_is_for_those_entitled_to_ask_and_linked_for_them_alone(
    town: Town, who: str, student: str, status: int
) -> None:
    client, address = town.client(who), f"/students/{town.students[student].pk}/"
    assert client.get(f"{address}who-sees/").status_code == status
    opened = client.get(address)
    if opened.status_code == 200:
        assert (f"{address}who-sees/" in opened.content.decode()) == (status == 200)


def test_that_somebody_of_the_staff_asked_is_noted(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/who-sees/")
    rows = Disclosure.objects.filter(place="students.who_sees")
    assert {row.record_class for row in rows} == {"directory", "oversight"}


def test_the_number_of_queries_does_not_grow_with_the_number_of_people(town: Town) -> None:
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts import api as accounts

    client, url = town.client("administrator"), f"/students/{town.students['mateo'].pk}/who-sees/"

    def n_queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    n_queries()
    before = n_queries()
    for n in range(20):
        user = accounts.add_person(by=SET_UP, at=AT, username=f"more.{n}", name=f"More {n}")
        accounts.grant_role(
            by=SET_UP, at=AT, user=user, relation="school_leader", organization_id=town.high.pk, starts_on=FIRST_DAY
        )
    assert n_queries() == before
