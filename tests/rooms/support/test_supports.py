"""A support is given, its sessions written down once, ended and checked, and seen by those who may see it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql
from tests.rooms.conftest import AT, Town
from tests.rooms.support.conftest import FIRST, Gives, Logs
from tests.rooms.support.meeting_ground import Ground

from throughline.demo import cast
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

if TYPE_CHECKING:
    from throughline.rooms.partners.models import Program
    from throughline.rooms.support.models import Support

SEE_SUPPORTS = {
    "coordinator",
    "counselor",
    "teacher",
    "nurse",
    "principal",
    "support_lead",
    "administrator",
    "data_lead",
    "student",
    "guardian",
}
GIVE = {"coordinator", "counselor", "nurse", "administrator", "data_lead"}
SEE_HEALTH = {"nurse", "guardian"}


def _end(ground: Ground, support: "Support", day: int = 18) -> "Support":
    from throughline.rooms.support.supports.commands import end_support

    with ground.acting("coordinator"):
        return end_support(
            by=ground.town.viewer("coordinator"),
            at=AT,
            support_id=support.pk,
            ended_on=date(2026, 11, day),
            why="The weeks are over.",
        )


def test_a_form_sent_twice_gives_one_support(town: Town, ground: Ground, program: "Callable[..., Program]") -> None:
    from throughline.rooms.support.models import Support

    url = f"/students/{town.students['mateo'].pk}/supports/new/"
    sent = {
        "key": uuid4(),
        "based_on": 0,
        "program": program().pk,
        "purpose": "To pass.",
        "starts_on": "2026-11-02",
        "times": 2,
        "minutes": 45,
        "owner": town.users["counselor"].pk,
    }
    client = town.client("coordinator")
    assert [client.post(url, sent).status_code for _time in range(2)] == [302, 302]
    with ground.acting("coordinator"):
        assert Support.objects.count() == 1
    page = client.get(f"/students/{town.students['mateo'].pk}/supports/").content.decode()
    for words in ("Tutoring", "To pass.", "2 times a week, 45 minutes each", "Ruth Abramov", "No session is written"):
        assert words in page


def test_a_session_takes_two_clicks_and_sent_twice_is_kept_once(town: Town, ground: Ground, give: Gives) -> None:
    from throughline.rooms.support.models import Session

    support, client = give(), town.client("coordinator")
    assert (
        f"/students/{town.students['mateo'].pk}/supports/"
        in client.get(f"/students/{town.students['mateo'].pk}/").content.decode()
    )
    page = client.get(f"/students/{town.students['mateo'].pk}/supports/").content.decode()
    assert 'name="go" value="came"' in page
    sent = {"key": uuid4(), "on": "2026-11-20", "go": "came", "from": "student"}
    for _time in range(2):
        assert client.post(f"/supports/{support.pk}/session/", sent).status_code == 302
    with ground.acting("coordinator"):
        kept = Session.objects.get()
    assert (kept.attended, kept.minutes, kept.on) == (True, 45, date(2026, 11, 20))
    again = client.post(f"/supports/{support.pk}/session/", sent | {"key": uuid4(), "go": "missed"})
    assert "A session of this day is written down already." in again.content.decode()


def test_a_group_is_written_down_at_once_and_only_once(
    town: Town, ground: Ground, give: Gives, program: "Callable[..., Program]", log: Logs
) -> None:
    from throughline.rooms.support.models import Session

    into = program()
    first, second, third = (give(student=one, into=into) for one in ("mateo", "classmate", "not_taught"))
    log(third, 19)
    url, key = f"/programs/{into.pk}/sessions/", uuid4()
    page = town.client("coordinator").get(url + "?on=2026-11-19").content.decode()
    assert f'name="came-{first.pk}"' in page
    assert f'name="came-{third.pk}"' not in page
    sent = {
        "key": key,
        "on": "2026-11-19",
        "minutes": "30",
        f"came-{first.pk}": "came",
        f"came-{second.pk}": "missed",
        f"why-{second.pk}": "elsewhere",
    }
    for _time in range(2):
        assert town.client("coordinator").post(url, sent).status_code == 302
    with ground.acting("coordinator"):
        kept = {row.support_id: row for row in Session.objects.all()}
    assert len(kept) == 3
    assert (kept[first.pk].attended, kept[first.pk].minutes) == (True, 30)
    assert (kept[second.pk].attended, kept[second.pk].reason, kept[second.pk].minutes) == (False, "elsewhere", None)
    for wrong in ("guardian", "partner", "principal", "outsider"):
        assert town.client(wrong).get(url).status_code in {403, 404}, wrong
        assert town.client(wrong).post(url, sent | {"key": uuid4()}).status_code in {403, 404}, wrong
    elsewhere = town.client("coordinator_elsewhere").get(url + "?on=2026-11-18").content.decode()
    assert "Mateo" not in elsewhere


def test_nobody_is_taken_to_have_come_before_somebody_says_so(
    town: Town, ground: Ground, give: Gives, program: "Callable[..., Program]"
) -> None:
    from throughline.rooms.support.models import Session

    into = program()
    first, second = (give(student=one, into=into) for one in ("mateo", "classmate"))
    url, client = f"/programs/{into.pk}/sessions/", town.client("coordinator")
    assert " checked" not in client.get(url).content.decode()
    sent = {"key": str(uuid4()), "on": "2026-11-19", "minutes": ""}
    refused = client.post(url, sent)
    assert "Nothing was said of anybody." in refused.content.decode()
    assert client.post(url, sent | {f"came-{first.pk}": "missed", f"came-{second.pk}": ""}).status_code == 302
    with ground.acting("coordinator"):
        assert list(Session.objects.values_list("support", "attended")) == [(first.pk, False)]
    assert client.post(url, sent | {"key": str(uuid4()), "go": "rest-came"}).status_code == 302
    with ground.acting("coordinator"):
        found = dict(Session.objects.values_list("support", "attended"))
    assert found == {first.pk: False, second.pk: True}


def test_a_day_outside_the_support_is_refused_and_nothing_of_the_group_is_kept(
    town: Town, ground: Ground, give: Gives, log: Logs
) -> None:
    from throughline.rooms.support.models import Session
    from throughline.rooms.support.sessions.commands import log_group

    support = give()
    for day in (1, 30):
        with pytest.raises(RefusedInput):
            log(support, day)
    with ground.acting("coordinator"), pytest.raises(RefusedInput):
        log_group(
            by=town.viewer("coordinator"),
            at=AT,
            key=uuid4(),
            on=date(2026, 11, 19),
            minutes=None,
            came=[(support.pk, False, "no such reason")],
        )
    with ground.acting("coordinator"):
        assert not Session.objects.exists()


def test_it_ends_and_is_checked_and_what_was_said_before_is_kept(
    town: Town, ground: Ground, give: Gives, log: Logs
) -> None:
    from django.apps import apps

    support = give()
    log(support, 10)
    log(support, 12, came=False)
    with pytest.raises(RefusedInput):
        _end(ground, support, day=11)
    client, url = town.client("coordinator"), f"/supports/{support.pk}/check/"
    told = {"helped": "partly", "words": "He passed the test.", "next_step": "Once more before summer."}
    assert "End it first." in client.post(url, told).content.decode()
    _end(ground, support)
    assert "Did it help?" in client.get("/").content.decode()
    assert client.post(url, told).status_code == 302
    page = client.get(f"/supports/{support.pk}/").content.decode()
    for words in ("It helped in part", "He passed the test.", "Once more before summer.", "Came to 1 of 2 sessions"):
        assert words in page
    with ground.acting("coordinator"):
        rows = apps.get_model("support", "SupportEvent").objects.filter(pgh_obj_id=support.pk).order_by("pgh_id")
        assert list(rows.values_list("helped", flat=True)) == ["", "", "partly"]


def test_who_changes_what_was_changed_meanwhile_is_told_and_loses_nothing(town: Town, give: Gives) -> None:
    support, client = give(), town.client("coordinator")
    sent = {
        "key": support.key,
        "based_on": 1,
        "purpose": "To pass with ease.",
        "starts_on": "2026-11-02",
        "owner": town.users["coordinator"].pk,
    }
    url = f"/supports/{support.pk}/change/"
    assert client.post(url, sent).status_code == 302
    told = client.post(url, sent | {"purpose": "Something else."}).content.decode()
    assert "Somebody changed this support meanwhile." in told
    assert "To pass with ease." in told
    assert "Something else." in told


def test_a_wrong_session_is_corrected_or_taken_back(town: Town, ground: Ground, give: Gives, log: Logs) -> None:
    from throughline.rooms.support.models import Session

    support = give()
    session, client = log(support, 10), town.client("coordinator")
    url = f"/supports/sessions/{session.pk}/"
    corrected = {"key": session.key, "on": "2026-11-11", "reason": "away", "go": "missed"}
    assert client.post(url, corrected).status_code == 302
    with ground.acting("coordinator"):
        session.refresh_from_db()
    assert (session.on.day, session.attended, session.reason) == (11, False, "away")
    assert client.post(url, {"go": "back"}).status_code == 302
    assert "No session is written down yet" in client.get(f"/supports/{support.pk}/").content.decode()
    with ground.acting("coordinator"):
        assert Session.objects.filter(taken_back_at__isnull=False).count() == 1
    log(support, 11)


@pytest.mark.parametrize("key", cast.BY_KEY)
@pytest.mark.parametrize(
    ("record_class", "giver", "seers"), [("supports", "coordinator", SEE_SUPPORTS), ("health", "nurse", SEE_HEALTH)]
)
def test_the_database_alone_and_the_pages_show_a_support_to_those_who_may_see_its_class(
    town: Town, ground: Ground, give: Gives, log: Logs, record_class: str, giver: str, seers: set[str], key: str
) -> None:
    support = give(giver, record_class=record_class)
    log(support, 12, by=giver)
    with ground.acting(key), connection.cursor() as cursor:
        for table in ("support", "supportevent", "session", "sessionevent"):
            cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(f"support_{table}")))
            assert bool(cursor.fetchone()[0]) == (key in seers), table
    client = town.client(key)
    assert client.get(f"/supports/{support.pk}/").status_code == (200 if key in seers else 404)
    shown = client.get(f"/students/{town.students['mateo'].pk}/")
    assert ("Tutoring" in shown.content.decode()) == (key in seers)
    timeline = client.get(f"/students/{town.students['mateo'].pk}/timeline/").content.decode()
    assert ("Support: Tutoring" in timeline) == (key in seers)


@pytest.mark.parametrize("key", sorted(set(cast.BY_KEY) - GIVE))
def test_nobody_else_gives_changes_ends_or_checks(town: Town, ground: Ground, give: Gives, log: Logs, key: str) -> None:
    from throughline.rooms.support.models import Session, Support
    from throughline.rooms.support.supports.commands import Checked, check_support

    support = give()
    with pytest.raises((NotFound, NotAllowed)):
        give(key, into=support.program)
    if key != "teacher":
        with pytest.raises((NotFound, NotAllowed)):
            log(support, 12, by=key)
    _end(ground, support)
    with ground.acting(key), pytest.raises((NotFound, NotAllowed)):
        check_support(by=town.viewer(key), at=AT, support_id=support.pk, checked=Checked("yes", "So."))
    client = town.client(key)
    for path in ("change", "end", "check", *([] if key == "teacher" else ["session"])):
        assert client.post(f"/supports/{support.pk}/{path}/", {}).status_code in {403, 404}, path
    with ground.acting(key), connection.cursor() as cursor:
        cursor.execute("update support_support set purpose = 'Mine.'")
        assert cursor.rowcount == 0
    with ground.acting("coordinator"):
        assert not Session.objects.exists()
        assert Support.objects.get().purpose == "To pass."


def test_no_one_who_may_not_see_it_can_answer_for_it(town: Town, ground: Ground, give: Gives) -> None:
    from throughline.rooms.support.supports.commands import SupportFacts, change_support

    support = give()
    for key in ("guardian", "partner", "outsider", "coordinator_elsewhere"):
        facts = SupportFacts("To pass.", FIRST, town.users[key].pk)
        with ground.acting("coordinator"), pytest.raises(RefusedInput):
            change_support(by=town.viewer("coordinator"), at=AT, support_id=support.pk, based_on=1, facts=facts)


def test_pages_ask_the_database_equally_often_however_many_there_are(
    town: Town, give: Gives, log: Logs, program: "Callable[..., Program]"
) -> None:
    client, into = town.client("coordinator"), program("Group")

    def count() -> dict[str, int]:
        found = {}
        pk = town.students["mateo"].pk
        for url in (f"/students/{pk}/supports/", f"/students/{pk}/", f"/programs/{into.pk}/sessions/?on=2026-11-18"):
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(url).status_code == 200
            found[url] = len(asked)
        return found

    log(give(name="One"), 10)
    give(into=into)
    few = count()
    for n in range(5):
        log(give(name=f"More {n}"), 10)
    for student in ("classmate", "not_taught"):
        give(student=student, into=into)
    assert count() == few


def test_who_looked_at_supports_is_noted_by_class(town: Town, give: Gives) -> None:
    from tests.rooms.conftest import SET_UP

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure

    give("nurse", record_class="health")
    town.client("nurse").get(f"/students/{town.students['mateo'].pk}/supports/")
    with acting_as(SET_UP):
        rows = Disclosure.objects.filter(place="support.supports", viewer_id=town.users["nurse"].pk)
        assert {"directory", "supports", "health"} <= set(rows.values_list("record_class", flat=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.dictionaries(st.integers(2, 20), st.booleans(), max_size=19))
def test_sessions_add_up(town: Town, ground: Ground, give: Gives, log: Logs, days: dict[int, bool]) -> None:
    from throughline.rooms.support.supports.queries import find_support, with_sessions

    support = give(name=f"Tutoring {uuid4()}")
    for day, came in days.items():
        log(support, day, came=came)
    with ground.acting("coordinator"):
        viewer = town.viewer("coordinator")
        (found,) = with_sessions(viewer, [find_support(viewer, support.pk)])
    n = sum(days.values())
    assert (found.came.attended, found.came.missed, found.came.minutes) == (n, len(days) - n, n * 45)
