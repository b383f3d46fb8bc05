"""Whoever sees part of a district is answered by an index, whatever the district's size; and at once after a change.

The plan is looked at, and no clock: in a district of a few thousand nothing is read but the rows of those one sees.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries
from tests.ground import owning_tables
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town

from throughline.values.viewer import Viewer

READ_BY_INDEX = (
    "students_student",
    "students_enrollment",
    "students_need",
    "students_attendanceday",
    "students_classplace",
    "support_note",
)
# What a coordinator's look at one student asks, all middleware and what is noted included.
MOST_ASKED = 47
_INVENT = """
insert into district_organization (source_id, name, kind, identifier, level)
    select 'P' || n, 'School ' || n, 'school', '', '' from generate_series(1, 20) n;
insert into students_student (source_id, given_name, middle_name, family_name, preferred_given_name,
        preferred_family_name, pronouns, username, email, phone, local_id, grade, home_school_id)
    select 'p' || n, 'Given', '', 'Family' || n, '', '', '', '', '', '', '', '05', o.id
    from generate_series(1, 4000) n join district_organization o on o.source_id = 'P' || (1 + n % 20);
insert into students_enrollment (source_id, student_id, school_id, grade, is_primary, starts_on)
    select 'p' || id, id, home_school_id, grade, true, '2026-08-17' from students_student where source_id like 'p%';
insert into students_class (source_id, title, code, kind, location, grades, subjects, school_id, sessions)
    select 'p' || id, 'Room', '', 'homeroom', '', '', '', id, '' from district_organization where source_id like 'P%';
insert into students_classplace (source_id, student_id, classroom_id, starts_on)
    select 'p' || s.id, s.id, c.id, '2026-08-17' from students_student s
        join students_class c on c.school_id = s.home_school_id and c.source_id like 'p%' where s.source_id like 'p%';
insert into students_need (student_id, category, level, record_class, starts_on, source)
    select id, c, '', c, '2026-08-17', '' from students_student, unnest(array['needs', 'special_education']) c
    where source_id like 'p%';
insert into students_attendanceday (student_id, school_id, "on", status, reason)
    select id, home_school_id, date '2026-09-01' + d, 'absent_excused', ''
    from students_student, generate_series(0, 4) d where source_id like 'p%';
insert into support_note (key, student_id, kind, audience, "on", written_at, written_as)
    select gen_random_uuid(), id, 'other', 'notes', '2026-09-01', now(), 'teacher'
    from students_student where source_id like 'p%';
analyze
"""


@pytest.fixture
def district(_in_town: None) -> Iterator[None]:
    """Work as the owner of the tables, whom the walls bind too, since statistics are the owner's to gather."""
    with owning_tables():
        yield


@pytest.fixture
def large_town(district: None, town: Town) -> Town:
    from throughline.rooms.accounts import api as accounts

    with accounts.acting_as(SET_UP), connection.cursor() as cursor:
        cursor.execute(_INVENT)
    return town


def _asked(viewer: Viewer) -> dict[str, Any]:
    from throughline.rooms.students import access
    from throughline.rooms.support import access as support

    students, days = access.get_students_for(viewer), access.get_attendance_for(viewer).filter(access.AWAY)
    return {
        "first by name": students.order_by("family_name", "given_name", "pk").values("pk")[:50],
        "a class": students.filter(class_places__classroom=1).values("pk"),
        "enrollments": access.get_enrollments_for(viewer).values("pk"),
        "needs": access.get_needs_for(viewer).values("pk"),
        "newest absences": days.order_by("-on", "pk").values("pk")[:50],
        "places in classes": access.get_class_places_for(viewer).values("pk"),
        "notes": support.get_notes_for(viewer).values("pk"),
    }


def _tables_read_whole(rows: QuerySet[Any]) -> list[str]:
    """The tables of which the plan reads every row; no plan at all where the first wall knows that nothing is there."""
    plans = json.loads(rows.explain(format="json") or "[]")

    def walked(node: dict[str, Any]) -> Iterator[str]:
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"]
        for below in node.get("Plans", ()):
            yield from walked(below)

    return [table for plan in plans for table in walked(plan["Plan"]) if table in READ_BY_INDEX]


