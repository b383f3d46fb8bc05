"""Whoever is asked to do something for a plan says that it is done: that, and nothing else of a plan they only read."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import Writes, action_of, goal_of, writing

from throughline.values.errors import NotAllowed

OTHERS = ("coordinator_elsewhere", "guardian", "student", "partner", "finance", "outsider")


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def _ask(ground: Ground, action_id: int, who: str) -> None:
    """Have somebody do an action, as whoever writes the plan would say."""
    from throughline.rooms.support.models import Action

    with ground.acting("coordinator"):
        Action.objects.filter(pk=action_id).update(
            owner=ground.town.users[who], whose="staff", due_on=date(2026, 11, 20)
        )


def _how(ground: Ground, action_id: int) -> tuple[bool, bool, int | None]:
    from throughline.rooms.support.models import Action

    with ground.acting("coordinator"):
        row = Action.objects.get(pk=action_id)
    return row.done_on is not None, row.dropped_on is not None, row.said_by_id


def test_a_teacher_marks_what_they_are_asked_to_do_and_takes_it_back(town: Town, ground: Ground, write: Writes) -> None:
    from throughline.rooms.support.models import Action

    plan, client = write(), town.client("teacher")
    action = action_of(plan, ground)
    _ask(ground, action, "teacher")
    assert "For Mateo Muñoz Herrera, by Nov 20, 2026: Ask the club." in client.get("/").content.decode()
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert page.count(f"/plans/actions/{action}/") == 1
    assert page.count("/plans/actions/") == 1, "their own action, and no other"
    assert 'value="dropped"' not in page
    assert client.post(f"/plans/actions/{action}/", {"go": "done"}).status_code == 302
    assert _how(ground, action) == (True, False, town.users["teacher"].pk)
    assert "Done today for Mateo Muñoz Herrera: Ask the club." in client.get("/").content.decode()
    assert client.post(f"/plans/actions/{action}/", {"go": "open"}).status_code == 302
    assert _how(ground, action) == (False, False, None)
    with ground.acting("coordinator"):
        events = Action._meta.apps.get_model("support", "ActionEvent").objects.filter(pgh_obj_id=action)
        said = list(events.order_by("pgh_id").values_list("said_by", flat=True))
    assert said[-2:] == [town.users["teacher"].pk, None], "history keeps both"


def test_it_is_marked_right_on_today_and_taken_back_there(town: Town, ground: Ground, write: Writes) -> None:
    plan, client = write(), town.client("teacher")
    action = action_of(plan, ground)
    _ask(ground, action, "teacher")
    form = f'action="/plans/actions/{action}/"'
    before = client.get("/").content.decode()
    assert before.count(form) == 1
    assert 'value="done"' in before
    answer = client.post(f"/plans/actions/{action}/", {"go": "done", "from": "today"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    after = answer.content.decode()
    assert "Marked as done." in after
    assert after.count(form) == 1
    assert 'value="open"' in after
    assert "Ask the club" not in after.partition("Marked as done.")[2].partition("<h1")[0], "nor whose it was"
    answer = client.post(f"/plans/actions/{action}/", {"go": "open", "from": "today"}, follow=True)
    assert "It is to be done again." in answer.content.decode()
    assert _how(ground, action) == (False, False, None)
    client.post(f"/plans/actions/{action}/", {"go": "whatever", "from": "today"}, follow=True)
    assert _how(ground, action) == (False, False, None)


def test_what_somebody_else_marked_is_not_theirs_to_take_back_on_today(
    town: Town, ground: Ground, write: Writes
) -> None:
    action = action_of(write(), ground)
    _ask(ground, action, "teacher")
    town.client("coordinator").post(f"/plans/actions/{action}/", {"go": "done"})
    for who in ("teacher", "coordinator"):
        assert f'action="/plans/actions/{action}/"' not in town.client(who).get("/").content.decode()


def test_they_let_go_of_nothing_and_mark_nothing_else(town: Town, ground: Ground, write: Writes) -> None:
    plan, client = write(), town.client("teacher")
    action = action_of(plan, ground)
    assert client.post(f"/plans/actions/{action}/", {"go": "done"}).status_code == 404, "the coordinator's to do"
    _ask(ground, action, "teacher")
    assert client.post(f"/plans/actions/{action}/", {"go": "dropped"}).status_code == 403
    assert client.post(f"/plans/goals/{goal_of(plan, ground)}/", {"go": "met"}).status_code == 404
    assert client.get(f"/plans/{plan.pk}/change/").status_code == 403
    assert client.get(f"/plans/{plan.pk}/review/").status_code == 403
    town.client("coordinator").post(f"/plans/actions/{action}/", {"go": "dropped"})
    assert client.post(f"/plans/actions/{action}/", {"go": "open"}).status_code == 403
    assert _how(ground, action)[:2] == (False, True), "what was let go of stays so"


def test_a_plan_that_is_closed_is_marked_no_more(town: Town, ground: Ground, write: Writes) -> None:
    from tests.rooms.support.plan_ground import look_back

    plan = write()
    action = action_of(plan, ground)
    _ask(ground, action, "teacher")
    look_back(ground, plan, next_on=None)
    town.client("teacher").post(f"/plans/actions/{action}/", {"go": "done"})
    assert _how(ground, action)[0] is False
    assert f"/plans/actions/{action}/" not in town.client("teacher").get(f"/plans/{plan.pk}/").content.decode()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_marks_who_does_not_see_the_plan_or_only_reads_it(
    town: Town, ground: Ground, write: Writes, who: str
) -> None:
    action = action_of(write(), ground)
    _ask(ground, action, "teacher")
    assert town.client(who).post(f"/plans/actions/{action}/", {"go": "done"}).status_code in (403, 404)
    assert _how(ground, action) == (False, False, None)


@pytest.mark.parametrize("who", OTHERS)
def test_to_be_asked_gives_nobody_sight_of_a_plan(town: Town, ground: Ground, write: Writes, who: str) -> None:
    from throughline.rooms.support.models import Action

    action = action_of(write(), ground)
    _ask(ground, action, who)
    answer = town.client(who).post(f"/plans/actions/{action}/", {"go": "done"})
    if who in ("guardian", "student"):
        assert answer.status_code in (302, 403, 404)
        return
    assert answer.status_code in (403, 404)
    with ground.acting(who):
        assert Action.objects.filter(pk=action).update(done_on=date(2026, 11, 20)) == 0
    assert _how(ground, action) == (False, False, None)


def test_the_database_alone_lets_the_owner_say_that_it_is_done_and_nothing_more(
    town: Town, ground: Ground, write: Writes
) -> None:
    from throughline.rooms.support.models import Action

    plan = write()
    mine, other = action_of(plan, ground), action_of(plan, ground, 1)
    _ask(ground, mine, "teacher")
    with ground.acting("teacher"):
        assert Action.objects.filter(pk=other).update(done_on=date(2026, 11, 20)) == 0
        for change in ({"text": "Else."}, {"dropped_on": date(2026, 11, 20)}, {"due_on": None}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Action.objects.filter(pk=mine).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Action.objects.filter(pk=mine).update(owner=town.users["coordinator"])
        assert Action.objects.filter(pk=mine).update(done_on=date(2026, 11, 20)) == 1


def test_nobody_marks_while_viewing_as_another(town: Town, ground: Ground, write: Writes) -> None:
    from dataclasses import replace

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Action
    from throughline.rooms.support.progress.commands import mark_action
    from throughline.values.errors import NotFound

    action = action_of(write(), ground)
    _ask(ground, action, "teacher")
    behind = replace(town.viewer("teacher"), behind=town.viewer("coordinator"))
    with acting_as(behind):
        assert Action.objects.filter(pk=action).update(done_on=date(2026, 11, 20)) == 0
        with pytest.raises((NotAllowed, NotFound)):
            mark_action(by=behind, at=AT, action_id=action, mark="done")
