"""What changed in a student's record: in words, by whom, as far as each may see it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import SET_UP, Town


def _change(town: Town, by: str = "administrator", request: str = "", **columns: Any) -> None:
    """Somebody changes Mateo's row."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(town.viewer(by), request_id=request):
        Student.objects.filter(pk=town.students["mateo"].pk).update(**columns)


def _page(town: Town, who: str, query: str = "") -> str:
    response = town.client(who).get(f"/students/{town.students['mateo'].pk}/history/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_change_says_what_it_was_what_it_is_and_who_made_it(town: Town) -> None:
    _change(town, grade="11", preferred_given_name="Teo")
    page = _page(town, "principal")
    assert "Grade 11 (was Grade 10)" in page
    assert "Preferred given name: Teo" in page
    assert "by Wei Li" in page


def test_a_family_reads_it_in_spanish(town: Town) -> None:
    _change(town, grade="11")
    client = town.client("guardian")
    client.cookies["django_language"] = "es"
    page = client.get(f"/students/{town.students['mateo'].pk}/history/").content.decode()
    assert "Grado 11 (antes: Grado 10)" in page
    assert "por Wei Li" in page


def test_a_feed_taken_again_without_a_change_is_not_listed(town: Town) -> None:
    before = _page(town, "principal").count('<li class="done">')
    _change(town, source_digest=17)
    assert _page(town, "principal").count('<li class="done">') == before


def test_what_an_import_did_is_told_together_and_leads_to_where_it_can_be_undone(town: Town) -> None:
    _change(town, request="import:7", grade="12")
    assert 'href="/imports/7/">Import 7</a>' in _page(town, "administrator")
    page = _page(town, "coordinator")
    assert "Import 7" in page
    assert "/imports/7/" not in page


def test_what_was_removed_stays_readable(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import ClassPlace

    with acting_as(SET_UP):
        ClassPlace.objects.filter(student=town.students["mateo"]).delete()
    page = _page(town, "student")
    assert "Place in a class: taken out" in page
    assert "Room Alder Valley High School 10" in page


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        ("guardian", "Special education", "nothing at all"),
        ("student", "Economically disadvantaged", "Need (Special education)"),
        ("student", "Economically disadvantaged", "Need (Housing and foster care)"),
        ("principal", "Need (Housing and foster care)", "Need (Health)"),
        ("student", "Enrollment", "Who stands for the student: added"),
    ],
)
def test_each_sees_the_history_of_the_classes_they_see(town: Town, who: str, seen: str, unseen: str) -> None:
    page = _page(town, who)
    assert seen in page
    assert unseen not in page


@pytest.mark.parametrize("who", ["teacher", "nurse", "coordinator_elsewhere", "finance", "outsider"])
def test_for_others_it_does_not_exist(town: Town, who: str) -> None:
    assert town.client(who).get(f"/students/{town.students['mateo'].pk}/history/").status_code == 404


def test_it_is_narrowed_by_kind_and_days_and_strange_words_are_passed_over(town: Town) -> None:
    _change(town, grade="11")
    assert "Enrollment: added" not in _page(town, "principal", "?kind=student")
    assert "Grade 11" in _page(town, "principal", "?kind=student")
    assert "Grade 11" not in _page(town, "principal", "?until=2020-01-01")
    assert "Grade 11" in _page(town, "principal", "?since=2020-01-01&until=9999-12-31")
    assert "Grade 11" in _page(town, "principal", "?since=2026-02-31&start=x")


def test_a_look_is_noted_class_by_class_and_not_for_the_family(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _page(town, "guardian")
    assert not Disclosure.objects.filter(place="students.history").exists()
    _page(town, "coordinator")
    noted = set(Disclosure.objects.filter(place="students.history").values_list("record_class", flat=True))
    assert {"directory", "enrollment", "special_education", "housing", "family_contacts"} <= noted
    assert "health" not in noted


def test_many_changes_are_turned_page_by_page_and_ask_no_more_of_the_database(town: Town) -> None:
    client = town.client("administrator")
    url = f"/students/{town.students['mateo'].pk}/history/"

    def n_queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    for n in range(60):
        _change(town, email=f"m{n}@mail.example")
    n_queries()
    before = n_queries()
    for n in range(60):
        _change(town, phone=f"555-{n:04d}")
    assert n_queries() == before
    page = client.get(url).content.decode()
    assert "555-0059 (was 555-0058)" in page
    assert "555-0009 (was" not in page
    assert "555-0009 (was" in client.get(f"{url}?start=50").content.decode()


def test_the_database_shows_no_history_that_is_not_the_viewer_s(town: Town) -> None:
    from django.db.models import Q

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit import api as audit
    from throughline.rooms.students.models import Need, Student

    sources = [
        audit.Tracked(Student, "student", Q(), {"given_name": "Given name"}),
        audit.Tracked(Need, "need", Q(), {"category": "Need"}, {"category": str}),
    ]
    _change(town, given_name="Matías")
    with acting_as(town.viewer("student")):
        found = audit.find_changes(sources)
    assert {row.object_id for row in found.rows if row.kind == "student"} == {town.students["mateo"].pk}
    assert {field.after for row in found.rows if row.kind == "need" for field in row.fields} == {
        "economically_disadvantaged"
    }
    with acting_as(town.viewer("outsider")):
        assert audit.find_changes(sources).n == 0


def test_days_read_as_days(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Demographics

    with acting_as(SET_UP):
        Demographics.objects.create(student=town.students["mateo"], birth_on=date(2010, 3, 2), asian=True, white=False)
    page = _page(town, "principal")
    assert "Mar 2, 2010" in page
    assert "Asian: yes" in page


def test_the_history_of_a_student_for_whom_nobody_stands_is_answered(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        alone = Student.objects.create(source_id="alone", given_name="All", family_name="Alone", home_school=town.high)
    assert town.client("coordinator").get(f"/students/{alone.pk}/history/").status_code == 200


def test_history_goes_with_the_student_to_the_next_school_and_stays_at_none(town: Town) -> None:
    from django.apps import apps

    from throughline.rooms.accounts.sight.viewing import acting_as

    events = apps.get_model("students", "StudentEvent")._default_manager
    mateo = town.students["mateo"]
    _change(town, home_school_id=town.students["valentina"].home_school_id)

    def n_rows(who: str) -> int:
        with acting_as(town.viewer(who)):
            return int(events.filter(id=mateo.pk).count())

    assert n_rows("coordinator") == 0, "the rows of when he was here, too"
    assert n_rows("coordinator_elsewhere") == n_rows("administrator") > 1
