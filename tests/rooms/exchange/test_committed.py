"""What only shows where transactions are committed: killed work, two imports at once, a cancel from elsewhere."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.ground import SOURCE, address, clone, pointed_at

from throughline.rooms.accounts.models import RoleAssignment, User
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange.models import PlannedChange, Progress, Run, Status
from throughline.rooms.exchange.runs import commands, jobs
from throughline.rooms.students.models import Enrollment, Student
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
N_STUDENTS = 400


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker_id: str) -> Iterator[str]:
    """A database of the test's own, with one data lead in it."""
    from django.db import connections

    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
        template = str(connections["default"].settings_dict["NAME"])
        with clone(template, f"{worker_id}_own") as name, pointed_at(name):
            with acting_as(Viewer(duty="set_up", name="Test")):
                user = User.objects.create(username="lead", name="A lead")
                RoleAssignment.objects.create(
                    user=user, relation="district_data", starts_on=date(2020, 1, 1), granted_by="test"
                )
            yield name


@pytest.fixture
def package(small_district: Rows, write_package: Callable[..., Path]) -> Path:
    """The small district with some hundred students more."""
    for n in range(N_STUDENTS):
        person = small_district["users"][0] | {"sourcedId": f"x{n}", "familyName": f"Name {n}", "agentSourcedIds": ""}
        role = small_district["roles"][0] | {"sourcedId": f"r-x{n}", "userSourcedId": f"x{n}"}
        small_district["users"].append(person)
        small_district["roles"].append(role)
    return write_package(small_district)


def start_import(database: str, package: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DATABASE_URL": address("throughline_app", database),
        "DATABASE_OWNER_URL": address("throughline_owner", database),
        "PYTHONPATH": str(SOURCE.parent),
    }
    command = [sys.executable, "-m", "throughline", "import", "oneroster", str(package), "--as", "lead"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def lead() -> Viewer:
    return User.objects.get(username="lead").viewer()


def n_students() -> tuple[int, int]:
    with acting_as(lead()):
        return Student.objects.count(), Enrollment.objects.count()


def test_work_that_is_killed_leaves_all_or_nothing(own_database: str, package: Path) -> None:
    whole = (N_STUDENTS + 4, N_STUDENTS + 4)
    for n_tenths in (6, 8, 10, 12):
        with start_import(own_database, package) as killed:
            with suppress(subprocess.TimeoutExpired):
                killed.wait(timeout=n_tenths / 10)
            killed.kill()
        assert n_students() in ((0, 0), whole)
    with start_import(own_database, package) as last:
        told, _ = last.communicate(timeout=60)
    assert last.returncode == 0, told
    assert n_students() == whole


def test_two_imports_at_once_come_one_after_the_other(own_database: str, package: Path) -> None:
    both = [start_import(own_database, package) for _ in range(2)]
    told = sorted(one.communicate(timeout=60)[0].splitlines()[0] for one in both)
    assert told == ["Nothing to do: all that this file says is already so.", told[1]]
    assert f"This file added {N_STUDENTS + 4} students." in told[1]
    assert n_students()[0] == N_STUDENTS + 4


def test_a_cancel_from_elsewhere_stops_the_reading(
    own_database: str, package: Path, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    chunks = [package.read_bytes()]
    run_id = commands.upload_file(by=lead(), at=AT, kind="oneroster", file_name="night.zip", chunks=chunks)
    (kept,) = (tmp_path / "uploads").rglob("*.zip")
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    Progress.objects.filter(run_id=run_id).update(cancel_asked=True)
    user_id = lead().user_id
    assert user_id is not None
    jobs.carry(run_id=run_id, user_id=user_id, act="read")
    with acting_as(lead()):
        assert Run.objects.get(pk=run_id).status == Status.CANCELLED
        assert not PlannedChange.objects.exists()
    assert not list((tmp_path / "uploads").iterdir())


def test_a_worker_reads_applies_and_tells_how_far_it_is(
    own_database: str, package: Path, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    chunks = [package.read_bytes()]
    run_id = commands.upload_file(by=lead(), at=AT, kind="oneroster", file_name="night.zip", chunks=chunks)
    user_id = lead().user_id
    assert user_id is not None
    jobs.carry(run_id=run_id, user_id=user_id, act="read")
    told = Progress.objects.get(run_id=run_id)
    assert told.n_total > 0
    commands.apply_run(by=lead(), at=AT, run_id=run_id)
    jobs.carry(run_id=run_id, user_id=user_id, act="apply")
    assert n_students()[0] == N_STUDENTS + 4
    assert not list((tmp_path / "uploads").iterdir())


def test_work_that_nobody_is_at_shows_as_interrupted_and_can_be_tried_again(
    own_database: str, package: Path, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    chunks = [package.read_bytes()]
    run_id = commands.upload_file(by=lead(), at=AT, kind="oneroster", file_name="night.zip", chunks=chunks)
    Progress.objects.filter(run_id=run_id).update(stage="reading")  # as a worker that was killed leaves it
    commands.read_again(by=lead(), at=AT, run_id=run_id)
    user_id = lead().user_id
    assert user_id is not None
    jobs.carry(run_id=run_id, user_id=user_id, act="read")
    with acting_as(lead()):
        assert Run.objects.get(pk=run_id).status == Status.PREVIEWED
