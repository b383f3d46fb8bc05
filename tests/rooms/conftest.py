"""A town small enough to be read in one look: two schools, a few students, and the cast with their real roles.

Models are imported where they are used: this file is read before the settings point at a database.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker
from tests.ground import clone, pointed_at

from throughline.demo import cast, named
from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import User
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Student

SET_UP = Viewer(duty="set_up", name="test")
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST_DAY = date(2026, 8, 17)
HIGH_ROLES = {"coordinator", "school_counselor", "school_health", "school_leader"}


@dataclass
class Town:
    """Who and what is there. `high` holds Mateo, his classmate and one nobody of the cast teaches."""

    high: "Organization"
    cedar: "Organization"
    outside: "dict[str, Organization]" = field(default_factory=dict)
    users: "dict[str, User]" = field(default_factory=dict)
    students: "dict[str, Student]" = field(default_factory=dict)

    def viewer(self, key: str) -> Viewer:
        return self.users[key].viewer()

    def client(self, key: str) -> Client:
        """A browser in which one of the cast is signed in."""
        client = Client()
        client.force_login(self.users[key])
        return client


@pytest.fixture(scope="session")
def _town_database(
    bare_template: str, django_db_setup: None, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, Town]]:
    """A database of its own with the town in it, founded once; each test undoes what it does there."""
    with clone(bare_template, f"town_{worker_id}") as name:
        with django_db_blocker.unblock(), pointed_at(name):
            town = _found()
        yield name, town


@pytest.fixture
def _in_town(_town_database: tuple[str, Town], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), pointed_at(_town_database[0]):
        yield


@pytest.fixture
def town(_town_database: tuple[str, Town], _in_town: None, db: None) -> Town:
    """The town, in a transaction that is undone at the end of the test."""
    return deepcopy(_town_database[1])


def _found() -> Town:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.district.models import Kind, Organization

    with acting_as(SET_UP):
        Organization.objects.create(source_id=named.DISTRICT_ID, name=named.DISTRICT_NAME, kind=Kind.DISTRICT)
        town = Town(
            Organization.objects.create(source_id=named.HIGH, name="Alder Valley High School", kind=Kind.SCHOOL),
            Organization.objects.create(source_id=named.CEDAR_HOLLOW, name="Cedar Hollow", kind=Kind.SCHOOL),
        )
        for key, source_id, name, kind in (
            ("partner", named.PARTNER_ORGANIZATION, named.PARTNER_NAME, Kind.PARTNER),
            ("state_analyst", named.STATE_ORGANIZATION, named.STATE_NAME, Kind.AGENCY),
        ):
            town.outside[key] = Organization.objects.create(source_id=source_id, name=name, kind=kind)
        _add_cast(town)
        for key, given, family, grade, school in (
            ("mateo", "Mateo", "Muñoz Herrera", "10", town.high),
            ("valentina", "Valentina", "Muñoz Herrera", "04", town.cedar),
            ("classmate", "Zoë", "Classmate", "10", town.high),
            ("not_taught", "Nils", "Nottaught", "12", town.high),
            ("elsewhere", "Eve", "Elsewhere", "KG", town.cedar),
        ):
            _add_student(town, key, given, family, grade, school)
        _relate(town, "student", "self", "mateo")
        _relate(town, "guardian", "guardian", "mateo", "valentina")
        _relate(town, "teacher", "teacher", "mateo", "classmate")
    return town


def _add_cast(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts

    for member in cast.CAST:
        user = accounts.add_person(
            by=SET_UP,
            at=AT,
            username=member.username,
            name=member.name,
            email=member.email,
            language=member.language,
            source_id=member.person_id,
            password="correct horse battery",
        )
        town.users[member.key] = user
        if member.relation in {"outsider", "teacher", "guardian", "self"}:
            continue
        place = town.outside.get(member.relation)
        school = town.cedar if member.organization_id == named.CEDAR_HOLLOW else town.high
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=user,
            relation=member.relation,
            organization_id=school.pk if member.relation in HIGH_ROLES else place.pk if place else None,
            starts_on=FIRST_DAY,
        )


def _add_student(town: Town, key: str, given: str, family: str, grade: str, school: "Organization") -> None:
    from throughline.rooms.district.models import AcademicSession
    from throughline.rooms.students import models as students

    student = students.Student.objects.create(
        source_id=key, given_name=given, family_name=family, grade=grade, home_school=school
    )
    students.Enrollment.objects.create(source_id=key, student=student, school=school, grade=grade, starts_on=FIRST_DAY)
    room, _made = students.Class.objects.get_or_create(
        source_id=f"{school.pk}-{grade}", title=f"Room {school.name} {grade}", kind="homeroom", school=school
    )
    students.ClassPlace.objects.create(source_id=key, student=student, classroom=room, starts_on=FIRST_DAY)
    term, _made = AcademicSession.objects.get_or_create(
        source_id="T1", title="Fall", kind="term", starts_on=FIRST_DAY, ends_on=date(2026, 12, 18)
    )
    for category, record_class in (
        ("economically_disadvantaged", "needs"),
        ("special_education", "special_education"),
        ("homeless", "housing"),
        ("asthma", "health"),
    ):
        students.Need.objects.create(student=student, category=category, record_class=record_class, starts_on=FIRST_DAY)
    for day, status in ((17, "present"), (18, "tardy"), (19, "absent_excused"), (20, "absent_unexcused")):
        students.AttendanceDay.objects.create(student=student, school=school, on=date(2026, 11, day), status=status)
    posted = date(2026, 11, 2)
    students.Mark.objects.create(student=student, classroom=room, session=term, mark="B+", posted_on=posted)
    students.AssessmentResult.objects.create(
        student=student, assessment="Spring reading", subject="Reading", taken_on=date(2026, 4, 1), score=512
    )
    students.BehaviorIncident.objects.create(
        source_id=key, student=student, school=school, on=posted, behavior=f"Incident of {given}"
    )
    adult = students.Guardian.objects.create(
        source_id=key, given_name="Parent", family_name=f"Of {given}", phone="555-0100"
    )
    students.Guardianship.objects.create(student=student, guardian=adult)
    town.students[key] = student


def _relate(town: Town, person: str, relation: str, *students: str) -> None:
    from throughline.rooms.students.models import Relation

    for key in students:
        Relation.objects.create(user=town.users[person], student=town.students[key], relation=relation)


@pytest.fixture
def posted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Mail is set up; what goes out is kept here."""
    from throughline.rooms.accounts.mail import jobs

    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example", "throughline@aldervalley.example"
    settings.SITE_ADDRESS = "https://throughline.example"
    messages: list[Any] = []
    monkeypatch.setattr(jobs, "post", messages.append)
    return messages
