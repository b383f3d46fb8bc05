"""Two requests of one person at the same moment open a record once, in a database where work commits."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from tests.ground import clone, pointed_at
from tests.rooms.conftest import AT, SET_UP

from throughline.values.viewer import Viewer


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker_id: str) -> Iterator[None]:
    """A database of the test's own, in which transactions are committed."""
    from django.db import connections

    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
        template = str(connections["default"].settings_dict["NAME"])
        with clone(template, f"{worker_id}_once") as name, pointed_at(name):
            yield


def _nurse_and_student() -> tuple[Viewer, int]:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.district.models import Kind, Organization
    from throughline.rooms.students.models import Student

    with accounts.acting_as(SET_UP):
        school = Organization.objects.create(source_id="a", name="A", kind=Kind.SCHOOL)
        student = Student.objects.create(source_id="s", given_name="Sol", family_name="Once")
        user = accounts.add_person(by=SET_UP, at=AT, username="nurse", name="Nurse")
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=user,
            relation="school_health",
            organization_id=school.pk,
            starts_on=date(2026, 8, 17),
        )
    return user.viewer(), student.pk


def test_two_at_once_open_once(own_database: None) -> None:
    from django.db import connections

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.audit.models import AuditRecord
    from throughline.rooms.students.emergencies.commands import open_emergency
    from throughline.rooms.students.models import Emergency, Relation

    by, student_id = _nurse_and_student()
    together, opened = threading.Barrier(4), []

    def work() -> None:
        try:
            together.wait()
            with acting_as(by):
                opened.append(open_emergency(by=by, at=timezone.now(), student_id=student_id, reason="Fainted.").pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_as(SET_UP):
        assert Emergency.objects.count() == 1
        assert Relation.objects.filter(relation="emergency").count() == 1
        assert opened == [Emergency.objects.get().pk] * 4
    assert AuditRecord.objects.filter(act="open", noun="emergency").count() == 1
