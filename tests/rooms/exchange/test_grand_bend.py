"""The OneRoster samples that no one here made, the whole way in."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.district.models import AcademicSession, Organization
from throughline.rooms.exchange import api as exchange
from throughline.rooms.exchange.runs.report import RunReport
from throughline.rooms.students.models import (
    Class,
    ClassPlace,
    Course,
    Demographics,
    Enrollment,
    StaffMember,
    Student,
    Teaching,
)
from throughline.values.viewer import Viewer


def _import(by: Viewer, at: datetime, path: Path) -> RunReport:
    return exchange.import_file(by=by, at=at, kind="oneroster", path=path)


@pytest.mark.parametrize("version", ["11", "12"])
def test_the_whole_district_comes_in(shared_data: Path, data_lead: Viewer, at: datetime, version: str) -> None:
    folder = shared_data / "interop" / "oneroster" / f"or{version}-grand-bend"
    expected = json.loads((folder / "counts.json").read_text())
    report = _import(data_lead, at, folder)
    assert report.status == "applied", report.as_json()
    assert report.n_errors == 0, [p.says() for p in report.problems if p.severity == "error"][:5]
    with acting_as(data_lead):
        assert Student.objects.count() == expected["people_by_role"]["student"]
        assert StaffMember.objects.count() == 68
        assert Organization.objects.count() == expected["orgs"]
        assert AcademicSession.objects.count() == expected["academicSessions"]
        assert Course.objects.count() == expected["courses"]
        assert Class.objects.count() == expected["classes"]
        assert ClassPlace.objects.count() == expected["enrollments_by_role"]["student"]
        assert Teaching.objects.count() == expected["enrollments_by_role"]["teacher"]
        assert Demographics.objects.count() == expected["demographics"]
        assert Enrollment.objects.count() == 960


def test_the_same_file_twice_changes_nothing(grand_bend: Path, data_lead: Viewer, at: datetime) -> None:
    _import(data_lead, at, grand_bend)
    again = _import(data_lead, at, grand_bend)
    assert again.n_changes == 0
    assert again.rows["users.csv"]["unchanged"] == 1028
