"""Whom Today tells that a proposed goal waits: always somebody, by one rule, who may answer it or have it answered."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import Writes, writing
from tests.rooms.support.proposal_ground import propose

OTHERS = ("coordinator_elsewhere", "partner", "finance", "outsider", "administrator", "data_lead", "privacy_officer")


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def _part(town: Town, *people: str) -> None:
    """End every role of these people."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.models import RoleAssignment

    with accounts.acting_as(SET_UP):
        RoleAssignment.objects.filter(user__in=[town.users[who] for who in people]).update(ends_on=FIRST_DAY)


def _name(town: Town, who: str, relation: str = "case_manager", student: str = "mateo") -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Relation

    with accounts.acting_as(SET_UP):
        Relation.objects.create(user=town.users[who], student=town.students[student], relation=relation)


def _told(town: Town, ground: Ground, among: Sequence[str] = ()) -> dict[str, bool]:
    """Of the cast, or some of it, who is told that something waits, and whether they may answer it."""
    from throughline.rooms.support.proposing.whose import find_theirs

    found = {}
    for who in among or town.users:
        with ground.acting(who):
            for _row, may_answer in find_theirs(town.viewer(who), 10):
                found[who] = may_answer
    return found


def test_first_the_schools_coordinator(town: Town, ground: Ground) -> None:
    row = propose(ground)
    assert _told(town, ground) == {"coordinator": True}
    today = town.client("coordinator").get("/").content.decode()
    assert f"/proposals/{row.pk}/" in today
    assert town.client("coordinator").get(f"/proposals/{row.pk}/").status_code == 200
    for who in ("principal", "support_lead", "nurse", "counselor", "teacher", *OTHERS):
        assert "Que lea" not in town.client(who).get("/").content.decode(), who


def test_and_whoever_answers_for_a_plan_of_the_student_as_long_as_it_goes_on(
    town: Town, ground: Ground, write: Writes
) -> None:
    from throughline.rooms.support.models import Plan

    plan = write("counselor")
    propose(ground)
    assert _told(town, ground) == {"coordinator": True, "counselor": True}
    _part(town, "coordinator")
    assert _told(town, ground) == {"counselor": True}
    with ground.acting("counselor"):
        Plan.objects.filter(pk=plan.pk).update(state="closed", closed_on=date(2026, 11, 20))
    assert _told(town, ground) == {"principal": False}


def test_one_who_answers_for_a_plan_and_may_not_write_it_is_not_asked_to_answer(
    town: Town, ground: Ground, write: Writes
) -> None:
    from throughline.rooms.support.models import Plan

    plan = write()
    with ground.acting("coordinator"):
        Plan.objects.filter(pk=plan.pk).update(owner=town.users["teacher"])
    propose(ground)
    assert _told(town, ground) == {"coordinator": True}
    _part(town, "coordinator")
    assert _told(town, ground) == {"principal": False}


def test_else_those_named_for_the_student(town: Town, ground: Ground) -> None:
    _part(town, "coordinator")
    _name(town, "teacher")
    _name(town, "nurse", "team_member")
    _name(town, "counselor", "team_member", "classmate")
    row = propose(ground)
    assert _told(town, ground) == {"teacher": True, "nurse": True}
    assert town.client("teacher").get(f"/proposals/{row.pk}/").status_code == 200


