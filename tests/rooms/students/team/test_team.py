"""Named for one student: who may, whom, from when until when, and both walls with it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.rooms.conftest import SET_UP, Town

TODAY = date(2026, 11, 20)


def _name(
    town: Town,
    by: str,
    who: str,
    student: str = "mateo",
    relation: str = "case_manager",
    starts_on: date = TODAY,
    ends_on: date | None = date(2027, 6, 30),
) -> int:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.team.commands import name_member

    viewer = town.viewer(by)
    with acting_as(viewer):
        row = name_member(
            by=viewer,
            at=timezone.now(),
            student_id=town.students[student].pk,
            user_id=town.users[who].pk,
            relation=relation,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return row.pk


def _end(town: Town, by: str, pk: int, student: str = "mateo") -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.team.commands import end_member

    viewer = town.viewer(by)
    with acting_as(viewer):
        end_member(by=viewer, at=timezone.now(), student_id=town.students[student].pk, relation_id=pk)


def _sees(town: Town, who: str, student: str) -> tuple[bool, bool]:
    """What the first wall and the second each let somebody see, each alone."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Student

    viewer, pk = town.viewer(who), town.students[student].pk
    with acting_as(SET_UP):
        first = access.get_students_for(viewer).filter(pk=pk).exists()
    with acting_as(viewer):
        return first, Student.objects.filter(pk=pk).exists()


def test_both_walls_follow_at_once_from_the_first_day_to_the_end(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Relation

    assert _sees(town, "coordinator_elsewhere", "mateo") == (False, False)
    pk = _name(town, "principal", "coordinator_elsewhere")
    assert _sees(town, "coordinator_elsewhere", "mateo") == (True, True)
    assert _sees(town, "coordinator_elsewhere", "classmate") == (False, False)
    _end(town, "coordinator", pk)
    assert _sees(town, "coordinator_elsewhere", "mateo") == (False, False)
    with acting_as(SET_UP):
        row = Relation.objects.get(pk=pk)
    assert (row.ends_on, row.given_by, row.source) == (TODAY, "Thomas O'Brien-Díaz", "team"), "it stays as history"
    _end(town, "coordinator", pk)
    later = _name(town, "principal", "coordinator_elsewhere", starts_on=TODAY + timedelta(days=1))
    assert _sees(town, "coordinator_elsewhere", "mateo") == (False, False), "it begins tomorrow"
    _end(town, "principal", later)
    assert _name(town, "principal", "coordinator_elsewhere", starts_on=TODAY + timedelta(days=2))


def test_they_find_the_student_on_today_and_in_their_list(town: Town) -> None:
    _name(town, "principal", "coordinator_elsewhere")
    _name(town, "principal", "coordinator_elsewhere", "classmate", "team_member")
    client = town.client("coordinator_elsewhere")
    today = client.get("/").content.decode()
    assert "Case manager: 1 student" in today
    assert "Team member: 1 student" in today
    assert "You are named for 2 students." in today
    assert "Mateo Muñoz Herrera" in client.get("/students/").content.decode()


@pytest.mark.parametrize("by", ["principal", "coordinator", "support_lead", "administrator"])
def test_those_whose_role_grants_it_there_name_and_end(town: Town, by: str) -> None:
    client, pk = town.client(by), town.students["mateo"].pk
    given = {"person": town.users["counselor"].pk, "relation": "case_manager", "starts_on": "2026-11-20", "ends_on": ""}
    assert client.post(f"/students/{pk}/team/", given).status_code == 302
    page = client.get(f"/students/{pk}/team/").content.decode()
    assert "Ruth Abramov" in page
    assert "End it today" in page
    assert client.post(f"/students/{pk}/team/end/", {"member": _named(town)}).status_code == 302
    assert "Nobody is named yet" in client.get(f"/students/{pk}/team/").content.decode()


def _named(town: Town) -> int:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Relation

    with acting_as(SET_UP):
        return Relation.objects.get(relation="case_manager").pk


@pytest.mark.parametrize(
    ("by", "status"),
    [
        ("teacher", 403),
        ("nurse", 403),
        ("counselor", 403),
        ("data_lead", 403),
        ("privacy_officer", 403),
        ("guardian", 403),
        ("student", 403),
        ("coordinator_elsewhere", 404),
        ("finance", 404),
        ("partner", 404),
        ("outsider", 404),
    ],
)
def test_nobody_else_names_or_ends(town: Town, by: str, status: int) -> None:
    pk = _name(town, "principal", "counselor", starts_on=TODAY)
    client, student = town.client(by), town.students["mateo"].pk
    given = {"person": town.users["nurse"].pk, "relation": "team_member", "starts_on": "2026-11-20"}
    assert client.post(f"/students/{student}/team/", given).status_code == status
    assert client.post(f"/students/{student}/team/end/", {"member": pk}).status_code == status
    page = client.get(f"/students/{student}/team/").content.decode()
    assert "Name somebody" not in page
    assert "End it today" not in page


def test_a_case_manager_from_elsewhere_cannot_name_others(town: Town) -> None:
    from throughline.values.errors import NotAllowed

    _name(town, "principal", "coordinator_elsewhere")
    with pytest.raises(NotAllowed):
        _name(town, "coordinator_elsewhere", "nurse")


@pytest.mark.parametrize("who", ["partner", "guardian", "student", "outsider", "state_analyst"])
def test_only_somebody_of_the_staff_can_be_named(town: Town, who: str) -> None:
    from throughline.values.errors import RefusedInput

    with pytest.raises(RefusedInput):
        _name(town, "principal", who)
    given = {"person": "", "username": town.users[who].username, "relation": "team_member", "starts_on": "2026-11-20"}
    page = town.client("principal").post(f"/students/{town.students['mateo'].pk}/team/", given).content.decode()
    assert "Nobody of the staff signs in with this name" in page
    assert _sees(town, who, "classmate") == (False, False)


def test_a_teacher_of_the_roster_is_staff_and_one_who_left_is_not(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.accounts.models import RoleAssignment
    from throughline.rooms.students.models import StaffMember
    from throughline.values.errors import RefusedInput

    with acting_as(SET_UP):
        StaffMember.objects.create(source_id=town.users["teacher"].source_id, given_name="Thảo", family_name="Nguyễn")
    assert _name(town, "principal", "teacher", "not_taught")
    assert _sees(town, "teacher", "not_taught") == (True, True)
    RoleAssignment.objects.filter(user=town.users["nurse"]).update(ends_on=date(2026, 11, 19))
    with pytest.raises(RefusedInput):
        _name(town, "principal", "nurse")


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(TODAY - timedelta(days=1), None), (TODAY, TODAY - timedelta(days=1))],
)
def test_days_begin_today_or_later_and_do_not_end_before(town: Town, starts_on: date, ends_on: date | None) -> None:
    from throughline.values.errors import RefusedInput

    with pytest.raises(RefusedInput):
        _name(town, "principal", "counselor", starts_on=starts_on, ends_on=ends_on)
    given = {
        "person": town.users["counselor"].pk,
        "relation": "team_member",
        "starts_on": starts_on,
        "ends_on": ends_on or "",
    }
    page = town.client("principal").post(f"/students/{town.students['mateo'].pk}/team/", given).content.decode()
    assert ("It starts today or later." in page) or ("It ends on the day it starts, or later." in page)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "meets"),
    [
        (TODAY, None, True),
        (TODAY, TODAY + timedelta(days=9), False),
        (TODAY, TODAY + timedelta(days=10), True),
        (TODAY + timedelta(days=20), TODAY + timedelta(days=30), True),
        (TODAY + timedelta(days=21), None, False),
    ],
)
def test_one_stands_in_a_relation_once_in_the_same_days(
    town: Town, starts_on: date, ends_on: date | None, meets: bool
) -> None:
    from throughline.values.errors import RefusedInput

    _name(town, "principal", "counselor", starts_on=TODAY + timedelta(days=10), ends_on=TODAY + timedelta(days=20))
    _name(town, "principal", "counselor", relation="team_member")
    if meets:
        with pytest.raises(RefusedInput):
            _name(town, "principal", "counselor", starts_on=starts_on, ends_on=ends_on)
    else:
        assert _name(town, "principal", "counselor", starts_on=starts_on, ends_on=ends_on)


