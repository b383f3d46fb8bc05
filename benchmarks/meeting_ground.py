"""A district to meet in, invented straight into the embedded database behind its walls, and people who see part."""

import atexit
import os
import random
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SIZE_OF_SCHOOL = 500
SIZE_OF_CLASS = 25
N_DAYS = 40
SYLLABLES = "ba be bo ca ce da de do fa fe ga go ha he hi ja jo ka ki la le lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi vo wa za zo".split()  # noqa: E501, SIM905 - a list of sounds reads as words
_open = ExitStack()
atexit.register(_open.close)


@dataclass
class District:
    """Who looks, and at whom: a coordinator of the first school, support of the district, a meeting's turns."""

    coordinator: Any
    support: Any
    students: list[int]
    meeting: int
    turns: list[int]


def found(n_students: int, *, records: bool = True, days: int = N_DAYS) -> District:
    """This function will open a database and invent a district of `n_students`, with `records` or with names only."""
    folder = Path(tempfile.mkdtemp())
    _open.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"THROUGHLINE_MODE": "demo", "THROUGHLINE_HOME": str(folder / "home")}
    from throughline.project import start

    _open.enter_context(start.ready())
    from django.db import transaction

    from throughline.project.prepare import prepare_database
    from throughline.rooms.accounts import api as accounts

    prepare_database()
    with transaction.atomic(), accounts.acting_as(set_up()):
        _names(n_students)
        if records:
            _records(days)
        people = [person(key, relation, at) for key, relation, at in PEOPLE]
        district = _meeting(*people) if records else District(*people, [], 0, [])
    gather_statistics()
    return district


def gather_statistics() -> None:
    """This function will tell the database how much there is of what, as it finds out by itself in a running one."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum analyze")


def set_up() -> Any:
    """This function will return the duty as which a district is invented."""
    from throughline.values.viewer import Viewer

    return Viewer(duty="set_up", name="Benchmark")


PEOPLE = (("coordinator", "coordinator", "S0"), ("support", "district_support", ""))


def name_of(chance: random.Random) -> str:
    """This function will invent a name of two to four sounds."""
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()


def names(n_students: int) -> tuple[list[str], list[str]]:
    """This function will invent given and family names, some common and most rare, the same each time."""
    chance = random.Random(22)  # noqa: S311 - invents names, guards nothing
    given, family = sorted({name_of(chance) for _ in range(4_000)}), sorted({name_of(chance) for _ in range(20_000)})
    chance.shuffle(family)
    weights = [1 / (at + 5) for at in range(len(family))]
    return chance.choices(given, k=n_students), chance.choices(family, weights, k=n_students)


def _run(statement: str, *values: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _names(n_students: int) -> None:
    n_schools = -(-n_students // SIZE_OF_SCHOOL)
    _run(
        """insert into district_organization (source_id, name, kind, identifier, level)
        select 'S' || n, 'School ' || n, 'school', '', '' from generate_series(0, %s) n""",
        n_schools - 1,
    )
    given, family = names(n_students)
    _run(
        """insert into students_student (source_id, given_name, middle_name, family_name, preferred_given_name,
            preferred_family_name, pronouns, username, email, phone, local_id, grade, home_school_id)
        select 'u' || n, g, '', f, '', '', '', '', '', '', lpad(n::text, 8, '0'),
            lpad((1 + n %% 12)::text, 2, '0'), o.id
        from unnest(%s::text[], %s::text[]) with ordinality as named (g, f, n)
            join district_organization o on o.source_id = 'S' || (n - 1) / %s""",
        given,
        family,
        SIZE_OF_SCHOOL,
    )


def _records(days: int) -> None:
    """What a page reads: enrollments, classes, circumstances, attendance, marks, notes, sayings."""
    _run(
        """insert into students_enrollment (source_id, student_id, school_id, grade, is_primary, starts_on)
        select 'e' || id, id, home_school_id, grade, true, '2026-08-17' from students_student""",
    )
    _run(
        """insert into students_class (source_id, title, code, kind, location, grades, subjects, school_id, sessions)
        select distinct 'C' || (substr(source_id, 2)::int - 1) / %s, 'Room ' || (substr(source_id, 2)::int - 1) / %s,
            '', 'homeroom', '', '', '', home_school_id, '' from students_student""",
        SIZE_OF_CLASS,
        SIZE_OF_CLASS,
    )
    _run(
        """insert into students_classplace (source_id, student_id, classroom_id, starts_on)
        select 'p' || s.id, s.id, c.id, '2026-08-17' from students_student s
            join students_class c on c.source_id = 'C' || (substr(s.source_id, 2)::int - 1) / %s""",
        SIZE_OF_CLASS,
    )
    _run(
        """insert into students_need (student_id, category, level, record_class, starts_on, source)
        select s.id, c.code, '', c.class, '2026-08-17', '' from students_student s join (values
            ('economically_disadvantaged', 'needs', 2), ('english_learner', 'needs', 5),
            ('special_education', 'special_education', 7)) as c (code, class, every) on s.id %% c.every = 0""",
    )
    _run(
        """insert into students_attendanceday (student_id, school_id, "on", status, reason)
        select s.id, s.home_school_id, date '2026-08-31' + d + 2 * (d / 5),
            case when (s.id * 7 + d * 13) %% 17 = 0 then 'absent_unexcused' else 'present' end, ''
        from students_student s, generate_series(0, %s) d""",
        days - 1,
    )
    _run(
        """insert into students_saying (key, student_id, kind, text, author_id, told_as, told_on, changed_at)
        select gen_random_uuid(), s.id, k, 'Something they do well.', u.id, 'teacher', '2026-10-01', now()
        from students_student s, (values ('strength'), ('interest'), ('trusted_adult')) as kinds (k),
            (select id from accounts_user order by id limit 1) u where (s.id + length(k)) %% 3 = 0""",
    )


def person(key: str, relation: str, school: str) -> Any:
    """This function will invent somebody who holds a role at a school, or in the whole district."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.district.models import Organization

    user = accounts.add_person(by=set_up(), at=AT, username=key, name=key.title(), email="", language="en")
    place = Organization.objects.get(source_id=school).pk if school else None
    accounts.grant_role(
        by=set_up(), at=AT, user=user, relation=relation, organization_id=place, starts_on=date(2020, 1, 1)
    )
    return user


def _meeting(coordinator: Any, support: Any) -> District:
    """A meeting of the coordinator about fifty students of the first school, each with notes and a decision."""
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.models import Meeting, Turn

    school = Organization.objects.get(source_id="S0")
    students = list(Student.objects.filter(home_school=school).order_by("pk").values_list("pk", flat=True))
    meeting = Meeting.objects.create(
        title="Review",
        kind="class_review",
        on=date(2026, 11, 20),
        school=school,
        leader=coordinator,
        member_ids=[coordinator.pk],
        n_students=50,
        planned_at=AT,
        begun_at=AT,
    )
    turns = Turn.objects.bulk_create(
        Turn(meeting=meeting, student_id=pk, kind=meeting.kind, place=at) for at, pk in enumerate(students[:50])
    )
    return District(coordinator, support, students, meeting.pk, [turn.pk for turn in turns])