def test_else_who_leads_the_school_who_names_somebody_and_then_it_is_theirs(town: Town, ground: Ground) -> None:
    from throughline.rooms.students.team.commands import name_member

    _part(town, "coordinator")
    row, pk = propose(ground), town.students["mateo"].pk
    assert _told(town, ground) == {"principal": False}
    client = town.client("principal")
    today = client.get("/").content.decode()
    assert "nobody answers for it yet" in today
    assert "Que lea un libro entero en español." in today
    assert f"/proposals/{row.pk}/" not in today, "it would be refused"
    assert f'href="/students/{pk}/team/?name"' in today
    page = client.get(f"/students/{pk}/team/?name").content.decode()
    assert re.search(r"<details[^>]* open", page), "the form is what they came for"
    assert 'name="person"' in page
    with ground.acting("principal"):
        person = town.users["counselor"].pk
        name_member(
            by=town.viewer("principal"),
            at=AT,
            student_id=pk,
            user_id=person,
            relation="case_manager",
            starts_on=date(2026, 11, 20),
            ends_on=None,
        )
    assert _told(town, ground) == {"counselor": True}
    assert "Que lea" not in town.client("principal").get("/").content.decode()


def test_else_who_leads_support_in_the_district(town: Town, ground: Ground) -> None:
    _part(town, "coordinator", "principal")
    propose(ground, "student", "I want to build a bicycle.")
    assert _told(town, ground) == {"support_lead": False}
    today = town.client("support_lead").get("/").content.decode()
    assert "Mateo Muñoz Herrera proposes a goal for the plan, and nobody answers for it yet" in today
    pk = town.students["mateo"].pk
    assert 'name="person"' in town.client("support_lead").get(f"/students/{pk}/team/").content.decode()


def test_else_anybody_who_may_write_plans_for_the_student(town: Town, ground: Ground) -> None:
    _part(town, "coordinator", "principal", "support_lead")
    row = propose(ground)
    assert _told(town, ground) == {"nurse": True, "counselor": True}
    for who in ("nurse", "counselor"):
        assert town.client(who).get(f"/proposals/{row.pk}/").status_code == 200


