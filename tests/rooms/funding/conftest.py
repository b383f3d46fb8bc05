"""A district whose counts are written down, so that each dollar can be worked out beside it.

Models are imported where they are used: this file is read before the settings point at a database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

import pytest
from django.test import Client

from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.district.models import Organization
    from throughline.rooms.funding.models import Formula, Run

SET_UP = Viewer(duty="set_up", name="test")
BEFORE = date(2026, 8, 17)
DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
CLASS_OF = {"special_education": "special_education", "homeless": "housing"}
GRADE = {"elementary": "03", "middle": "07", "high": "10"}


class Fill(Protocol):
    def __call__(self, name: str, level: str, counts: Mapping[str, int]) -> "Organization": ...


class Person(Protocol):
    def __call__(self, relation: str, organization: "Organization | None" = None) -> Viewer: ...


class SignIn(Protocol):
    def __call__(self, viewer: Viewer) -> Client: ...


@dataclass(frozen=True)
class District:
    """Two schools, people around them, a formula, and a run of the count day."""

    oak: "Organization"
    elm: "Organization"
    finance: Viewer
    data: Viewer
    leader: Viewer
    other_leader: Viewer
    formula: "Formula"
    run: "Run"


@pytest.fixture
def set_up(db: None) -> Iterator[None]:
    """Act as the one who fills a district; tests that read act as somebody else within."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        yield


@pytest.fixture
def fill(set_up: None) -> Fill:
    """Write a school with so many students, of whom so many hold each need on the count day."""
    from throughline.rooms.district.models import Kind, Organization
    from throughline.rooms.students.models import Enrollment, Need, Student

    def write(name: str, level: str, counts: Mapping[str, int]) -> "Organization":
        school = Organization.objects.create(source_id=name.upper(), name=name, kind=Kind.SCHOOL, level=level)
        grade = GRADE.get(level, "")
        students = Student.objects.bulk_create(
            Student(source_id=f"{name}-{n}", given_name=f"N{n:04d}", family_name=name, grade=grade, home_school=school)
            for n in range(counts["all"])
        )
        Enrollment.objects.bulk_create(
            Enrollment(
                source_id=f"E-{student.source_id}", student=student, school=school, grade=grade, starts_on=BEFORE
            )
            for student in students
        )
        Need.objects.bulk_create(
            Need(
                student=student,
                category=code,
                record_class=CLASS_OF.get(code, "needs"),
                starts_on=BEFORE,
                source="test",
            )
            for code, n in counts.items()
            if code != "all"
            for student in students[:n]
        )
        return school

    return write


@pytest.fixture
def person(set_up: None) -> Person:
    """Somebody who signs in and holds one role, at a school or in the whole district."""
    from throughline.rooms.accounts.models import RoleAssignment, User

    def write(relation: str, organization: "Organization | None" = None) -> Viewer:
        user = User.objects.create(username=f"{relation}-{User.objects.count()}", name=f"A {relation}")
        if relation != "outsider":
            RoleAssignment.objects.create(
                user=user, relation=relation, organization=organization, starts_on=BEFORE, granted_by="test"
            )
        return user.viewer()

    return write


@pytest.fixture
def sign_in(set_up: None) -> SignIn:
    """A browser of somebody who is signed in."""
    from throughline.rooms.accounts.models import User

    def open_browser(viewer: Viewer) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id or 0), "django.contrib.auth.backends.ModelBackend")
        return client

    return open_browser


@pytest.fixture
def district(fill: Fill, person: Person) -> District:
    from throughline.rooms.funding import api as funding

    oak = fill("Oak", "elementary", {"all": 12, "economically_disadvantaged": 3, "english_learner": 2})
    elm = fill("Elm", "high", {"all": 8, "economically_disadvantaged": 6, "special_education": 1})
    finance = person("district_finance")
    formula = funding.adopt_library_formula(by=finance, at=NOW, key="guidebook-table-2-2").formula
    run = funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY).run
    return District(
        oak,
        elm,
        finance,
        person("district_data"),
        person("school_leader", oak),
        person("school_leader", elm),
        formula,
        run,
    )
