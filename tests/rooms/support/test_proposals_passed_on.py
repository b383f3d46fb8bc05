"""A proposed goal that nobody answers is passed on: to who leads the school, and then to who leads student support."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.proposal_ground import proposals_url, propose

if TYPE_CHECKING:
    from throughline.rooms.support.models import Proposal

TOLD_WORDS = "waits too long for an answer"
WRONG = (
    "coordinator_elsewhere",
    "nurse",
    "counselor",
    "teacher",
    "partner",
    "finance",
    "outsider",
    "administrator",
    "data_lead",
    "privacy_officer",
    "guardian",
    "student",
)


def _school_days(before: date, n: int) -> list[date]:
    """The last `n` days from Monday to Friday before a day, the latest first."""
    days = (before - timedelta(days=back) for back in range(1, 2 * n + 7))
    return [day for day in days if day.isoweekday() <= 5][:n]


def _waiting(ground: Ground, n_days: int, who: str = "guardian", text: str = "") -> "Proposal":
    """A proposal that has waited so many school days, where no attendance is taken."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import AttendanceDay
    from throughline.rooms.support.models import Proposal

    row = propose(ground, who, text) if text else propose(ground, who)
    with accounts.acting_as(SET_UP):
        AttendanceDay.objects.all().delete()
        proposed_on = _school_days(accounts.today(), n_days + 1)[-1]
        Proposal.objects.filter(pk=row.pk).update(proposed_on=proposed_on)
    return row


def _took_attendance(town: Town, days: Sequence[date]) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import AttendanceDay

    with accounts.acting_as(SET_UP):
        AttendanceDay.objects.bulk_create(
            AttendanceDay(student=town.students["classmate"], school=town.high, on=day, status="present")
            for day in days
        )


def _pass_on() -> int:
    from throughline.rooms.accounts.mail.jobs import send_now
    from throughline.rooms.accounts.models import Mail
    from throughline.rooms.support.proposing.passing import DUTY, pass_on_proposals

    n_passed = pass_on_proposals(by=DUTY, at=timezone.now())
    for pk in Mail.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True):
        send_now(pk, at=timezone.now())
    return n_passed


