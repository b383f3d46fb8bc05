"""At 18 a student's rights pass from the parents to the student: on that day, in both walls, by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.conftest import Town

from throughline.values.viewer import Viewer

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SET_UP = Viewer(duty="set_up", name="test")


def _born(town: Town, day: date | None) -> None:
    """Mateo was born on a day; he and his mother stand on the roster, which is read anew."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import models
    from throughline.rooms.students.relations.commands import refresh_relations

    with acting_as(SET_UP):
        models.Demographics.objects.update_or_create(student=town.students["mateo"], defaults={"birth_on": day})
        adult = models.Guardianship.objects.get(student=town.students["mateo"]).guardian
        models.Guardian.objects.filter(pk=adult.pk).update(source_id="G-1")
        town.users["guardian"].source_id = "G-1"
        town.users["guardian"].save()
        town.users["student"].source_id = town.students["mateo"].source_id
        town.users["student"].save()
        refresh_relations(by=SET_UP, at=AT)


def _today() -> date:
    from throughline.rooms.accounts.sight.viewing import today

    return today()


def _years_ago(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def _answers(town: Town, who: str) -> dict[str, int]:
    pages = ("", "who-sees/", "who-looked/", "record-requests/", "sharing/")
    client, pk = town.client(who), town.students["mateo"].pk
    return {page: client.get(f"/students/{pk}/{page}").status_code for page in pages}


def _relations(town: Town) -> list[tuple[str, date | None, date | None]]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Relation

    with acting_as(SET_UP):
        rows = Relation.objects.filter(user=town.users["guardian"], student=town.students["mateo"])
        return list(rows.order_by("relation").values_list("relation", "starts_on", "ends_on"))


def test_until_the_day_before_a_parent_has_every_right(town: Town) -> None:
    today = _today()
    _born(town, _years_ago(today, 18) + timedelta(1))
    assert set(_answers(town, "guardian").values()) == {200}
    assert _relations(town) == [("guardian", None, today), ("guardian_of_adult", today + timedelta(1), None)]


def test_from_the_birthday_on_a_parent_reads_on_but_not_who_sees_who_looked_nor_what_was_agreed(town: Town) -> None:
    _born(town, _years_ago(_today(), 18))
    found = _answers(town, "guardian")
    assert found.pop("") == 200
    assert set(found.values()) == {404}
    assert set(_answers(town, "student").values()) == {200}


def test_the_database_itself_keeps_a_parent_from_the_rights_of_an_adult_student(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import DirectoryOptOut, Student

    _born(town, _years_ago(_today(), 18))
    with acting_as(SET_UP):
        DirectoryOptOut.objects.create(
            student=town.students["mateo"], said_by="Mateo", came_by="page", starts_on=_today()
        )
    with acting_as(town.viewer("guardian")):
        assert Student.objects.filter(pk=town.students["mateo"].pk).exists()
        assert not DirectoryOptOut.objects.exists()
    with acting_as(town.viewer("student")):
        assert DirectoryOptOut.objects.exists()


def test_an_adult_student_reads_that_a_parent_looked(town: Town) -> None:
    _born(town, _years_ago(_today(), 18))
    name = town.users["guardian"].name
    page = f"/students/{town.students['mateo'].pk}/who-looked/"
    assert name not in town.client("student").get(page).content.decode()
    _answers(town, "guardian")
    assert name in town.client("student").get(page).content.decode()


def test_parents_who_show_that_the_student_depends_on_them_stand_as_before_at_once(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.record_requests import commands
    from throughline.rooms.students.relations.commands import refresh_relations

    _born(town, _years_ago(_today(), 18))
    officer = town.viewer("privacy_officer")
    with acting_as(officer):
        commands.record_dependent(by=officer, at=AT, student_id=town.students["mateo"].pk, shown_by="Lucía Herrera")
    assert _relations(town) == [("guardian", None, None)]
    assert _answers(town, "guardian")["who-looked/"] == 200
    with acting_as(SET_UP):
        assert refresh_relations(by=SET_UP, at=AT).n_removed == 0, "the roster works out the same"
    assert _relations(town) == [("guardian", None, None)]


def test_what_parents_showed_counts_within_the_same_request(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.access import get_students_for
    from throughline.rooms.students.relations.commands import keep_guardians

    _born(town, _years_ago(_today(), 18))
    mother, pk = town.viewer("guardian"), town.students["mateo"].pk
    with acting_as(mother):
        assert not get_students_for(mother, "oversight").filter(pk=pk).exists()
        keep_guardians(by=town.viewer("privacy_officer"), at=AT, student_id=pk)
        assert get_students_for(mother, "oversight").filter(pk=pk).exists()


def test_where_no_day_of_birth_is_known_the_right_stays_with_the_parents(town: Town) -> None:
    _born(town, None)
    assert _relations(town) == [("guardian", None, None)]


@pytest.mark.django_db
@given(born=st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_the_database_and_the_rules_agree_on_the_18th_birthday(born: date) -> None:
    from django.db import connection

    from throughline.rooms.agreements.compiling.days import eighteenth_birthday
    from throughline.rooms.students.record_requests.clocks import is_adult
    from throughline.rooms.students.relations.commands import OF_AGE

    with connection.cursor() as cursor:
        cursor.execute(f"select {OF_AGE} from (select %s::date as birth_on) d", [born])  # noqa: S608 - our own words
        (day,) = cursor.fetchone()
    assert day == eighteenth_birthday(born)
    assert is_adult(born, day)
    assert not is_adult(born, day - timedelta(1))
