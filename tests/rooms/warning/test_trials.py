"""Rules are tried before they are switched on: whom they would add and drop, and why, for those who may ask."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

if TYPE_CHECKING:
    from throughline.rooms.warning.models import RuleVersion, Trial

TODAY = date(2026, 11, 20)
Draft = Callable[..., "RuleVersion"]


@pytest.fixture
def draft(switched_on: Town) -> Draft:
    """A draft whose days absent begin elsewhere, and whose flags begin from another level."""

    def draft(off_at: str = "0.05", from_level: str = "look_closer") -> "RuleVersion":
        from decimal import Decimal

        from throughline.formats.warning import START, library_rules
        from throughline.rooms.accounts.sight.viewing import acting_as
        from throughline.rooms.warning import api as warning

        part = library_rules()[START]
        indicators = tuple(
            one.model_copy(update={"off_at": Decimal(off_at)}) if one.code == "absence" else one
            for one in part.indicator
        )
        flags = part.flags.model_copy(update={"from_level": from_level})
        lead = switched_on.viewer("data_lead")
        with acting_as(lead):
            changed = part.model_copy(update={"indicator": indicators, "flags": flags})
            return warning.save_draft(by=lead, at=AT, part=changed)

    return draft


def _compare(town: Town, version: "RuleVersion", key: str = "data_lead", on: date = TODAY) -> "Trial":
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.trials.commands import compare_rules

    viewer = town.viewer(key)
    with acting_as(viewer):
        return compare_rules(by=viewer, at=AT, version_id=version.pk, on=on)


def _changes(trial: "Trial") -> dict[str, str]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import TrialStudent

    with acting_as(SET_UP):
        rows = TrialStudent.objects.filter(trial=trial).select_related("student")
        return {row.student.given_name: row.change for row in rows}


def _page(town: Town, version: "RuleVersion", key: str = "data_lead", query: str = "") -> str:
    answer = town.client(key).get(f"/early-warning/rules/{version.pk}/try/{query}")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_softer_rules_drop_whom_they_no_longer_flag_and_say_why(switched_on: Town, draft: Draft) -> None:
    version = draft(from_level="meet_soon")
    trial = _compare(switched_on, version)
    assert _changes(trial)["Valentina"] == "dropped"
    page = _page(switched_on, version)
    assert "Of 5 students the changed rules would flag 1; the rules in force flag" in page
    assert "Dropped" in page
    assert "Valentina" in page
    assert "Absent 12 of" in page


def test_trying_flags_nobody_and_open_flags_stay(switched_on: Town, draft: Draft) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Flag

    with acting_as(SET_UP):
        before = list(Flag.objects.order_by("pk").values_list("pk", "level_now", "cleared_at"))
    _compare(switched_on, draft(from_level="keep_in_mind"))
    with acting_as(SET_UP):
        assert list(Flag.objects.order_by("pk").values_list("pk", "level_now", "cleared_at")) == before


def test_stricter_rules_add_with_the_reasons_of_both(switched_on: Town, draft: Draft) -> None:
    version = draft(from_level="keep_in_mind")
    changes = _changes(_compare(switched_on, version))
    assert changes["Nils"] == "added"
    assert changes["Mateo"] == "kept"
    page = _page(switched_on, version)
    assert "Nottaught" in page
    assert "Mateo" not in page, "whom both flag is counted, not named"
    only_dropped = _page(switched_on, version, query="?named-change=dropped")
    assert "Nottaught" not in only_dropped


def test_what_the_rules_flag_today_is_what_the_trial_says(switched_on: Town, draft: Draft) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Flag

    changes = _changes(_compare(switched_on, draft(from_level="meet_soon")))
    with acting_as(SET_UP):
        flagged = set(Flag.objects.values_list("student__given_name", flat=True))
    assert {name for name, change in changes.items() if change != "added"} == flagged


def test_a_day_of_before_counts_only_what_was_known_then(switched_on: Town, draft: Draft) -> None:
    changes = _changes(_compare(switched_on, draft(), on=date(2026, 9, 18)))
    assert changes["Mateo"] == "kept"
    assert _changes(_compare(switched_on, draft(), on=date(2026, 9, 2))) == {}, "nobody is judged in the first days"


def test_a_day_of_which_nothing_is_kept_is_refused(switched_on: Town, draft: Draft) -> None:
    version = draft()
    for day in (date(2026, 11, 21), date(2025, 6, 30), date(2026, 3, 2)):
        with pytest.raises(RefusedInput, match="Nothing is kept"):
            _compare(switched_on, version, on=day)
    client = switched_on.client("data_lead")
    url = f"/early-warning/rules/{version.pk}/try/"
    assert "Nothing is kept of that day" in client.post(url, {"on": "2026-03-02"}).content.decode()
    assert "up to today" in client.post(url, {"on": "2030-01-01"}).content.decode()
    assert client.post(url, {"on": "2026-11-20"}).status_code == 302


def test_last_year_takes_the_leavers_and_the_grades_of_then(switched_on: Town, draft: Draft) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import AttendanceDay, Enrollment, Student

    with acting_as(SET_UP):
        left = Student.objects.create(
            source_id="left",
            given_name="Lea",
            family_name="Left",
            grade="12",
            home_school=switched_on.high,
            ended_at=AT,
        )
        starts, ends = date(2025, 8, 18), date(2026, 6, 5)
        Enrollment.objects.create(
            source_id="left", student=left, school=switched_on.high, grade="12", starts_on=starts, ends_on=ends
        )
        mateo = switched_on.students["mateo"]
        Enrollment.objects.create(
            source_id="m9", student=mateo, school=switched_on.high, grade="09", starts_on=starts, ends_on=ends
        )
        for student, n_absent in ((left, 9), (mateo, 0)):
            AttendanceDay.objects.bulk_create(
                AttendanceDay(
                    student=student,
                    school=switched_on.high,
                    on=date(2026, 1, 5 + place),
                    status="absent_unexcused" if place < n_absent else "present",
                )
                for place in range(20)
            )
    version = draft()
    trial = _compare(switched_on, version, on=date(2026, 1, 30))
    assert _changes(trial) == {"Lea": "kept"}
    assert trial.n_students == 2
    _compare(switched_on, draft(from_level="meet_soon"), on=date(2026, 1, 30))
    assert "Lea Left" in _page(switched_on, version)


def test_a_changed_draft_is_said_to_be_another(switched_on: Town, draft: Draft) -> None:
    version = draft()
    _compare(switched_on, version)
    assert "The rules have changed since" not in _page(switched_on, version)
    draft("0.07")
    assert "The rules have changed since" in _page(switched_on, version)


def test_thrown_away_with_the_draft_and_replaced_by_the_next_trial(switched_on: Town, draft: Draft) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Trial, TrialReason, TrialStudent

    version = draft(from_level="keep_in_mind")
    first = _compare(switched_on, version, "support_lead")
    assert _compare(switched_on, version, "support_lead").pk != first.pk
    with acting_as(SET_UP):
        assert not TrialStudent.objects.filter(trial=first.pk).exists()
        assert TrialReason.objects.exists()
    assert switched_on.client("support_lead").post("/early-warning/rules/draft/throw-away/").status_code == 302
    with acting_as(SET_UP):
        assert [model.objects.count() for model in (Trial, TrialStudent, TrialReason)] == [0, 0, 0]


def test_rules_in_force_are_not_compared_with_themselves(switched_on: Town) -> None:
    from throughline.rooms.warning.models import RuleVersion

    with pytest.raises(NotFound, match="in force"):
        _compare(switched_on, RuleVersion.objects.get())


def test_before_any_rules_are_in_force_all_are_counted(fall: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning import api as warning

    lead = fall.viewer("data_lead")
    with acting_as(lead):
        version = warning.save_draft(by=lead, at=AT)
    assert set(_changes(_compare(fall, version)).values()) == {"added"}
    page = _page(fall, version)
    assert "No rules are in force to compare them with" in page
    assert "Dropped" not in page


@pytest.mark.parametrize("key", ["coordinator", "teacher", "principal", "guardian", "finance", "outsider"])
def test_nobody_else_tries_rules(switched_on: Town, draft: Draft, key: str) -> None:
    version = draft()
    with pytest.raises(NotAllowed):
        _compare(switched_on, version, key)
    trial = _compare(switched_on, version)
    client = switched_on.client(key)
    assert client.get(f"/early-warning/rules/{version.pk}/try/").status_code == 403
    assert client.post(f"/early-warning/rules/{version.pk}/try/", {"on": "2026-11-20"}).status_code == 403
    assert client.post(f"/early-warning/trials/{trial.pk}/stop/").status_code == 403


def test_each_look_is_noted_with_what_was_shown(switched_on: Town, draft: Draft) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure

    version = draft(from_level="keep_in_mind")
    _compare(switched_on, version)
    with acting_as(SET_UP):
        n_before = Disclosure.objects.count()
    _page(switched_on, version)
    with acting_as(SET_UP):
        noted = Disclosure.objects.order_by("pk")[n_before:]
        shown = {(row.student_id, row.record_class) for row in noted if row.place == "warning.trial"}
    nils, mateo = (switched_on.students[key].pk for key in ("not_taught", "mateo"))
    assert {(nils, "directory"), (nils, "warning"), (nils, "attendance")} <= shown
    assert mateo not in {student for student, _class in shown}


def test_many_students_are_left_to_a_job_that_can_be_stopped(
    switched_on: Town, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.warning.models import Trial
    from throughline.rooms.warning.trials import commands, jobs

    asked: list[Any] = []
    monkeypatch.setattr(commands, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(jobs.try_rules, "defer", lambda **given: asked.append(given))
    version = draft()
    trial = _compare(switched_on, version)
    assert asked == [{"trial_id": trial.pk}]
    assert "Trying the rules" in _page(switched_on, version)
    assert switched_on.client("data_lead").post(f"/early-warning/trials/{trial.pk}/stop/").status_code == 302
    jobs.try_rules(trial_id=trial.pk)
    assert Trial.objects.get(pk=trial.pk).state == "stopped"
    assert "Nothing of it was kept" in _page(switched_on, version)
    again = _compare(switched_on, version)
    jobs.try_rules(trial_id=again.pk)
    done = Trial.objects.get(pk=again.pk)
    assert (done.state, done.n_done, done.n_students) == ("done", 5, 5)
    on_the_way = _page(switched_on, version, query="?progress=1")
    assert "See the result" in on_the_way
    assert "As of" not in on_the_way.split("<main")[1].split("See the result")[1], "nobody is named to who only waits"


def test_small_numbers_are_not_said_to_those_who_may_not_see_the_students(
    switched_on: Town, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.warning import access

    version = draft(from_level="keep_in_mind")
    _compare(switched_on, version)
    assert "Of 5 students the changed rules would flag" in _page(switched_on, version)
    monkeypatch.setattr(access, "sees_everybody", lambda viewer, *classes: False)
    page = _page(switched_on, version)
    assert "would flag" not in page
    assert "Small numbers are left out" in page


def test_a_longer_list_takes_as_many_queries(switched_on: Town, draft: Draft) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = switched_on.client("data_lead")

    def n_queries(version: "RuleVersion") -> int:
        url = f"/early-warning/rules/{version.pk}/try/"
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    version = draft(from_level="meet_soon")
    _compare(switched_on, version)
    few = n_queries(version)
    version = draft("0.03", from_level="keep_in_mind")
    _compare(switched_on, version)
    assert n_queries(version) <= few + 2, "a class of record more is noted by itself"
