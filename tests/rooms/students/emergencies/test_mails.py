"""Whoever answers for privacy is mailed at once: who opened a record, when and where to read on; no student."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from tests.rooms.conftest import Town
from tests.rooms.students.emergencies.conftest import WHY


def _open_and_send(town: Town, who: str, student: str = "mateo") -> int:
    from throughline.rooms.accounts.mail.jobs import send_now
    from throughline.rooms.accounts.models import Mail
    from throughline.rooms.students.emergencies.commands import open_emergency

    one = open_emergency(by=town.viewer(who), at=timezone.now(), student_id=town.students[student].pk, reason=WHY)
    for pk in Mail.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True):
        send_now(pk, at=timezone.now())
    return one.pk


def _told(posted: list[Any]) -> list[str]:
    return [str(message["To"]) for message in posted]


def test_the_privacy_officer_is_mailed_who_when_and_where(town: Town, posted: list[Any]) -> None:
    pk = _open_and_send(town, "coordinator_elsewhere")
    officer, opener = town.users["privacy_officer"], town.users["coordinator_elsewhere"]
    [message] = posted
    assert officer.email in str(message["To"])
    text = message.get_content()
    assert f"{opener.name} opened the record of a student in an emergency" in text
    assert f"https://throughline.example/students/emergencies/{pk}/" in text
    for hidden in ("Mateo", "Muñoz", WHY, "museum", "Alder Valley High"):
        assert hidden not in message.as_string()
    assert town.client("privacy_officer").get(f"/students/emergencies/{pk}/").status_code == 200


def test_opened_again_nobody_is_told_twice(town: Town, posted: list[Any]) -> None:
    _open_and_send(town, "coordinator_elsewhere")
    _open_and_send(town, "coordinator_elsewhere")
    assert len(posted) == 1


def test_it_is_written_in_the_officers_language(town: Town, posted: list[Any]) -> None:
    officer = town.users["privacy_officer"]
    officer.language = "es"
    officer.save()
    _open_and_send(town, "coordinator_elsewhere")
    assert posted[0]["Subject"] == "Se abrió un expediente en una emergencia"


def test_without_an_officer_the_administrators_are_told(town: Town, posted: list[Any]) -> None:
    from throughline.rooms.accounts.models import RoleAssignment

    RoleAssignment.objects.filter(relation="privacy_officer").delete()
    _open_and_send(town, "coordinator_elsewhere")
    [to] = _told(posted)
    assert town.users["administrator"].email in to


def test_a_refusal_tells_nobody_and_no_mail_set_up_stops_nothing(town: Town, settings: Settings) -> None:
    from throughline.rooms.accounts.models import Mail
    from throughline.rooms.students.emergencies.commands import open_emergency
    from throughline.values.errors import RefusedInput

    settings.MAIL_URL = ""
    _open_and_send(town, "coordinator_elsewhere")
    assert Mail.objects.count() == 0
    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example", "throughline@aldervalley.example"
    by = town.viewer("nurse")
    with pytest.raises(RefusedInput):
        open_emergency(by=by, at=timezone.now(), student_id=town.students["elsewhere"].pk, reason=" ")
    assert Mail.objects.count() == 0


def test_the_outbox_names_no_student(town: Town, posted: list[Any]) -> None:
    _open_and_send(town, "coordinator_elsewhere")
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(t::text, ' ') from accounts_mail t")
        [rows] = cursor.fetchone() or ("",)
    assert "emergency_opened" in rows
    assert "Mateo" not in rows
    assert "museum" not in rows
