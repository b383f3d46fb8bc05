"""Asked by link: a guardian reads a consent in their language, agrees, says no, takes it back; rights as of now."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.rooms.agreements.conftest import draft, give, seen_by_partner, sign
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

YES = {"say": "yes", "record_classes": ["directory", "academic"], "ends_on": "2027-06-30", "name": "Lucía Herrera Peña"}


def _lucia() -> int:
    from throughline.demo import cast
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian

    with acting_as(SET_UP):
        return Guardian.objects.get(source_id=cast.GUARDIAN.person_id).pk


def _ask(town: Town, agreement: Any, key: str = "coordinator", **changes: Any) -> Any:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consent_requests.commands import ask_family

    viewer = town.viewer(key)
    given: dict[str, Any] = {
        "student_id": town.students["mateo"].pk,
        "guardian_id": _lucia(),
        "language": "es",
    } | changes
    with acting_as(viewer):
        return ask_family(by=viewer, at=timezone.now(), agreement_id=agreement.pk, **given)


def _requests() -> list[tuple[str, str]]:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import ConsentRequest

    with acting_as(SET_UP):
        return list(ConsentRequest.objects.order_by("pk").values_list("asked_of", "answer"))


def _born(town: Town, day: date) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Demographics

    with acting_as(SET_UP):
        Demographics.objects.filter(student=town.students["mateo"]).update(birth_on=day)


def _limit(town: Town, **changes: Any) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.limits.commands import limit_contact

    officer = town.viewer("privacy_officer")
    given = {"may_not_consent": True, "may_not_be_told": False} | changes
    with acting_as(officer):
        limit_contact(
            by=officer,
            at=AT,
            student_id=town.students["mateo"].pk,
            guardian_id=_lucia(),
            starts_on=date(2026, 11, 1),
            ends_on=None,
            reason="Order 17",
            **given,
        )


def test_a_mother_agrees_and_takes_it_back_with_the_same_link(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    path = _ask(town, agreement).path
    page = Client().get(path)
    assert page["Content-Language"] == "es"
    assert '<html lang="es"' in page.content.decode()
    assert "Recibir a los estudiantes después de clases." in page.content.decode()
    assert seen_by_partner(town) == set(), "reading changes nothing"
    assert Client().post(path, YES).status_code == 200
    assert seen_by_partner(town) == {"directory", "academic"}
    assert seen_by_partner(town, "valentina") == set()
    again = Client().get(path).content.decode()
    assert "Dejar de compartir ahora" in again
    assert Client().post(path, YES).status_code == 200
    assert _requests() == [("Lucía Herrera Peña", "given")]
    Client().post(path, {"say": "stop"})
    assert seen_by_partner(town) == set()
    assert _requests() == [("Lucía Herrera Peña", "withdrawn")]


def test_what_is_kept_is_a_consent_by_link_as_it_was_read(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Consent

    town, agreement = agreed
    Client().post(_ask(town, agreement).path, YES)
    with acting_as(SET_UP):
        consent = Consent.objects.get()
    assert (consent.how, consent.language, consent.guardian_id) == ("link", "es", _lucia())
    assert "Mateo Muñoz Herrera" in consent.text
    page = town.client("guardian").get(f"/students/{consent.student_id}/sharing/").content.decode()
    assert "Take it back" in page


def test_saying_no_is_kept_and_may_be_thought_over(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    path = _ask(town, agreement, language="en").path
    assert "You said no" in Client().post(path, {"say": "no"}).content.decode()
    assert _requests() == [("Lucía Herrera Peña", "declined")]
    page = town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/consents/").content.decode()
    assert "said no on" in page
    assert "If you changed your mind" in Client().get(path).content.decode()
    Client().post(path, YES)
    assert seen_by_partner(town) == {"directory", "academic"}
    assert "You agreed already." in Client().post(path, {"say": "no"}).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"record_classes": []},
        {"record_classes": ["housing"]},
        {"ends_on": "2031-01-01"},
        {"say": "maybe"},
    ],
)
def test_what_is_missing_or_beyond_the_agreement_gives_nothing(agreed: tuple[Town, Any], wrong: dict[str, Any]) -> None:
    town, agreement = agreed
    assert Client().post(_ask(town, agreement).path, YES | wrong).status_code == 200
    assert seen_by_partner(town) == set()
    assert _requests() == [("Lucía Herrera Peña", "")]


def test_on_the_18th_birthday_the_link_is_the_students_no_more_the_guardians(
    agreed: tuple[Town, Any], on_day: Callable[[date], None]
) -> None:
    town, agreement = agreed
    _born(town, date(2009, 1, 10))
    path = _ask(town, agreement, language="en").path
    with pytest.raises(RefusedInput):
        _ask(town, agreement, guardian_id=None)
    on_day(date(2027, 1, 10))
    assert "From the 18th birthday" in Client().get(path).content.decode()
    assert "Mateo" not in Client().get(path).content.decode()
    Client().post(path, YES)
    assert _requests() == [("Lucía Herrera Peña", "")]
    with pytest.raises(RefusedInput):
        _ask(town, agreement)
    own = _ask(town, agreement, guardian_id=None, language="en")
    Client().post(own.path, YES | {"record_classes": ["directory"], "name": "Mateo Muñoz"})
    assert seen_by_partner(town) == {"directory"}


def test_a_limit_set_after_the_link_holds_at_the_moment_of_use(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    path = _ask(town, agreement, language="en").path
    _limit(town)
    for page in (Client().get(path), Client().post(path, YES), Client().post(path, {"say": "no"})):
        assert "You can no longer answer this." in page.content.decode()
        assert "Mateo" not in page.content.decode()
        assert "Order 17" not in page.content.decode()
    assert seen_by_partner(town) == set()
    with pytest.raises(RefusedInput):
        _ask(town, agreement)


def test_one_whose_contact_is_limited_can_still_take_back_what_they_gave(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    path = _ask(town, agreement).path
    Client().post(path, YES)
    _limit(town, may_not_be_told=True)
    Client().post(path, {"say": "stop"})
    assert _requests() == [("Lucía Herrera Peña", "withdrawn")]


def test_one_who_no_longer_stands_for_the_student_reads_nothing(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardianship

    town, agreement = agreed
    path = _ask(town, agreement, language="en").path
    Client().post(path, YES)
    with acting_as(SET_UP):
        Guardianship.objects.filter(guardian=_lucia()).update(ended_at=AT)
    for page in (Client().get(path), Client().post(path, {"say": "stop"})):
        assert "Mateo" not in page.content.decode()
        assert "Stop sharing now" not in page.content.decode()
    assert _requests() == [("Lucía Herrera Peña", "given")]


def test_nothing_another_guardian_said_is_on_the_page(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian

    town, agreement = agreed
    with acting_as(SET_UP):
        other = Guardian.objects.get(source_id="mateo").pk
    give(town, agreement)
    page = Client().get(_ask(town, agreement, guardian_id=other, language="en").path).content.decode()
    assert "Lucía" not in page
    assert "I agree" in page
    assert "Parent Of Mateo" not in page


def test_an_agreement_that_ended_and_an_objection_leave_nothing_to_agree_to(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import end_agreement
    from throughline.rooms.agreements.objections.commands import object_to_sharing

    town, agreement = agreed
    path = _ask(town, agreement, language="en").path
    mother, officer = town.viewer("guardian"), town.viewer("privacy_officer")
    with acting_as(mother):
        object_to_sharing(by=mother, at=AT, student_id=town.students["mateo"].pk, agreement_id=agreement.pk)
    assert "Somebody objects" in Client().post(path, YES).content.decode()
    with acting_as(officer):
        end_agreement(by=officer, at=AT, agreement_id=agreement.pk, reason="Broken.")
    assert "The agreement is over" in Client().post(path, YES).content.decode()
    assert seen_by_partner(town) == set()


def test_a_new_link_and_taking_one_back_end_the_earlier(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    pk, client = town.students["mateo"].pk, town.client("coordinator")
    first, second = _ask(town, agreement).path, _ask(town, agreement).path
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    found = re.search(r'action="(/[^"]+/take-back/)"', client.get(f"/students/{pk}/consents/").content.decode())
    assert found
    client.post(found[1])
    assert Client().get(second).status_code == 404
    assert "take-back" not in client.get(f"/students/{pk}/consents/").content.decode()
    assert client.post(f"/students/{pk}/consents/ask/0/take-back/").status_code == 404


def test_only_staff_who_answer_for_the_student_ask(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consent_requests.commands import take_back_request

    town, agreement = agreed
    study = draft(town, key="state_analyst", relation="state_analyst", covers="district", school_ids=())
    sign(town, study, key="state_analyst")
    for key, refusal in (
        ("guardian", NotAllowed),
        ("student", NotAllowed),
        ("partner", NotFound),
        ("coordinator_elsewhere", NotFound),
        ("finance", NotFound),
    ):
        with pytest.raises(refusal):
            _ask(town, agreement, key)
        viewer = town.viewer(key)
        with acting_as(viewer), pytest.raises(refusal):
            take_back_request(by=viewer, at=AT, student_id=town.students["mateo"].pk, request_id=1)
    with pytest.raises(RefusedInput):
        _ask(town, study)
    with pytest.raises(RefusedInput):
        _ask(town, agreement, guardian_id=0)


def test_no_student_stands_in_the_link_the_mail_the_audit_or_the_list_of_links(
    agreed: tuple[Town, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch, on_day: Callable[[date], None]
) -> None:
    from throughline.rooms.accounts.mail import jobs
    from throughline.rooms.accounts.models import Mail

    town, agreement = agreed
    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example", "throughline@aldervalley.example"
    posted: list[Any] = []
    monkeypatch.setattr(jobs, "post", posted.append)
    _born(town, date(2009, 1, 10))
    asked = _ask(town, agreement, email="lucia@family.example")
    assert asked.is_mailed
    jobs.send_now(Mail.objects.latest("pk").pk, at=timezone.now())
    on_day(date(2027, 1, 10))
    _ask(town, agreement, guardian_id=None, email="mateo@family.example")
    jobs.send_now(Mail.objects.latest("pk").pk, at=timezone.now())
    assert [message["Subject"] for message in posted] == ["Una pregunta de la escuela"] * 2
    mailed = re.search(r"/link/[^\s]+", posted[0].get_content())
    assert mailed
    with connection.cursor() as cursor:
        for table in ("accounts_accesslink", "accounts_mail", "audit_auditrecord"):
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")  # noqa: S608 - fixed names
            [rows] = cursor.fetchone() or ("",)
            assert "Mateo" not in rows, table
            assert "Muñoz" not in rows, table
    assert not any("Mateo" in message.as_string() for message in posted)


def test_a_mail_taken_back_is_not_sent(
    agreed: tuple[Town, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.accounts.mail import jobs
    from throughline.rooms.accounts.models import Mail

    town, agreement = agreed
    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example", "throughline@aldervalley.example"
    posted: list[Any] = []
    monkeypatch.setattr(jobs, "post", posted.append)
    _ask(town, agreement, email="lucia@family.example")
    waiting = Mail.objects.latest("pk").pk
    _ask(town, agreement)
    jobs.send_now(waiting, at=timezone.now())
    assert posted == []


def test_the_switch_of_language_turns_the_page_and_what_is_kept(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Consent

    town, agreement = agreed
    path = _ask(town, agreement).path
    client = Client()
    client.post("/language/", {"language": "en", "next": path})
    assert "I agree that" in client.get(path).content.decode()
    client.post(path, YES)
    with acting_as(SET_UP):
        assert Consent.objects.get().language == "en"


def test_the_page_asks_as_often_however_much_was_said(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    path = _ask(town, agreement).path
    Client().get(path)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(path).status_code == 200
        counts.append(len(asked))
        for student in ("mateo", "valentina"):
            give(town, agreement, student=student, record_classes=("directory",))
        Client().post(path, {"say": "stop"})
        Client().post(path, {"say": "stop"})
    assert counts[0] == counts[1]


def test_in_the_browser_staff_are_shown_the_link_once(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    address = f"/students/{town.students['mateo'].pk}/consents/ask/{agreement.pk}/"
    client = town.client("coordinator")
    assert "Lucía Herrera Peña" in client.get(address).content.decode()
    assert "Choose an answer" in client.post(address, {"guardian": "", "language": "es"}).content.decode()
    made = client.post(address, {"guardian": str(_lucia()), "language": "es", "email": ""})
    found = re.search(r'value="http://testserver(/link/[^"]+)" readonly', made.content.decode())
    assert found
    assert "no-store" in made["Cache-Control"]
    assert Client().get(found[1]).status_code == 200
    assert town.client("guardian").get(address).status_code == 403


def test_a_link_is_over_after_30_days(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.models import AccessLink

    town, agreement = agreed
    path = _ask(town, agreement).path
    kept = AccessLink.objects.latest("pk")
    assert kept.expires_at - kept.made_at == timedelta(days=30)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(path, YES).status_code == 404
    assert seen_by_partner(town) == set()
