"""What the roster workloads stand on: a database of their own, packages of any size, and the ways in to compare."""

import atexit
import csv
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from throughline.formats.oneroster.writer import PackageWriter

AT = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
N_SCHOOLS = 40
CLASS_SIZE = 25
GRADES = ("KG", *(f"{grade:02d}" for grade in range(1, 13)))
_open = ExitStack()
atexit.register(_open.close)


@dataclass
class Night:
    """A district's package, the same with one person in 200 changed, and who imports."""

    full: Path
    changed: Path
    by: Any


def make(n_users: int) -> Night:
    """This function will open a database and write two nights of a district of `n_users` students."""
    folder = Path(tempfile.mkdtemp())
    _open.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"THROUGHLINE_MODE": "demo", "THROUGHLINE_HOME": str(folder / "home")}
    from throughline.project import start

    _open.enter_context(start.ready())
    from throughline.project.prepare import prepare_database

    prepare_database()
    _leave_alone()
    _write(folder / "full.zip", n_users, changed=False)
    _write(folder / "changed.zip", n_users, changed=True)
    return Night(folder / "full.zip", folder / "changed.zip", _data_lead())


def _leave_alone() -> None:
    """Keep autovacuum off the roster: what it learns of a table at the moment it is emptied would mislead everybody."""
    from django.apps import apps
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for model in [*apps.get_app_config("students").get_models(), *apps.get_app_config("district").get_models()]:
            cursor.execute(f"alter table {model._meta.db_table} set (autovacuum_enabled = false)")


def _data_lead() -> Any:
    from throughline.rooms.accounts import api as accounts
    from throughline.values.viewer import Viewer

    set_up = Viewer(duty="set_up", name="Benchmark")
    with accounts.acting_as(set_up):
        user = accounts.add_person(by=set_up, at=AT, username="lead", name="A lead", email="", language="en")
        accounts.grant_role(
            by=set_up, at=AT, user=user, relation="district_data", organization_id=None, starts_on=date(2020, 1, 1)
        )
    return user.viewer()