def _teach(town: Town, key: str, n_students: int) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Relation, Student

    with accounts.acting_as(SET_UP):
        taught = Student.objects.filter(source_id__startswith="p").order_by("pk")[:n_students]
        Relation.objects.bulk_create(
            Relation(user=town.users[key], student=student, relation="teacher") for student in taught
        )


def _lead(town: Town, key: str, relation: str) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.district.models import Organization

    place = Organization.objects.get(source_id="P1").pk
    with accounts.acting_as(SET_UP):
        accounts.grant_role(
            by=SET_UP, at=AT, user=town.users[key], relation=relation, organization_id=place, starts_on=FIRST_DAY
        )


def _lead_and_teach(town: Town, key: str) -> None:
    _lead(town, key, "coordinator")
    _teach(town, key, 30)


@pytest.mark.parametrize(
    ("key", "come"),
    [
        ("teacher", lambda town: _teach(town, "teacher", 120)),
        ("coordinator", lambda town: _lead(town, "coordinator", "coordinator")),
        ("nurse", lambda town: _lead(town, "nurse", "school_health")),
        ("guardian", lambda town: None),
        ("outsider", lambda town: _lead_and_teach(town, "outsider")),
    ],
    ids=["teacher of 120", "coordinator", "nurse", "mother", "coordinator who teaches elsewhere"],
)
def test_nothing_is_read_whole_for_one_who_sees_part(large_town: Town, key: str, come: Callable[[Town], None]) -> None:
    from throughline.rooms.accounts import api as accounts

    come(large_town)
    with accounts.acting_as(large_town.viewer(key)):
        asked = _asked(large_town.viewer(key))
        assert {name: read for name, rows in asked.items() if (read := _tables_read_whole(rows))} == {}
        assert asked["first by name"], "there must be somebody to see"


