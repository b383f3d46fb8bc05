"""Previews that are no longer true, and the walls around what runs hold."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange import api as exchange
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.exchange.models import FoundProblem, PlannedChange, Run, Status
from throughline.rooms.exchange.runs import carrying, commands, jobs
from throughline.rooms.exchange.staging.progress import stay_silent
from throughline.rooms.students.models import Student
from throughline.values.errors import NotAllowed
from throughline.values.viewer import NOBODY, Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]
Person = Callable[[str], Viewer]
Preview = Callable[[Rows], int]


@pytest.fixture
def preview(data_lead: Viewer, at: datetime, write_package: Callable[..., Path]) -> Preview:
    """Uploads tables and has them read, as the page and the worker do; returns the run's number."""

    def upload(tables: Rows) -> int:
        chunks = [write_package(tables).read_bytes()]
        run_id = commands.upload_file(by=data_lead, at=at, kind="oneroster", file_name="night.zip", chunks=chunks)
        jobs.carry_out(run_id, data_lead, "read", stay_silent)
        return run_id

    return upload


def test_a_preview_is_refused_once_another_import_was_applied(
    bring_in: BringIn, preview: Preview, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    run_id = preview(small_district)
    bring_in(small_district)
    with acting_as(data_lead), pytest.raises(carrying.CannotNow, match="no longer true"):
        carrying.apply_previewed(Run.objects.get(pk=run_id), by=data_lead, at=at, n_confirmed=None)


def test_a_preview_is_refused_once_one_of_its_rows_was_changed_by_hand(
    bring_in: BringIn, preview: Preview, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    bring_in(small_district)
    small_district["users"][1]["familyName"] = "Other"
    run_id = preview(small_district)
    with acting_as(data_lead):
        Student.objects.filter(source_id="s2").update(email="new@example.org")
        with pytest.raises(carrying.CannotNow, match="no longer true"):
            carrying.apply_previewed(Run.objects.get(pk=run_id), by=data_lead, at=at, n_confirmed=None)
        assert Student.objects.get(source_id="s2").family_name == "Chen"


def test_a_dry_run_changes_nothing(bring_in: BringIn, small_district: Rows, data_lead: Viewer) -> None:
    report = bring_in(small_district, dry_run=True)
    assert (report.status, report.counts["student"]["create"]) == (Status.PREVIEWED, 4)
    with acting_as(data_lead):
        assert not Student.objects.exists()
        assert not PlannedChange.objects.exists()


def test_errors_stop_an_import_that_was_not_told_to_go_on(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer
) -> None:
    small_district["enrollments"][0]["userSourcedId"] = "nobody"
    report = bring_in(small_district, skip_bad_rows=False)
    assert report.status == Status.PREVIEWED
    assert "nothing was applied" in report.says


def test_a_run_that_was_applied_cannot_be_applied_again(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    report = bring_in(small_district)
    with pytest.raises(carrying.CannotNow, match="moved on"):
        commands.apply_run(by=data_lead, at=at, run_id=report.run_id)


@pytest.mark.parametrize("relation", ["", "district_finance", "teacher", "coordinator", "school_leader", "partner"])
def test_wrong_people_cannot_import(
    person_who_is: Person, write_package: Callable[..., Path], small_district: Rows, at: datetime, relation: str
) -> None:
    path = write_package(small_district)
    with pytest.raises(NotAllowed):
        exchange.import_file(by=person_who_is(relation), at=at, kind="oneroster", path=path)


@pytest.mark.parametrize("relation", ["nobody at all", "", "district_finance", "teacher", "school_leader"])
def test_the_second_wall_alone_hides_runs_changes_and_problems(
    person_who_is: Person, bring_in: BringIn, small_district: Rows, relation: str
) -> None:
    small_district["enrollments"][0]["userSourcedId"] = "nobody"
    bring_in(small_district)
    viewer = NOBODY if relation == "nobody at all" else person_who_is(relation)
    with acting_as(viewer):
        for model in (Run, PlannedChange, FoundProblem):
            assert model.objects.count() == 0, model


def test_an_administrator_may_import_too(
    person_who_is: Person, write_package: Callable[..., Path], small_district: Rows, at: datetime
) -> None:
    administrator = person_who_is("district_admin")
    report = exchange.import_file(by=administrator, at=at, kind="oneroster", path=write_package(small_district))
    assert report.status == Status.APPLIED


def test_passwords_are_not_kept_anywhere(bring_in: BringIn, small_district: Rows, data_lead: Viewer) -> None:
    for row in small_district["users"]:
        row["password"] = "canary-secret"
    small_district["users"][0]["enabledUser"] = "canary"
    bring_in(small_district)
    with acting_as(data_lead):
        kept = [
            *PlannedChange.objects.values_list("after", flat=True),
            *FoundProblem.objects.values_list("value", flat=True),
        ]
        assert "canary-secret" not in str(kept)
        assert "canary" in str(kept)