def test_the_family_reads_who_it_is_and_who_named_them(town: Town) -> None:
    _name(town, "principal", "counselor")
    client, pk = town.client("student"), town.students["mateo"].pk
    page = client.get(f"/students/{pk}/").content.decode()
    assert "Case manager" in page
    assert "Ruth Abramov" in page
    assert f"/students/{pk}/team/" in page
    team = client.get(f"/students/{pk}/team/").content.decode()
    assert "Named by Thomas O&#x27;Brien-Díaz" in team
    assert "Nov 20, 2026 to Jun 30, 2027" in team
    assert "Amara Okafor" in team, "who holds a role at the school works with the student too"
    assert "Wei Li" not in team
    sees = client.get(f"/students/{pk}/who-sees/").content.decode()
    assert "Case manager" in sees
    assert "Manages the student" in sees


def test_it_is_written_down_without_the_student(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    pk = _name(town, "principal", "counselor")
    _end(town, "principal", pk)
    rows = AuditRecord.objects.filter(noun="team").order_by("pk")
    expected = {"relation": "case_manager", "user": town.users["counselor"].pk}
    assert [(row.act, row.object_id, row.details) for row in rows] == [
        ("name", str(pk), expected),
        ("end", str(pk), expected),
    ]
    town.client("teacher").get(f"/students/{town.students['mateo'].pk}/team/")
    noted = Disclosure.objects.filter(place="students.team", viewer_id=town.users["teacher"].pk)
    assert {row.record_class for row in noted} == {"directory", "enrollment"}


def test_another_students_line_cannot_be_ended_by_its_id(town: Town) -> None:
    from throughline.values.errors import NotFound

    pk = _name(town, "support_lead", "counselor", "elsewhere")
    with pytest.raises(NotFound):
        _end(town, "principal", pk)
    answer = town.client("principal").post(f"/students/{town.students['mateo'].pk}/team/end/", {"member": "x"})
    assert answer.status_code == 404


def test_nothing_is_named_while_viewing_as_somebody_who_may(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.team.commands import name_member
    from throughline.values.errors import NotAllowed
    from throughline.values.viewer import Viewer

    both = Viewer(user_id=town.users["principal"].pk, name="as", behind=town.viewer("administrator"))
    with acting_as(both), pytest.raises(NotAllowed):
        name_member(
            by=both,
            at=timezone.now(),
            student_id=town.students["mateo"].pk,
            user_id=town.users["counselor"].pk,
            relation="team_member",
            starts_on=TODAY,
            ends_on=None,
        )


def test_the_number_of_queries_does_not_grow_with_the_team(town: Town) -> None:
    from django.test.utils import CaptureQueriesContext

    client, pk = town.client("principal"), town.students["mateo"].pk

    def n_queries() -> list[int]:
        found = []
        for path in (f"/students/{pk}/", f"/students/{pk}/team/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found.append(len(asked))
        return found

    _name(town, "principal", "counselor")
    n_queries()
    before = n_queries()
    for who in ("nurse", "support_lead", "coordinator"):
        _name(town, "principal", who, relation="team_member")
    assert n_queries() == before
