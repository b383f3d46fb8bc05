"""How well rules do on the district's own past: whom they pointed out, to whom it came, and who may know."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.warning.conftest import fail

from throughline.values.errors import NotAllowed, RefusedInput

if TYPE_CHECKING:
    from throughline.rooms.warning.models import RuleVersion, Trial

ON, UNTIL = date(2026, 9, 25), date(2026, 10, 29)


def _rules() -> "RuleVersion":
    from throughline.rooms.warning.models import RuleVersion

    return RuleVersion.objects.get()


def _judge(town: Town, key: str = "data_lead", on: date = ON, until: date = UNTIL) -> "Trial":
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.foresight.commands import foresee_rules

    viewer = town.viewer(key)
    with acting_as(viewer):
        return foresee_rules(by=viewer, at=AT, version_id=_rules().pk, on=on, until=until)


def _outcomes(trial: "Trial") -> dict[str, tuple[date | None, date | None]]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import TrialOutcome

    with acting_as(SET_UP):
        rows = TrialOutcome.objects.filter(trial=trial)
        return {row.student.given_name: (row.pointed_on, row.came_on) for row in rows.select_related("student")}


def _page(town: Town, key: str = "data_lead", query: str = "") -> str:
    answer = town.client(key).get(f"/early-warning/rules/{_rules().pk}/how-well/{query}")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


@pytest.fixture
def it_came(switched_on: Town) -> Town:
    """Mateo, who missed many days before, misses seven more after the day; Nils, who missed six, is there every day."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import AttendanceDay

    with acting_as(SET_UP):
        days = AttendanceDay.objects.filter(student=switched_on.students["mateo"], on__gte=date(2026, 10, 5))
        AttendanceDay.objects.filter(pk__in=days.order_by("on").values("pk")[:7]).update(status="absent_unexcused")
    return switched_on


def test_whom_they_pointed_out_and_to_whom_it_came(it_came: Town) -> None:
    found = _outcomes(_judge(it_came))
    pointed, came = found["Mateo"]
    assert pointed is not None
    assert pointed <= ON
    assert came == date(2026, 10, 7), "the third absence of the twenty-four days that followed makes a tenth"
    assert found["Nils"][1] is None


def test_what_is_judged_says_numbers_and_that_they_are_few(it_came: Town) -> None:
    _judge(it_came)
    page = _page(it_came)
    assert "Of 5 students these rules had pointed out" in page
    assert "it came to 1 student in all: 1 pointed out before, and 0 missed." in page
    assert "Not enough data" in page
    assert "absent on 10% of the school days that followed or more" in page
    assert "Mateo" not in page


def test_a_failed_mark_posted_later_is_what_came_and_an_earlier_one_is_not(switched_on: Town) -> None:
    fail(switched_on, "not_taught", "40")
    found = _outcomes(_judge(switched_on, until=date(2026, 11, 6)))
    assert found["Nils"][1] == date(2026, 11, 2)
    found = _outcomes(_judge(switched_on, until=UNTIL))
    assert found["Nils"][1] is None


