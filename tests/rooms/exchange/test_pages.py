"""The pages about imports: what each shows, and whom each refuses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.audit.models import Disclosure
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.exchange.models import Run, Status
from throughline.rooms.exchange.runs import jobs
from throughline.rooms.exchange.staging.progress import stay_silent
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]
Write = Callable[..., Path]


@pytest.fixture
def signed_in(client: Client, data_lead: Viewer) -> Client:
    client.force_login(User.objects.get(username="district_data"))
    return client


def upload(client: Client, path: Path, by: Viewer, kind: str = "oneroster") -> int:
    """Send a file by the page, and do the work that the worker would."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(reverse("exchange:start"), {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    run_id = int(answer.headers["Location"].rstrip("/").rpartition("/")[2])
    jobs.carry_out(run_id, by, "read", stay_silent)
    return run_id


def run_of(by: Viewer, run_id: int) -> Run:
    with acting_as(by):
        return Run.objects.get(pk=run_id)


def test_a_file_is_uploaded_previewed_applied_and_rolled_back(
    signed_in: Client, data_lead: Viewer, small_district: Rows, write_package: Write
) -> None:
    run_id = upload(signed_in, write_package(small_district), data_lead)
    page = signed_in.get(reverse("exchange:run", args=[run_id]))
    assert "This file would add 4 students." in page.content.decode()
    assert not _students(data_lead)

    signed_in.post(reverse("exchange:apply", args=[run_id]))
    jobs.carry_out(run_id, data_lead, "apply", stay_silent)
    assert "This file added 4 students." in signed_in.get(reverse("exchange:run", args=[run_id])).content.decode()
    assert len(_students(data_lead)) == 4

    asked = signed_in.get(reverse("exchange:ask_roll_back", args=[run_id]))
    assert "Roll this import back?" in asked.content.decode()
    signed_in.post(reverse("exchange:roll_back", args=[run_id]))
    jobs.carry_out(run_id, data_lead, "roll_back", stay_silent)
    assert run_of(data_lead, run_id).status == Status.ROLLED_BACK
    assert not _students(data_lead)


def _students(by: Viewer) -> list[Student]:
    with acting_as(by):
        return list(Student.objects.all())


def test_while_it_waits_the_page_shows_progress_and_cancel(
    signed_in: Client, data_lead: Viewer, small_district: Rows, write_package: Write
) -> None:
    file = SimpleUploadedFile("night.zip", write_package(small_district).read_bytes())
    answer = signed_in.post(reverse("exchange:start"), {"kind": "oneroster", "file": file}, follow=True)
    run_id = answer.context["page"].run.pk
    assert 'role="progressbar"' in answer.content.decode()
    signed_in.post(reverse("exchange:cancel", args=[run_id]))
    jobs.carry_out(run_id, data_lead, "read", stay_silent)
    assert run_of(data_lead, run_id).status == Status.CANCELLED


def test_the_preview_shows_who_and_what_changes(
    signed_in: Client, data_lead: Viewer, small_district: Rows, write_package: Write, bring_in: BringIn
) -> None:
    bring_in(small_district)
    small_district["users"][1]["grades"] = "05"
    run_id = upload(signed_in, write_package(small_district), data_lead)
    page = signed_in.get(reverse("exchange:changes", args=[run_id, "change"])).content.decode()
    assert "Bo Chen" in page
    assert "Grade: 04 → 05" in page


def test_who_looks_at_students_in_a_preview_is_noted(
    signed_in: Client, data_lead: Viewer, small_district: Rows, write_package: Write
) -> None:
    run_id = upload(signed_in, write_package(small_district), data_lead)
    signed_in.get(reverse("exchange:changes", args=[run_id, "create"]))
    assert Disclosure.objects.filter(place="imports", viewer_name=data_lead.name).count() == 4


def test_problems_can_be_chosen_by_severity_and_exported(
    signed_in: Client, data_lead: Viewer, small_district: Rows, write_package: Write
) -> None:
    small_district["enrollments"][0]["userSourcedId"] = "nobody"
    small_district["users"][3]["grades"] = "5"
    run_id = upload(signed_in, write_package(small_district), data_lead)
    address = reverse("exchange:problems", args=[run_id])
    errors = signed_in.get(address, {"severity": "error"}).content.decode()
    assert "nobody" in errors
    assert "CEDS" not in errors
    exported = signed_in.get(address, {"export": "csv"})
    assert b"enrollments.csv" in b"".join(exported) if exported.streaming else b"enrollments.csv" in exported.content


def test_the_guard_asks_for_the_number(
    signed_in: Client, data_lead: Viewer, small_district: Rows, write_package: Write, bring_in: BringIn
) -> None:
    bring_in(small_district)
    small_district["users"] = [row for row in small_district["users"] if row["sourcedId"] != "s2"]
    run_id = upload(signed_in, write_package(small_district), data_lead)
    page = signed_in.get(reverse("exchange:run", args=[run_id])).content.decode()
    assert "This would end more students than usual" in page
    for number in ("", "3"):
        signed_in.post(reverse("exchange:apply", args=[run_id]), {"n_confirmed": number})
        assert run_of(data_lead, run_id).status == Status.PREVIEWED
    signed_in.post(reverse("exchange:apply", args=[run_id]), {"n_confirmed": "1"})
    jobs.carry_out(run_id, data_lead, "apply", stay_silent)
    assert run_of(data_lead, run_id).status == Status.APPLIED


def test_a_file_that_is_no_roster_is_refused_in_plain_words(
    signed_in: Client, data_lead: Viewer, tmp_path: Path
) -> None:
    path = tmp_path / "letter.zip"
    path.write_bytes(b"Dear district,")
    run_id = upload(signed_in, path, data_lead)
    page = signed_in.get(reverse("exchange:run", args=[run_id])).content.decode()
    assert "neither a zip nor a folder" in page
    assert run_of(data_lead, run_id).upload == ""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["run", "progress", "problems", "ask_roll_back"])
def test_every_page_stands_in_both_languages(
    signed_in: Client, data_lead: Viewer, small_district: Rows, bring_in: BringIn, language: str, name: str
) -> None:
    report = bring_in(small_district)
    signed_in.cookies["django_language"] = language
    assert signed_in.get(reverse(f"exchange:{name}", args=[report.run_id])).status_code == 200
    assert signed_in.get(reverse("exchange:runs")).status_code == 200


@pytest.mark.parametrize("relation", ["", "district_finance", "teacher", "coordinator", "school_leader", "guardian"])
def test_whoever_may_not_write_the_roster_is_refused_everywhere(
    client: Client, person_who_is: Callable[[str], Viewer], small_district: Rows, bring_in: BringIn, relation: str
) -> None:
    run_id = bring_in(small_district).run_id
    client.force_login(User.objects.get(name=person_who_is(relation).name))
    for name in ("runs", "start"):
        assert client.get(reverse(f"exchange:{name}")).status_code == 403
    for name in ("run", "progress", "problems", "ask_roll_back"):
        assert client.get(reverse(f"exchange:{name}", args=[run_id])).status_code == 403
    assert client.get(reverse("exchange:changes", args=[run_id, "create"])).status_code == 403
    for name in ("apply", "roll_back", "cancel", "read_again"):
        assert client.post(reverse(f"exchange:{name}", args=[run_id])).status_code == 403
