"""Ground of the exchange's tests: real packages, and a data lead who may import."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from throughline.values.viewer import Viewer

Person = Callable[[str], Viewer]


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def grand_bend(shared_data: Path) -> Path:
    """A 1.2 bulk package of a district that no one here made."""
    return shared_data / "interop" / "oneroster" / "or12-grand-bend"


@pytest.fixture
def person_who_is(db: None) -> Person:
    """Makes a person who signs in and holds one role in the district; blank makes one who holds none."""
    from throughline.rooms.accounts.models import RoleAssignment, User
    from throughline.rooms.accounts.sight.viewing import acting_as

    def make(relation: str) -> Viewer:
        with acting_as(Viewer(duty="set_up", name="Test")):
            user = User.objects.create(username=relation or "nobody", name=f"A {relation}")
            if relation:
                RoleAssignment.objects.create(
                    user=user, relation=relation, starts_on=date(2020, 1, 1), granted_by="test"
                )
        return user.viewer()

    return make


@pytest.fixture
def data_lead(person_who_is: Person) -> Viewer:
    return person_who_is("district_data")


Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def small_district() -> Rows:
    """Two schools, four students, a teacher and a guardian, as the tables of a 1.2 package. Tests change it freely."""
    people = [
        ("s1", "Ana", "Reyes", "A", "03", "g1"),
        ("s2", "Bo", "Chen", "A", "04", ""),
        ("s3", "Chidi", "Obi", "B", "03", ""),
        ("s4", "Dara", "Lee", "B", "05", ""),
        ("t1", "Tess", "Moore", "A", "", ""),
        ("g1", "Gil", "Reyes", "A", "", ""),
    ]
    kinds = {"s": "student", "t": "teacher", "g": "guardian"}
    return {
        "orgs": [
            {"sourcedId": "D", "name": "Small District", "type": "district"},
            {"sourcedId": "A", "name": "Ash School", "type": "school", "parentSourcedId": "D"},
            {"sourcedId": "B", "name": "Birch School", "type": "school", "parentSourcedId": "D"},
        ],
        "academicSessions": [
            {
                "sourcedId": "Y",
                "title": "2026-27",
                "type": "schoolYear",
                "startDate": date(2026, 8, 1),
                "endDate": date(2027, 6, 15),
                "schoolYear": 2027,
            }
        ],
        "courses": [{"sourcedId": "C", "title": "Reading", "orgSourcedId": "D", "schoolYearSourcedId": "Y"}],
        "classes": [
            {
                "sourcedId": "K",
                "title": "Reading 3",
                "courseSourcedId": "C",
                "classType": "scheduled",
                "schoolSourcedId": "A",
                "termSourcedIds": ["Y"],
            }
        ],
        "users": [
            {
                "sourcedId": one,
                "enabledUser": True,
                "username": one,
                "givenName": given,
                "familyName": family,
                "grades": grade,
                "agentSourcedIds": agents,
                "primaryOrgSourcedId": org,
            }
            for one, given, family, org, grade, agents in people
        ],
        "roles": [
            {
                "sourcedId": f"r-{one}",
                "userSourcedId": one,
                "roleType": "primary",
                "role": kinds[one[0]],
                "orgSourcedId": org,
                "beginDate": date(2026, 8, 20),
            }
            for one, _given, _family, org, _grade, _agents in people
        ],
        "demographics": [{"sourcedId": "s1", "birthDate": date(2018, 2, 3), "sex": "female"}],
        "enrollments": [
            {"sourcedId": f"e-{one}", "classSourcedId": "K", "schoolSourcedId": "A", "userSourcedId": one, "role": role}
            for one, role in (("s1", "student"), ("s2", "student"), ("t1", "teacher"))
        ],
    }


@pytest.fixture
def write_package(tmp_path: Path) -> Callable[..., Path]:
    """Writes tables as a OneRoster 1.2 zip; `mode` is bulk or delta."""
    from throughline.formats.oneroster.writer import PackageWriter

    n_written = 0

    def write(tables: Rows, mode: str = "bulk") -> Path:
        nonlocal n_written
        n_written += 1
        path = tmp_path / f"package-{n_written}.zip"
        with PackageWriter(path, mode=mode) as package:
            for table, rows in tables.items():
                package.write(table, rows)
        return path

    return write


@pytest.fixture
def bring_in(data_lead: Viewer, at: datetime, write_package: Callable[..., Path]) -> Callable[..., object]:
    """Imports tables as the data lead, and returns the report."""
    from throughline.rooms.exchange import api as exchange

    def bring(tables: Rows, mode: str = "bulk", **options: bool) -> object:
        path = write_package(tables, mode)
        return exchange.import_file(by=data_lead, at=at, kind="oneroster", path=path, **cast("Any", options))

    return bring