def test_of_a_student_without_a_school_the_district_is_told(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Student

    with accounts.acting_as(SET_UP):
        Student.objects.filter(pk=town.students["mateo"].pk).update(home_school=None)
    propose(ground)
    assert _told(town, ground) == {"support_lead": False}


def test_nobody_is_told_of_what_they_proposed_themselves(town: Town, ground: Ground) -> None:
    _name(town, "coordinator", "guardian")
    propose(ground, "coordinator")
    assert _told(town, ground) == {"principal": False}
    _part(town, "principal")
    assert _told(town, ground) == {"support_lead": False}


@pytest.mark.parametrize("how", ["cannot sign in", "policy tightened"])
def test_a_coordinator_who_cannot_answer_counts_for_nobody(town: Town, ground: Ground, how: str) -> None:
    from throughline.rooms.accounts.models import Rule, User

    propose(ground)
    if how == "cannot sign in":
        User.objects.filter(pk=town.users["coordinator"].pk).update(is_active=False)
    else:
        with ground.acting("administrator"):
            Rule.objects.filter(relation="coordinator", record_class="supports").update(may_write=False)
    told = _told(town, ground)
    assert told == {"principal": False}


def test_whoever_of_the_staff_goes_somebody_is_told_as_long_as_anybody_is_left_who_reads_it(
    town: Town, ground: Ground
) -> None:
    propose(ground)
    reading = ("coordinator", "nurse", "counselor", "principal", "support_lead")
    for gone in (some for n in range(len(reading)) for some in combinations(reading, n)):
        with _without(town, gone):
            told = _told(town, ground, reading)
        assert told, gone
        assert not set(told) & set(gone)
        assert len(set(told.values())) == 1, "those who answer, or those who have it answered"


@contextmanager
def _without(town: Town, people: Sequence[str]) -> Iterator[None]:
    """Work as if these people had no role, and leave nothing of it behind."""
    from django.db import transaction

    point = transaction.savepoint()
    _part(town, *people)
    yield
    transaction.savepoint_rollback(point)


def test_who_may_write_plans_is_the_same_asked_of_one_or_of_many(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.plans.planners import find_planners
    from throughline.rooms.support.plans.queries import may_plan

    _name(town, "outsider")
    _name(town, "principal", "team_member", "classmate")
    _name(town, "data_lead", "teacher", "not_taught")
    schools = {one.pk: one.home_school_id for one in town.students.values()}
    answers = set()
    with ground.acting("support_lead"):
        planners = find_planners(schools)
    for who, user in town.users.items():
        with ground.acting(who):
            for key, student in town.students.items():
                may = may_plan(town.viewer(who), student.pk)
                assert (user.pk in planners[student.pk]) == may, (who, key)
                answers.add(may)
    assert answers == {True, False}


def test_what_was_answered_or_withdrawn_is_told_to_nobody(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal, withdraw_proposal

    first, second = propose(ground), propose(ground, text="Second.")
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=first.pk, reason="later")
    with ground.acting("guardian"):
        withdraw_proposal(by=town.viewer("guardian"), at=AT, proposal_id=second.pk)
    _part(town, "coordinator")
    assert _told(town, ground) == {}


def test_one_who_views_as_another_is_told_of_those_both_may_read(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.proposing.whose import find_theirs

    propose(ground)
    for who, n in (("administrator", 0), ("principal", 1)):
        viewer = replace(town.viewer("coordinator"), behind=town.viewer(who))
        with acting_as(viewer):
            assert len(find_theirs(viewer, 10)) == n


def test_the_oldest_come_first_and_many_ask_no_more(
    town: Town, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.support.proposing import whose
    from throughline.rooms.support.proposing.whose import find_theirs, find_whose

    monkeypatch.setattr(whose, "AT_ONCE", 3)

    rows = [propose(ground, text=f"Goal {n}") for n in range(5)]
    rows += [propose(ground, "student", f"Mine {n}") for n in range(5)]
    with ground.acting("coordinator"):
        viewer = town.viewer("coordinator")
        assert [row.pk for row, _may in find_theirs(viewer, 7)] == [row.pk for row in rows[:7]]
        assert len(find_theirs(viewer, 20)) == 10
        counts = []
        for some in (rows[:1], rows):
            with CaptureQueriesContext(connection) as asked:
                find_whose(some)
            counts.append(len(asked))
        assert counts[0] == counts[1]


def _listed(town: Town, who: str, **asked: str) -> set[str]:
    answer = town.client(who).get("/students/", {"proposed": "waits", **asked})
    assert answer.status_code == 200
    page = answer.content.decode()
    return {key for key, one in town.students.items() if f'href="/students/{one.pk}/' in page}


def test_the_list_of_students_is_parted_by_whether_a_goal_waits(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal

    row = propose(ground)
    propose(ground, text="Valentina reads.", student="valentina")
    for who, seen in (
        ("coordinator", {"mateo"}),
        ("coordinator_elsewhere", {"valentina"}),
        ("principal", {"mateo"}),
        ("teacher", {"mateo"}),
        ("support_lead", {"mateo", "valentina"}),
    ):
        assert _listed(town, who) == seen, who
    assert _listed(town, "coordinator", proposed="else") == set()
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=row.pk, reason="later")
    assert _listed(town, "coordinator") == set()


@pytest.mark.parametrize("who", ["administrator", "data_lead", "privacy_officer"])
def test_who_does_not_read_what_is_proposed_does_not_learn_of_it_from_the_list(
    town: Town, ground: Ground, who: str
) -> None:
    propose(ground)
    assert "Proposed goals" not in town.client(who).get("/students/").content.decode()
    assert len(_listed(town, who)) in (0, len(town.students)), "an answer to nothing that is asked here"


def test_where_more_wait_than_today_names_it_says_so_and_leads_to_all(town: Town, ground: Ground) -> None:
    client = town.client("coordinator")
    for n in range(10):
        propose(ground, text=f"Goal {n}.")
    assert "More goals that were proposed" not in client.get("/").content.decode()
    propose(ground, "student", "Mine.")
    today = client.get("/").content.decode()
    assert "More goals that were proposed" in today
    assert 'href="/students/?proposed=waits"' in today
    assert "Mine." not in today