def test_judging_flags_nobody_and_replaces_what_was_worked_out_before(switched_on: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Flag, TrialOutcome

    with acting_as(SET_UP):
        before = list(Flag.objects.order_by("pk").values_list("pk", "level_now", "cleared_at"))
    first, second = _judge(switched_on), _judge(switched_on)
    with acting_as(SET_UP):
        assert list(Flag.objects.order_by("pk").values_list("pk", "level_now", "cleared_at")) == before
        assert set(TrialOutcome.objects.values_list("trial", flat=True)) == {second.pk} != {first.pk}


def test_the_form_offers_days_and_says_what_is_needed(switched_on: Town) -> None:
    client, url = switched_on.client("data_lead"), f"/early-warning/rules/{_rules().pk}/how-well/"
    assert 'value="2026-11-20"' in client.get(url).content.decode()
    for on, until, says in (
        ("2026-09-25", "2026-09-25", "Choose a later day of the same school year"),
        ("2026-05-25", "2026-09-25", "Choose a later day of the same school year"),
        ("2026-09-25", "2026-11-21", "Choose a day up to today"),
        ("2026-11-20", "2026-11-20", "Choose a day before today"),
        ("2026-03-02", "2026-03-20", "Nothing is kept of that day"),
    ):
        assert says in client.post(url, {"on": on, "until": until}).content.decode()
    assert client.post(url, {"on": "2026-09-25", "until": "2026-10-29"}).status_code == 302


def test_days_that_cannot_be_are_refused(switched_on: Town) -> None:
    for on, until in ((ON, ON), (date(2026, 5, 5), UNTIL), (UNTIL, ON), (ON, date(2026, 12, 1))):
        with pytest.raises(RefusedInput):
            _judge(switched_on, on=on, until=until)


def test_a_day_with_no_time_after_it_judges_nobody(switched_on: Town) -> None:
    trial = _judge(switched_on, on=date(2026, 10, 27))
    assert (_outcomes(trial), trial.n_unknown) == ({}, trial.n_students)
    assert "Not enough data" in _page(switched_on)


@pytest.mark.parametrize("key", ["coordinator", "teacher", "principal", "guardian", "finance", "outsider"])
def test_nobody_else_judges_rules(switched_on: Town, key: str) -> None:
    _judge(switched_on)
    with pytest.raises(NotAllowed):
        _judge(switched_on, key)
    assert _page(switched_on, key) == "403"
    url = f"/early-warning/rules/{_rules().pk}/how-well/"
    assert switched_on.client(key).post(url, {"on": "2026-09-25", "until": "2026-10-29"}).status_code == 403


def test_few_students_are_not_said_to_those_who_may_not_see_them(
    it_came: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.warning import access

    _judge(it_came)
    monkeypatch.setattr(access, "sees_everybody", lambda viewer, *classes: False)
    page = _page(it_came)
    assert "too few students" in page
    assert "pointed out before, and" not in page


def test_a_job_that_was_killed_is_said_to_have_broken_off_and_can_be_begun_anew(
    switched_on: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.warning.models import Trial
    from throughline.rooms.warning.trials import commands, jobs

    asked: list[Any] = []
    monkeypatch.setattr(commands, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(jobs.try_rules, "defer", lambda **given: asked.append(given))
    trial = _judge(switched_on)
    assert "broke off" not in _page(switched_on), "it waits for its turn"
    Trial.objects.filter(pk=trial.pk).update(sizes={"1": 3}, n_done=1)
    assert "The trial broke off" in _page(switched_on)
    assert "The trial broke off" in _page(switched_on, query="?progress=1")
    again = _judge(switched_on)
    jobs.try_rules(trial_id=again.pk)
    assert "Of 5 students" in _page(switched_on)


def test_a_job_at_work_is_not_said_to_have_broken_off(switched_on: Town) -> None:
    from throughline.rooms.warning.models import Trial
    from throughline.rooms.warning.trials.holding import held, standing_of

    trial = _judge(switched_on)
    Trial.objects.filter(pk=trial.pk).update(state="working")
    trial.refresh_from_db()
    with held(trial.pk):
        assert standing_of(trial) == "working"
    assert standing_of(trial) == "failed"


def test_more_students_take_as_many_queries(it_came: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import TrialOutcome

    client, url = it_came.client("data_lead"), f"/early-warning/rules/{_rules().pk}/how-well/"
    trial = _judge(it_came)

    def n_queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    with acting_as(SET_UP):
        some = TrialOutcome.objects.filter(trial=trial)
        kept = list(some)
        some.exclude(pk=kept[0].pk).delete()
    few = n_queries()
    with acting_as(SET_UP):
        TrialOutcome.objects.bulk_create(kept[1:])
    assert n_queries() == few
