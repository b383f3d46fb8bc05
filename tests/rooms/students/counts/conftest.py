"""A few students written straight into the roster, so that each rule of counting can be read in its test.

Models are imported where they are used: this file is read before the settings point at a database.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Need, Student

SET_UP = Viewer(duty="set_up", name="test")
BEFORE = date(2026, 8, 17)


class Enroll(Protocol):
    def __call__(
        self,
        source_id: str,
        school: "Organization",
        *,
        starts_on: date | None = BEFORE,
        ends_on: date | None = None,
        is_primary: bool = True,
        home: "Organization | None" = None,
    ) -> "Student": ...


class Hold(Protocol):
    def __call__(
        self,
        student: "Student",
        category: str,
        *,
        level: str = "",
        record_class: str = "needs",
        starts_on: date = BEFORE,
        ends_on: date | None = None,
    ) -> "Need": ...


@pytest.fixture
def set_up(db: None) -> Iterator[None]:
    """Act as the one who fills a district; tests that read act as somebody else within."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        yield


@pytest.fixture
def schools(set_up: None) -> "tuple[Organization, Organization]":
    from throughline.rooms.district.models import Kind, Organization

    oak = Organization.objects.create(source_id="OAK", name="Oak", kind=Kind.SCHOOL, level="elementary")
    pine = Organization.objects.create(source_id="PINE", name="Pine", kind=Kind.SCHOOL, level="elementary")
    return oak, pine


@pytest.fixture
def enroll(set_up: None) -> Enroll:
    from throughline.rooms.students.models import Enrollment, Student

    def write(
        source_id: str,
        school: "Organization",
        *,
        starts_on: date | None = BEFORE,
        ends_on: date | None = None,
        is_primary: bool = True,
        home: "Organization | None" = None,
    ) -> "Student":
        student, _made = Student.objects.get_or_create(
            source_id=source_id,
            defaults={"given_name": source_id, "family_name": "Ek", "grade": "03", "home_school": home or school},
        )
        Enrollment.objects.create(
            source_id=f"{source_id}-{Enrollment.objects.count()}",
            student=student,
            school=school,
            grade="03",
            is_primary=is_primary,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        return student

    return write


@pytest.fixture
def hold(set_up: None) -> Hold:
    from throughline.rooms.students.models import Need

    def write(
        student: "Student",
        category: str,
        *,
        level: str = "",
        record_class: str = "needs",
        starts_on: date = BEFORE,
        ends_on: date | None = None,
    ) -> "Need":
        return Need.objects.create(
            student=student,
            category=category,
            level=level,
            record_class=record_class,
            starts_on=starts_on,
            ends_on=ends_on,
            source="screening",
        )

    return write


@pytest.fixture
def person(set_up: None) -> "Callable[..., Viewer]":
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