def _pass_on_twice() -> int:
    """Pass on, and again when as many school days went by."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.support.models import Proposal

    n_passed = _pass_on()
    with accounts.acting_as(SET_UP):
        passed_on = _school_days(accounts.today(), 6)[-1]
        Proposal.objects.filter(passed_on=accounts.today()).update(passed_on=passed_on)
    return n_passed + _pass_on()


def _told(town: Town, ground: Ground) -> dict[str, bool]:
    from throughline.rooms.support.proposing.whose import find_theirs

    found = {}
    for who in town.users:
        with ground.acting(who):
            for _row, may_answer in find_theirs(town.viewer(who), 10):
                found[who] = may_answer
    return found


def _part(town: Town, *people: str) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.models import RoleAssignment

    with accounts.acting_as(SET_UP):
        RoleAssignment.objects.filter(user__in=[town.users[who] for who in people]).update(ends_on=FIRST_DAY)


def _to(posted: list[Any]) -> list[str]:
    return [str(message["To"]) for message in posted]


def test_in_time_nobody_else_is_told(town: Town, ground: Ground, posted: list[Any]) -> None:
    _waiting(ground, 4)
    assert _pass_on() == 0
    assert _told(town, ground) == {"coordinator": True}
    assert posted == []


def test_after_so_many_school_days_who_leads_the_school_is_told_too(
    town: Town, ground: Ground, posted: list[Any]
) -> None:
    _waiting(ground, 5)
    assert _pass_on() == 1
    assert _told(town, ground) == {"coordinator": True, "principal": False}
    today, pk = town.client("principal").get("/").content.decode(), town.students["mateo"].pk
    assert TOLD_WORDS in today
    assert f'href="/students/{pk}/team/?name"' in today
    assert _pass_on() == 0, "it is done once"
    assert len(posted) == 1


def test_after_as_long_again_who_leads_support_is_told_too(town: Town, ground: Ground, posted: list[Any]) -> None:
    _waiting(ground, 30)
    assert _pass_on() == 1
    assert _pass_on() == 0, "one after the other"
    assert _told(town, ground) == {"coordinator": True, "principal": False}
    assert _pass_on_twice() == 1
    assert _told(town, ground) == {"coordinator": True, "principal": False, "support_lead": False}
    assert TOLD_WORDS in town.client("support_lead").get("/").content.decode()
    first, second = _to(posted)
    assert town.users["principal"].email in first
    assert town.users["support_lead"].email in second
    assert _pass_on() == 0


def test_nobody_else_is_told(town: Town, ground: Ground, posted: list[Any]) -> None:
    row = _waiting(ground, 10)
    assert _pass_on_twice() == 2
    for who in WRONG:
        page = town.client(who).get("/").content.decode()
        assert TOLD_WORDS not in page, who
        assert f"/proposals/{row.pk}/" not in page, who
        assert all(town.users[who].email not in to for to in _to(posted)), who


def test_the_mail_names_no_student_and_holds_no_word_of_the_family(
    town: Town, ground: Ground, posted: list[Any]
) -> None:
    _waiting(ground, 5)
    _pass_on()
    [message] = posted
    text = message.get_content()
    assert "https://throughline.example/" in text
    for hidden in ("Mateo", "Muñoz", "Herrera", "Que lea", "/students/", "Alder Valley High"):
        assert hidden not in message.as_string()
        assert hidden not in text


def test_it_is_written_in_the_language_of_whom_it_goes_to(town: Town, ground: Ground, posted: list[Any]) -> None:
    principal = town.users["principal"]
    principal.language = "es"
    principal.save()
    _waiting(ground, 5)
    _pass_on()
    assert posted[0]["Subject"] == "Una meta propuesta espera respuesta"


def test_whoever_is_told_of_several_gets_one_mail_and_whoever_has_no_address_none(
    town: Town, ground: Ground, posted: list[Any]
) -> None:
    _waiting(ground, 5)
    _waiting(ground, 6, text="Second.")
    assert _pass_on() == 2
    assert len(posted) == 1
    support_lead = town.users["support_lead"]
    support_lead.email = ""
    support_lead.save()
    assert _pass_on_twice() == 2
    assert len(posted) == 1
    assert "support_lead" in _told(town, ground), "Today tells them"


def test_the_family_reads_that_it_was_passed_on_and_when(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.web.components import figures

    _waiting(ground, 5)
    url, client = proposals_url(town), town.client("guardian")
    assert "passed on" not in client.get(url).content.decode()
    _pass_on()
    page = client.get(url).content.decode()
    assert f"Nobody had answered by {figures.day(accounts.today())}: it was passed on to who leads the school." in page
    client.cookies["language"] = "es"
    client.post("/language/", {"language": "es"})
    assert "se pasó a quien dirige la escuela" in client.get(url, HTTP_ACCEPT_LANGUAGE="es").content.decode()


@pytest.mark.parametrize("how", ["answered", "withdrawn"])
def test_once_it_waits_no_more_it_goes_from_everybodys_today(town: Town, ground: Ground, how: str) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal, withdraw_proposal

    row = _waiting(ground, 10)
    assert _pass_on_twice() == 2
    if how == "answered":
        with ground.acting("coordinator"):
            answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=row.pk, reason="later")
    else:
        with ground.acting("guardian"):
            withdraw_proposal(by=town.viewer("guardian"), at=AT, proposal_id=row.pk)
    assert _told(town, ground) == {}
    for who in ("principal", "support_lead", "coordinator"):
        assert "Que lea" not in town.client(who).get("/").content.decode(), who
    assert _pass_on() == 0


def test_what_is_answered_before_its_time_is_not_passed_on(town: Town, ground: Ground, posted: list[Any]) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal

    row = _waiting(ground, 20)
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=row.pk, reason="later")
    assert _pass_on() == 0
    assert posted == []


def test_whoever_is_named_then_is_told_and_may_answer(town: Town, ground: Ground) -> None:
    from throughline.rooms.students.team.commands import name_member

    _waiting(ground, 5)
    _pass_on()
    with ground.acting("principal"):
        name_member(
            by=town.viewer("principal"),
            at=AT,
            student_id=town.students["mateo"].pk,
            user_id=town.users["counselor"].pk,
            relation="case_manager",
            starts_on=date(2026, 11, 20),
            ends_on=None,
        )
    assert _told(town, ground) == {"coordinator": True, "counselor": True, "principal": False}


def test_where_nobody_leads_the_school_the_district_is_told_at_once(town: Town, ground: Ground) -> None:
    _part(town, "principal")
    _waiting(ground, 5)
    assert _pass_on() == 1
    assert _told(town, ground) == {"coordinator": True, "support_lead": False}


def test_nobody_is_told_of_what_they_proposed_themselves(town: Town, ground: Ground, posted: list[Any]) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Relation

    with accounts.acting_as(SET_UP):
        Relation.objects.create(user=town.users["principal"], student=town.students["mateo"], relation="guardian")
    _waiting(ground, 5, "principal")
    _pass_on()
    assert _told(town, ground) == {"coordinator": True, "support_lead": False}
    assert [town.users["support_lead"].email in to for to in _to(posted)] == [True]


def test_days_without_school_do_not_count(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts import api as accounts

    _waiting(ground, 15)
    days = _school_days(accounts.today(), 15)
    _took_attendance(town, [*days[:4], days[14] - timedelta(days=9)])
    assert _pass_on() == 0, "four days of school since"
    _took_attendance(town, [days[6]])
    assert _pass_on() == 1


def test_the_district_sets_how_long_and_whether_at_all(town: Town, ground: Ground, settings: Settings) -> None:
    _waiting(ground, 30)
    settings.PROPOSAL_SCHOOL_DAYS = 0
    assert _pass_on() == 0
    settings.PROPOSAL_SCHOOL_DAYS = 31
    assert _pass_on() == 0
    settings.PROPOSAL_SCHOOL_DAYS = 30
    assert _pass_on() == 1


def test_what_was_taken_in_and_let_go_of_waits_anew(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.support.models import ProposalAnswer

    row = _waiting(ground, 10)
    _pass_on()
    with accounts.acting_as(SET_UP):
        ProposalAnswer.objects.create(
            proposal=row,
            student=row.student,
            reason="later",
            answered_by=town.users["coordinator"],
            answered_on=accounts.today(),
            let_go_at=timezone.now() + timedelta(days=1),
        )
    assert _pass_on() == 0
    assert _told(town, ground) == {"coordinator": True}, "it has waited for a day"


def test_no_page_lets_anybody_pass_on_and_no_staff_writes_it_past_a_page(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.support.models import Proposal

    row = _waiting(ground, 1)
    for who in ("coordinator", "principal", "support_lead", "administrator", *WRONG[1:4]):
        with ground.acting(who):
            assert Proposal.objects.filter(pk=row.pk).update(passed_on=accounts.today()) == 0, who
