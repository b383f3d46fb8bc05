"""How a plan goes: goals and actions marked, the plan reviewed, what is due asked for, and students found by it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import FIRST, Writes, action_of, goal_of, look_back, writing


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def test_goals_and_actions_are_marked_in_one_click_and_back(town: Town, ground: Ground, write: Writes) -> None:
    from throughline.rooms.support.models import Action, Goal

    plan, client = write(), town.client("coordinator")
    goal, action = goal_of(plan, ground), action_of(plan, ground)
    for mark, held in (("done", (True, False)), ("open", (False, False)), ("dropped", (False, True))):
        assert client.post(f"/plans/actions/{action}/", {"go": mark}).status_code == 302
        with ground.acting("coordinator"):
            row = Action.objects.get(pk=action)
        assert (row.done_on is not None, row.dropped_on is not None) == held
        assert (row.said_by_id is None) == (mark == "open")
    told = client.post(f"/plans/goals/{goal}/", {"go": "not"}, follow=True).content.decode()
    assert "Say why a goal is met in part, not met, or let go." in told
    assert client.post(f"/plans/goals/{goal}/", {"go": "met"}).status_code == 302
    with ground.acting("coordinator"):
        assert Goal.objects.get().reached == "met"
    assert "1 of 1 goals met" in client.get(f"/students/{plan.student_id}/").content.decode()


def test_a_plan_is_reviewed_and_goes_on_then_is_closed(town: Town, ground: Ground, write: Writes) -> None:
    from throughline.rooms.support.models import Goal, LookBack

    plan, client = write(goals=2), town.client("coordinator")
    url, goals = f"/plans/{plan.pk}/review/", [goal_of(plan, ground, n) for n in range(2)]
    sent = {"based_on": 2, "words": "It helps.", "then": "on", "next_on": "", f"goal-{goals[0]}-reached": "met"}
    page = client.post(url, sent).content.decode()
    for words in ("Give the day of the next review", "To pass 1.: Choose an answer for “How it stands”"):
        assert words in page
    sent |= {"next_on": "2099-01-08", f"goal-{goals[1]}-reached": "partly", f"goal-{goals[1]}-why": "Half of it."}
    assert client.post(url, sent).status_code == 302
    with ground.acting("coordinator"):
        assert list(Goal.objects.order_by("place").values_list("reached", flat=True)) == ["met", "open"]
        (row,) = LookBack.objects.all()
    assert [(one["reached"], one["why"]) for one in row.goals] == [("met", ""), ("partly", "Half of it.")]
    told = client.post(url, sent).content.decode()
    assert "Somebody changed this plan meanwhile." in told
    ending = {"based_on": 3, "words": "He passed.", "then": "close"}
    assert client.post(url, ending | {f"goal-{goals[1]}-reached": "met"}).status_code == 302
    page = town.client("guardian").get(f"/plans/{plan.pk}/").content.decode()
    for words in ("Closed", "He passed.", "It helps.", "Half of it.", "Met in part"):
        assert words in page
    assert client.get(url).status_code == 403
    assert client.get(f"/plans/{plan.pk}/change/").status_code == 403
    assert write().state == "active"


def test_today_asks_for_what_is_due_and_for_late_reviews(town: Town, write: Writes) -> None:
    write(review_on=FIRST, due_on=FIRST)
    page = town.client("coordinator").get("/").content.decode()
    for words in (": Ask the club.", "Academic plan of Mateo Muñoz Herrera was to be reviewed"):
        assert words in page
    assert "Ask the club." not in town.client("counselor").get("/").content.decode()


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("academic", {"Mateo"}),
        ("enrichment", {"Zoë"}),
        ("comprehensive", set()),
        ("none", {"Nils"}),
        ("late", {"Zoë"}),
    ],
)
def test_the_list_of_students_is_parted_by_their_plans(town: Town, write: Writes, asked: str, seen: set[str]) -> None:
    write()
    write(student="classmate", kind="enrichment", review_on=FIRST)
    write(student="not_taught", is_started=False)
    client = town.client("coordinator")
    everyone = client.get("/students/?more=1").content.decode()
    for words in ("Academic plan (1)", "None under way (1)", "Review day has passed (1)"):
        assert words in everyone
    rows = client.get("/students/", {"plan": asked}).content.decode().partition("<tbody")[2]
    assert {name for name in ("Mateo", "Zoë", "Nils") if name in rows} == seen
    for key in ("partner", "privacy_officer"):
        assert "Review day has passed" not in town.client(key).get("/students/?more=1").content.decode(), key


def test_plans_whose_review_is_late_are_a_list_of_who_needs_us(town: Town, write: Writes) -> None:
    write(review_on=FIRST)
    write(student="classmate")
    write(student="not_taught", is_started=False, review_on=FIRST)
    page = town.client("counselor").get("/needs-us/plan-review/").content.decode()
    rows = page.partition("<tbody")[2]
    assert ["Mateo" in rows, "Zoë" in rows, "Nils" in rows] == [True, False, False]
    assert "Review was due Nov 2, 2026" in rows
    assert "Mateo" not in town.client("coordinator_elsewhere").get("/needs-us/plan-review/").content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.sampled_from(["met", "partly", "not", "dropped"]), min_size=1, max_size=5))
def test_a_review_keeps_what_was_said_of_each_goal(town: Town, ground: Ground, write: Writes, said: list[str]) -> None:
    from throughline.rooms.support.models import Goal, LookBack, Plan
    from throughline.rooms.support.plans.queries import with_goals
    from throughline.rooms.support.progress.commands import Reviewed, review_plan

    with ground.acting("coordinator"):
        before = list(Plan.objects.filter(state="active"))
    for plan in before:
        look_back(ground, plan, next_on=None)
    plan = write(goals=len(said))
    ids = [goal_of(plan, ground, n) for n in range(len(said))]
    by, reviewed = town.viewer("coordinator"), dict(zip(ids, ((one, "So.") for one in said), strict=True))
    with ground.acting("coordinator"):
        next_on = date(2099, 1, 8)
        review_plan(
            by=by, at=AT, plan_id=plan.pk, based_on=plan.revision, reviewed=Reviewed("It was.", reviewed, next_on)
        )
        assert [one["reached"] for one in LookBack.objects.get(plan=plan).goals] == said
        (whole,) = with_goals(by, [Plan.objects.get(pk=plan.pk)])
        n_open = Goal.objects.filter(plan=plan, reached="open").count()
    assert whole.n_met == said.count("met")
    assert whole.n_counted == len(said) - said.count("dropped")
    assert n_open == said.count("partly") + said.count("not")


def test_the_packet_has_plan_and_reviews(town: Town, write: Writes) -> None:
    plan = write()
    asked = {"part": ["plan"]}
    page = town.client("coordinator").get(f"/students/{plan.student_id}/packet/", asked).content.decode()
    for words in ("Plan: Academic plan", "Goal: To pass 0. · The test · from 3 to 5", "Practice. (The student)"):
        assert words in page
