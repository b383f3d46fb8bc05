"""Viewing as another: what both may see and no more, reading only, told to both, and over by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.viewer import Viewer


def _view_as(town: Town, key: str) -> Client:
    client = town.client("administrator")
    answer = client.post(f"/people/{town.users[key].pk}/view-as/", {"reason": "She cannot find her class."})
    assert answer.status_code == 302
    return client


def test_one_sees_what_both_may_see(town: Town) -> None:
    client = _view_as(town, "teacher")
    page = client.get("/students/").content.decode()
    assert "Mateo Muñoz Herrera" in page
    assert "Nils Nottaught" not in page, "the administrator may see him; she may not"
    assert "You view Throughline as Thảo Nguyễn" in page


@pytest.mark.parametrize("wall", ["first", "second"])
def test_each_wall_alone_gives_the_intersection(town: Town, monkeypatch: pytest.MonkeyPatch, wall: str) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Need, Student

    both = Viewer(user_id=town.users["principal"].pk, name="as", behind=town.viewer("nurse"))
    with acting_as(SET_UP if wall == "first" else both):
        if wall == "first":
            seen = {row.pk for row in access.get_students_for(both)}
            needs = {row.record_class for row in access.get_needs_for(both)}
        else:
            seen = set(Student.objects.values_list("pk", flat=True))
            needs = set(Need.objects.values_list("record_class", flat=True))
    assert seen == {town.students[key].pk for key in ("mateo", "classmate", "not_taught")}
    assert needs == {"needs"}, "the principal sees housing and the nurse sees health; both together neither"


def test_relations_of_the_two_meet(town: Town) -> None:
    """A principal views as a mother of two: of her children, the one at the principal's school."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Student

    both = Viewer(user_id=town.users["guardian"].pk, name="as", behind=town.viewer("principal"))
    with acting_as(both):
        assert {row.pk for row in Student.objects.all()} == {town.students["mateo"].pk}
        assert {row.pk for row in access.get_students_for(both)} == {town.students["mateo"].pk}
        sight = access.explain_sight(both, [town.students["mateo"]], ("directory", "health"))
    assert sight[town.students["mateo"].pk].own == frozenset(), "it is not the family that looks"
    assert "health" not in sight[town.students["mateo"].pk]


def test_nothing_can_be_changed_by_page_or_by_sql(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as

    client = _view_as(town, "data_lead")
    answer = client.post("/students/find/", {"text": "Mateo"})
    assert answer.status_code == 403
    assert "nothing can be changed" in answer.content.decode()
    both = Viewer(user_id=town.users["data_lead"].pk, name="as", behind=town.viewer("administrator"))
    with acting_as(both), connection.cursor() as cursor:
        cursor.execute("update students_student set grade = '12'")
        assert cursor.rowcount == 0
    with pytest.raises(DatabaseError), acting_as(both), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into students_need (student_id, category, level, record_class, starts_on, source)"
            " values (%s, 'foster', '', 'needs', '2026-11-01', '')",
            [town.students["mateo"].pk],
        )


def test_it_is_written_down_under_both_names_and_told(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    client = _view_as(town, "guardian")
    client.get(f"/students/{town.students['mateo'].pk}/")
    looked = Disclosure.objects.filter(place="students.student").latest("pk")
    assert looked.viewer_id == town.users["administrator"].pk
    assert looked.viewer_name == "Wei Li as Lucía Herrera Peña"
    client.post("/viewing-as/stop/")
    acts = AuditRecord.objects.filter(noun="person", object_id=str(town.users["guardian"].pk))
    assert list(acts.order_by("pk").values_list("act", flat=True)[1:]) == ["view as", "stop viewing as"]
    told = town.client("guardian").get("/viewing-as/").content.decode()
    assert "Wei Li" in told
    assert "She cannot find her class." in told
    assert "/viewing-as/" in town.client("guardian").get("/").content.decode()


def test_it_is_over_by_the_clock_and_with_the_role(town: Town) -> None:
    from throughline.rooms.accounts.models import RoleAssignment, ViewingAs

    client = _view_as(town, "teacher")
    RoleAssignment.objects.filter(user=town.users["administrator"]).update(ends_on="2026-11-01")
    assert "You view Throughline as" not in client.get("/").content.decode()
    RoleAssignment.objects.filter(user=town.users["administrator"]).update(ends_on=None)
    assert "You view Throughline as" in client.get("/").content.decode()
    ViewingAs.objects.update(ends_at=datetime.now(UTC) - timedelta(seconds=1))
    assert "You view Throughline as" not in client.get("/").content.decode()


def test_it_needs_a_reason_a_person_and_the_right(town: Town) -> None:
    from throughline.rooms.accounts.viewing_as.commands import view_as
    from throughline.values.errors import NotAllowed, NotFound, RefusedInput

    admin, teacher = town.viewer("administrator"), town.users["teacher"].pk
    for by, user_id, reason, refusal in (
        (admin, teacher, "  ", RefusedInput),
        (admin, town.users["administrator"].pk, "why", NotFound),
        (admin, 0, "why", NotFound),
        (town.viewer("data_lead"), teacher, "why", NotAllowed),
        (Viewer(user_id=teacher, name="as", behind=admin), town.users["nurse"].pk, "why", NotAllowed),
    ):
        with pytest.raises(refusal):
            view_as(by=by, at=AT, user_id=user_id, reason=reason)