def _write(path: Path, n_users: int, *, changed: bool) -> None:
    with PackageWriter(path) as package:
        package.write("orgs", _orgs())
        package.write(
            "academicSessions", [("Y", "", "", "2026-27", "schoolYear", "2026-08-01", "2027-06-15", "", 2027)]
        )
        package.write("courses", [("HR", "", "", "Y", "Homeroom", "", "", "D", "", "")])
        classes = ("sourcedId", "title", "courseSourcedId", "classType", "schoolSourcedId", "termSourcedIds")
        n_classes = -(-n_users // CLASS_SIZE)
        package.write(
            "classes",
            ((f"C{c}", f"Homeroom {c}", "HR", "homeroom", f"S{c % N_SCHOOLS}", "Y") for c in range(n_classes)),
            columns=classes,
        )
        package.write("users", _users(n_users, changed=changed), columns=USERS)
        package.write(
            "roles",
            ((f"r{n}", f"u{n}", "primary", "student", "2026-08-20", school_of(n)) for n in range(n_users)),
            columns=("sourcedId", "userSourcedId", "roleType", "role", "beginDate", "orgSourcedId"),
        )
        package.write(
            "demographics",
            (
                (f"u{n}", date(2010 + n % 10, 1 + n % 12, 1 + n % 28), "female" if n % 2 else "male")
                for n in range(n_users)
            ),
            columns=("sourcedId", "birthDate", "sex"),
        )
        package.write(
            "enrollments",
            ((f"e{n}", f"C{n // CLASS_SIZE}", school_of(n), f"u{n}", "student") for n in range(n_users)),
            columns=("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"),
        )


USERS = (
    "sourcedId",
    "enabledUser",
    "username",
    "givenName",
    "familyName",
    "identifier",
    "email",
    "grades",
    "primaryOrgSourcedId",
)


def _orgs() -> Iterator[tuple[str, ...]]:
    yield ("D", "", "", "A district", "district", "", "")
    for school in range(N_SCHOOLS):
        yield (f"S{school}", "", "", f"School {school}", "school", str(school), "D")


def school_of(n: int) -> str:
    """This function will name the school of a student: that of the homeroom."""
    return f"S{n // CLASS_SIZE % N_SCHOOLS}"


def _users(n_users: int, *, changed: bool) -> Iterator[tuple[str, ...]]:
    for n in range(n_users):
        family = f"Family{n % 5000}" + ("-New" if changed and n % 200 == 0 else "")
        yield (
            f"u{n}",
            "true",
            f"user{n}",
            f"Given{n % 3000}",
            family,
            f"{n:08d}",
            f"user{n}@example.org",
            GRADES[n % 13],
            school_of(n),
        )


def empty_roster() -> None:
    """This function will take every row away with its history, as the owner."""
    from django.apps import apps
    from django.db import connections

    kept = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    history = ", ".join(model._meta.db_table for model in kept if model._meta.app_label in ("students", "district"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("truncate students_student, students_class, students_course, exchange_run cascade")
        cursor.execute(f"truncate exchange_plannedchange, {history}")
        cursor.execute("delete from district_academicsession; delete from district_organization")


def answer() -> tuple[int, str]:
    """This function will return how many places in classes there are, and a digest of who is where."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """select count(*), md5(string_agg(s.source_id || s.family_name || s.grade || o.source_id || d.birth_on
                || k.source_id || e.starts_on, ',' order by s.source_id))
            from students_student s join district_organization o on o.id = s.home_school_id
                join students_demographics d on d.student_id = s.id join students_enrollment e on e.student_id = s.id
                join students_classplace p on p.student_id = s.id join students_class k on k.id = p.classroom_id"""
        )
        found = cursor.fetchone()
        return int(found[0]), str(found[1])


def ours(path: Path, by: Any, *, first: bool) -> tuple[int, str]:
    """This function will bring a package in as a district does: previewed, checked, written down, applied."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.exchange import api as exchange

    if first:
        empty_roster()
    report = exchange.import_file(by=by, at=AT, kind="oneroster", path=path)
    if report.status != "applied":
        raise AssertionError(report.says)
    with accounts.acting_as(by):
        return answer()


def expert_sql(path: Path, by: Any, *, first: bool) -> tuple[int, str]:
    """This function will do what an expert writes by hand: COPY into temporary tables, then one merge a table.

    Nothing is checked, previewed, written down or undone.
    """
    from django.db import connection

    from benchmarks.roster_by_hand import COPIED, MERGES
    from throughline.rooms.accounts import api as accounts

    if first:
        empty_roster()
    with accounts.acting_as(by), connection.cursor() as cursor, zipfile.ZipFile(path) as archive:
        for file in COPIED:
            with archive.open(f"{file}.csv") as source:
                header = source.readline().decode().strip().split(",")
                columns = ", ".join(f'"{name}" text' for name in header)
                cursor.execute(f"create temp table raw_{file} ({columns}) on commit drop")
                with cursor.copy(f"copy raw_{file} from stdin (format csv)") as copy:
                    while piece := source.read(1 << 20):
                        copy.write(piece)
            cursor.execute(f"analyze raw_{file}")
        for merge in MERGES:
            cursor.execute("discard plans")  # else history's triggers keep plans made for no rows, and take minutes
            cursor.execute(merge)
        return answer()


def orm(path: Path, by: Any, *, first: bool) -> tuple[int, str]:
    """This function will do what a Django developer writes: `bulk_create` with `update_conflicts`, table by table."""
    from benchmarks.roster_by_hand import bring_in_by_orm
    from throughline.rooms.accounts import api as accounts

    if first:
        empty_roster()
    with accounts.acting_as(by):
        bring_in_by_orm(path)
        return answer()


def rows_of(path: Path, file: str) -> Iterator[dict[str, str]]:
    """This function will read one file of a package row by row."""
    with zipfile.ZipFile(path) as archive, archive.open(f"{file}.csv") as source:
        yield from csv.DictReader(io.TextIOWrapper(source, "utf-8"))


def same(ours_found: tuple[int, str], theirs: tuple[int, str], name: str) -> None:
    """This function will raise where two ways in leave different rosters."""
    if ours_found != theirs:
        raise AssertionError(f"{name} left another roster: {theirs} for {ours_found}")


Way = Callable[..., tuple[int, str]]