def test_the_plan_of_one_who_sees_all_reads_them_all(large_town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access

    viewer = large_town.viewer("data_lead")
    with accounts.acting_as(viewer):
        assert _tables_read_whole(access.get_students_for(viewer)) == ["students_student"]


def test_a_page_of_the_whole_district_by_name_is_read_in_the_order_of_an_index(large_town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access

    viewer = large_town.viewer("data_lead")
    with accounts.acting_as(viewer):
        students = access.get_students_for(viewer).filter(ended_at=None)
        plan = students.order_by("family_name", "given_name", "pk")[:50].explain()
    assert "Seq Scan on students_student" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("most", [1_000, 1])
def test_few_are_named_by_key_and_many_asked_for_and_both_are_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access, reached

    monkeypatch.setattr(reached, "MOST_NAMED", most)
    viewer = town.viewer("guardian")
    with accounts.acting_as(viewer):
        seen = set(access.get_students_for(viewer).values_list("source_id", flat=True))
        needs = set(access.get_needs_for(viewer).values_list("student__source_id", flat=True))
        sights = access.explain_sight(viewer, town.students.values(), ("directory",))
        sql = str(access.get_students_for(viewer).query)
    assert seen == needs == {"mateo", "valentina"}
    assert {key for key, one in town.students.items() if "directory" in sights[one.pk]} == seen
    assert ("students_relation" in sql) == (most == 1)


def test_a_relation_given_and_ended_in_a_block_counts_at_once(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access
    from throughline.rooms.students.relations.giving import end_relations, give_relation

    teacher, eve = town.users["teacher"], town.students["elsewhere"]

    def sees() -> bool:
        return access.get_students_for(teacher.viewer()).filter(pk=eve.pk).exists()

    with accounts.acting_as(teacher.viewer()):
        assert not sees()
        given = give_relation(
            by=SET_UP, user_id=teacher.pk, student_id=eve.pk, relation="case_manager", source="test", starts_on=None
        )
        assert sees()
        end_relations(relation_ids=[given.pk])
        assert not sees()


def test_a_relation_limited_to_classes_reaches_no_others(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Relation

    teacher, eve = town.users["teacher"], town.students["elsewhere"]
    with accounts.acting_as(SET_UP):
        Relation.objects.create(
            user=teacher, student=eve, relation="teacher", record_classes=["directory"], ends_on=date(2030, 1, 1)
        )
    viewer = teacher.viewer()
    with accounts.acting_as(viewer):
        assert access.get_students_for(viewer).filter(pk=eve.pk).exists()
        assert not access.get_students_for(viewer, "enrollment").filter(pk=eve.pk).exists()
        assert not access.get_enrollments_for(viewer).filter(student=eve).exists()


@pytest.mark.parametrize("most", [1_000, 1])
def test_what_is_told_of_one_student_is_what_the_database_answers(
    town: Town, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access, reached

    monkeypatch.setattr(reached, "MOST_NAMED", most)
    viewers = [town.viewer(key) for key in town.users]
    viewers.append(replace(town.viewer("teacher"), behind=town.viewer("coordinator")))
    answers = set()
    for viewer in viewers:
        with accounts.acting_as(viewer):
            shown = list(access.get_students_for(viewer))
            for name, act in product(("directory", "notes", "health", "oversight"), ("see", "write")):
                asked = set(access.get_students_for(viewer, name, act=act))
                told = {student for student in shown if access.reaches_student(viewer, student, name, act=act)}
                assert told == asked.intersection(shown), (viewer, name, act)
                answers |= {bool(asked), bool(set(shown) - asked)}
    assert answers == {True, False}


@pytest.mark.parametrize("most", [1_000, 1])
def test_the_relations_one_holds_are_those_of_the_table(town: Town, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access, reached

    monkeypatch.setattr(reached, "MOST_NAMED", most)
    viewer = town.viewer("guardian")
    with accounts.acting_as(viewer):
        held = access.relations_held(viewer)
        rows = access.get_relations_of(viewer).order_by("pk").values_list("relation", "student")
        assert [(name, pk) for name, pks in held.items() for pk in pks] == list(rows)
        assert {name: len(pks) for name, pks in held.items()} == {"guardian": 2}


def test_a_students_page_asks_no_more_than_it_needs(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = town.client("coordinator")
    url = f"/students/{town.students['mateo'].pk}/"
    client.get(url)
    with django_assert_max_num_queries(MOST_ASKED):
        assert client.get(url).status_code == 200


def test_a_plan_that_is_kept_shows_each_viewer_their_own(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Student

    own: dict[str, set[str]] = {}
    for n in range(12):
        for key in ("coordinator", "teacher", "guardian", "outsider", "support_lead"):
            with accounts.acting_as(town.viewer(key)):
                seen = set(Student.objects.filter(source_id__gt="").order_by("pk").values_list("source_id", flat=True))
            assert own.setdefault(key, seen) == seen, n
    assert own["guardian"] == {"mateo", "valentina"}
    assert own["outsider"] == set()
    assert len({frozenset(seen) for seen in own.values()}) == len(own)
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(generic_plans) from pg_prepared_statements where statement like '%students_student%'"
        )
        assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize("most", [1_000, 1])
def test_the_rows_of_one_student_are_those_the_whole_question_finds(
    town: Town, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """The first wall alone: a duty looks, so that the second hides nothing of either answer."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import reached
    from throughline.rooms.students.access import NEED_CLASSES
    from throughline.rooms.students.models import Enrollment, Need

    monkeypatch.setattr(reached, "MOST_NAMED", most)
    viewers = [town.viewer(key) for key in town.users]
    viewers += [replace(town.viewer("teacher"), behind=town.viewer(key)) for key in ("administrator", "coordinator")]
    every, n_seen = list(town.students.values()), 0
    with accounts.acting_as(SET_UP):
        for student, name in product(every, NEED_CLASSES):
            Need.objects.create(student=student, category=f"of_{name}", record_class=name, starts_on=FIRST_DAY)
        for viewer, act in product(viewers, ("see", "write")):
            reaches = accounts.find_reaches(viewer, act, accounts.RECORD_CLASSES)
            for name, reach in reaches.items():
                whole = set(reached.students_within(viewer, reach, name).values_list("pk", flat=True))
                for one in every:
                    found = reached.rows_of_one(Enrollment.objects.all(), viewer, reach, name, one)
                    assert set(found.values_list("student", flat=True)) == whole & {one.pk}, (viewer, act, name)
                n_seen += len(whole)
            needs = {name: reaches[name] for name in NEED_CLASSES}
            whole_needs = Need.objects.filter(reached.within_by_class(viewer, needs, "record_class"))
            for one in every:
                of_one = Need.objects.filter(reached.within_by_class(viewer, needs, "record_class", of=one))
                assert set(of_one) == set(whole_needs.filter(student=one)), (viewer, act)
    assert n_seen > 0
