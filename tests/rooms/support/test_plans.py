"""A plan is written once, read as a draft by staff alone, started, marked, reviewed, and seen by who may see it."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import FIRST, REVIEW, Writes, action_of, goal_of, writing

from throughline.demo import cast
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

TABLES = ("plan", "goal", "action")
SEE = {
    "coordinator",
    "teacher",
    "counselor",
    "nurse",
    "principal",
    "support_lead",
    "administrator",
    "data_lead",
    "student",
    "guardian",
}
WRITE = {"coordinator", "counselor", "nurse"}
# A draft is for staff who see notes and plans; the database, by itself, asks for notes.
SEE_DRAFT = {"coordinator", "counselor", "nurse", "principal", "support_lead", "teacher"}
SEE_NOTES = SEE_DRAFT | {"teacher", "privacy_officer"}


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def _sent(town: Town, **more: object) -> dict[str, object]:
    me = town.users["coordinator"].pk
    return {
        "key": uuid4(),
        "based_on": 0,
        "kind": "academic",
        "why": "He wants to build.",
        "builds_on": "",
        "starts_on": "2026-11-02",
        "review_on": "2027-02-01",
        "owner": me,
        "goal-0-text": "I solve equations.",
        "goal-0-domain": "academic",
        "goal-0-sign": "The winter test",
        "goal-0-action-0-text": "Shows one task a week.",
        "goal-0-action-0-who": "student",
        "goal-0-action-1-text": "",
        "goal-0-action-1-who": f"staff:{me}",
        "goal-1-text": "",
        "goal-1-domain": "academic",
        "goal-1-action-0-text": "",
        "goal-1-action-0-who": f"staff:{me}",
    } | more


def test_one_page_sent_twice_writes_one_plan_with_its_goals_and_actions(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Action, Goal, Plan

    client, url = town.client("coordinator"), f"/students/{town.students['mateo'].pk}/plans/new/"
    assert "belongs in a restricted note, and never here" in client.get(url).content.decode()
    sent = _sent(town, go="start")
    assert [client.post(url, sent).status_code for _time in range(2)] == [302, 302]
    with ground.acting("coordinator"):
        plan = Plan.objects.get()
        assert (plan.state, plan.record_class) == ("active", "supports")
        assert list(Goal.objects.values_list("text", "record_class")) == [("I solve equations.", "supports")]
        action = Action.objects.get()
        assert (action.text, action.whose, action.owner_id) == ("Shows one task a week.", "student", None)
    for place in (f"/plans/{plan.pk}/", f"/students/{town.students['mateo'].pk}/supports/"):
        page = client.get(place).content.decode()
        for words in ("Academic plan", "I solve equations.", "Shows one task a week.", "The student", "Under way"):
            assert words in page, (place, words)


def test_what_lacks_is_said_and_nothing_typed_is_lost(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Plan

    client, url = town.client("coordinator"), f"/students/{town.students['mateo'].pk}/plans/new/"
    sent = _sent(town, why="", **{"goal-0-text": "", "goal-1-action-0-text": "Asks the club."})
    page = client.post(url, sent).content.decode()
    for words in ("Fill in “Why there is this plan”", "Goal 1: Fill in “Goal”", "Goal 2: Fill in “Goal”"):
        assert words in page
    assert "Asks the club." in page
    assert "Shows one task a week." in page
    refused = client.post(
        url,
        _sent(
            town,
            go="start",
            **{
                "goal-0-text": "",
                "goal-0-sign": "",
                "goal-0-action-0-text": "",
                "goal-0-action-0-who": f"staff:{town.users['coordinator'].pk}",
            },
        ),
    )
    assert "A plan has at least one goal." in refused.content.decode()
    with ground.acting("coordinator"):
        assert not Plan.objects.exists()


def test_one_plan_of_a_kind_is_under_way_and_the_database_holds_to_it(ground: Ground, write: Writes) -> None:
    first = write()
    with pytest.raises(RefusedInput, match="of this kind is under way"):
        write()
    second = write(kind="enrichment")
    with ground.acting("coordinator"), pytest.raises(IntegrityError), transaction.atomic():
        type(second).objects.filter(pk=second.pk).update(kind=first.kind)


def test_a_draft_is_read_by_staff_alone_until_it_starts(town: Town, write: Writes) -> None:
    draft = write(is_started=False)
    pages = (
        f"/plans/{draft.pk}/",
        f"/students/{draft.student_id}/supports/",
        f"/students/{draft.student_id}/timeline/",
    )
    for key in ("student", "guardian"):
        client = town.client(key)
        assert client.get(pages[0]).status_code == 404
        assert all("To pass 0." not in client.get(page).content.decode() for page in pages[1:]), key
    assert town.client("counselor").get(pages[0]).status_code == 200
    assert town.client("coordinator").post(f"/plans/{draft.pk}/start/").status_code == 302
    for key in ("student", "guardian"):
        client = town.client(key)
        assert all("To pass 0." in client.get(page).content.decode() for page in pages), key
        assert "/change/" not in client.get(pages[0]).content.decode()


def test_a_draft_whose_goals_were_all_let_go_is_not_started(town: Town, ground: Ground, write: Writes) -> None:
    from throughline.rooms.support.models import Plan

    draft = write(is_started=False)
    sent = _sent(town, key=draft.key, based_on=draft.revision) | {
        "goal-0-goal_id": goal_of(draft, ground),
        "goal-0-text": "",
        "goal-0-action-0-action_id": action_of(draft, ground),
    }
    client = town.client("coordinator")
    assert client.post(f"/plans/{draft.pk}/change/", sent | {"go": "draft"}).status_code == 302
    started = client.post(f"/plans/{draft.pk}/start/", follow=True).content.decode()
    assert "A plan has at least one goal." in started
    with ground.acting("coordinator"):
        assert Plan.objects.get(pk=draft.pk).state == "draft"


def test_a_draft_is_thrown_away_and_kept_in_the_history(town: Town, ground: Ground, write: Writes) -> None:
    from throughline.rooms.support.models import Plan

    draft, started = write(is_started=False), write()
    client = town.client("coordinator")
    assert client.post(f"/plans/{draft.pk}/throw-away/").status_code == 302
    assert client.get(f"/plans/{draft.pk}/").status_code == 404
    client.post(f"/plans/{started.pk}/throw-away/")
    with ground.acting("coordinator"):
        assert dict(Plan.objects.values_list("pk", "state")) == {draft.pk: "dropped", started.pk: "active"}


@pytest.mark.parametrize("key", cast.BY_KEY)
@pytest.mark.parametrize("is_started", [True, False])
def test_the_database_alone_and_the_pages_show_a_plan_to_those_who_may_see_it(
    town: Town, ground: Ground, write: Writes, is_started: bool, key: str
) -> None:
    plan = write(is_started=is_started)
    with ground.acting(key), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(f"support_{table}")))
            assert bool(cursor.fetchone()[0]) == (key in (SEE if is_started else SEE_NOTES)), table
    client, may = town.client(key), key in (SEE if is_started else SEE_DRAFT)
    assert client.get(f"/plans/{plan.pk}/").status_code == (200 if may else 404)
    shown = client.get(f"/students/{plan.student_id}/").content.decode()
    assert ("Academic plan: 0 of 1 goals met" in shown) == (may and is_started)
    timeline = client.get(f"/students/{plan.student_id}/timeline/").content.decode()
    assert ("Plan: Academic plan" in timeline) == (may and is_started)


@pytest.mark.parametrize("key", sorted(set(cast.BY_KEY) - WRITE))
def test_nobody_else_writes_changes_marks_or_reviews(town: Town, ground: Ground, write: Writes, key: str) -> None:
    from throughline.rooms.support.models import Goal, Plan

    plan, draft = write(), write(kind="enrichment", is_started=False)
    goal, action = goal_of(plan, ground), action_of(plan, ground)
    with pytest.raises((NotFound, NotAllowed)):
        write(key, kind="comprehensive")
    client = town.client(key)
    assert client.post(f"/students/{plan.student_id}/plans/new/", _sent(town)).status_code in {403, 404}
    for path in (f"{plan.pk}/change", f"{plan.pk}/review", f"{draft.pk}/start", f"{draft.pk}/throw-away"):
        assert client.post(f"/plans/{path}/", _sent(town)).status_code in {403, 404}, path
    assert client.post(f"/plans/goals/{goal}/", {"go": "met"}).status_code in {403, 404}
    assert client.post(f"/plans/actions/{action}/", {"go": "done"}).status_code in {403, 404}
    if key not in {"administrator", "data_lead"}:
        with ground.acting(key), connection.cursor() as cursor:
            cursor.execute("update support_plan set why = 'Mine.' where state = 'active'")
            assert cursor.rowcount == 0
    with ground.acting("coordinator"):
        assert set(Plan.objects.values_list("state", "why")) == {(s, "He wants to build.") for s in ("active", "draft")}
        assert set(Goal.objects.values_list("reached", flat=True)) == {"open"}


def test_no_one_who_may_not_see_it_can_answer_for_it_or_do_something_for_it(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.plans.commands import PlanFacts, write_plan
    from throughline.rooms.support.plans.keeping import ActionFacts, GoalFacts

    by, me = town.viewer("coordinator"), town.users["coordinator"].pk
    for key in ("guardian", "partner", "outsider", "coordinator_elsewhere"):
        for owner, doer in ((town.users[key].pk, me), (me, town.users[key].pk)):
            goal = GoalFacts("To pass.", "academic", actions=(ActionFacts("Ask.", "staff", doer),))
            facts = PlanFacts("academic", "He wants to.", FIRST, REVIEW, owner, (goal,))
            with ground.acting("coordinator"), pytest.raises(RefusedInput):
                write_plan(by=by, at=AT, key=uuid4(), student_id=town.students["mateo"].pk, facts=facts)


def test_a_goal_of_another_plan_is_not_taken(town: Town, ground: Ground, write: Writes) -> None:
    from throughline.rooms.support.models import Goal

    mine, other = write(), write(student="classmate")
    sent = _sent(town, key=mine.key, based_on=2, **{"goal-0-goal_id": goal_of(other, ground)})
    assert "no longer worked on" in town.client("coordinator").post(f"/plans/{mine.pk}/change/", sent).content.decode()
    with ground.acting("coordinator"):
        assert set(Goal.objects.values_list("text", flat=True)) == {"To pass 0."}


def test_a_support_serves_a_goal_and_is_shown_there_to_those_who_may_see_it(
    town: Town, ground: Ground, write: Writes
) -> None:
    from throughline.rooms.partners import api as partners
    from throughline.rooms.support.supports.commands import SupportFacts, give_support

    made = {}
    for by, name, record_class in (("coordinator", "Tutoring", "supports"), ("nurse", "Breathing", "health")):
        viewer = town.viewer(by)
        facts = partners.ProgramFacts(name, "academic", record_class=record_class)
        with ground.acting("coordinator"):
            coordinator = town.viewer("coordinator")
            program = partners.add_program(by=coordinator, at=AT, key=uuid4(), provider_id=town.high.pk, facts=facts)
        with ground.acting(by):
            mateo, said = town.students["mateo"].pk, SupportFacts("To pass.", FIRST, town.users[by].pk)
            made[name] = give_support(
                by=viewer, at=AT, key=uuid4(), student_id=mateo, program_id=program.pk, facts=said
            )
    plan, client = write(), town.client("coordinator")
    goal, url = goal_of(plan, ground), f"/plans/{plan.pk}/change/"
    page = client.get(url).content.decode()
    assert "Tutoring" in page
    assert "Breathing" not in page
    sent = _sent(town, key=plan.key, based_on=2, **{"goal-0-goal_id": goal, "goal-0-supports": made["Tutoring"].pk})
    assert client.post(url, sent).status_code == 302
    assert "Tutoring" in client.get(f"/plans/{plan.pk}/").content.decode()
    with ground.acting("nurse"):
        made["Breathing"].goal_id = goal
        made["Breathing"].save()
    for key in ("coordinator", "nurse"):
        assert ("Breathing" in town.client(key).get(f"/plans/{plan.pk}/").content.decode()) == (key == "nurse")


def test_pages_ask_the_database_equally_often_however_much_there_is(town: Town, write: Writes) -> None:
    client, pk = town.client("coordinator"), town.students["mateo"].pk

    def count(plan_id: int) -> list[int]:
        found = []
        for url in (f"/students/{pk}/supports/", f"/students/{pk}/", f"/students/{pk}/timeline/", f"/plans/{plan_id}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    few = count(write().pk)
    for kind in ("enrichment", "comprehensive"):
        larger = write(kind=kind, goals=5)
    assert count(larger.pk) == few


def test_who_looked_at_a_plan_is_noted_by_class(town: Town, write: Writes) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure

    plan = write(is_started=False)
    town.client("counselor").get(f"/plans/{plan.pk}/")
    write()
    town.client("teacher").get(f"/students/{plan.student_id}/")
    with acting_as(SET_UP):
        overview = Disclosure.objects.filter(place="students.student", viewer_id=town.users["teacher"].pk)
        assert "supports" in set(overview.values_list("record_class", flat=True))
        rows = Disclosure.objects.filter(place="support.plans", viewer_id=town.users["counselor"].pk)
        assert {"directory", "supports", "notes", "strengths"} <= set(rows.values_list("record_class", flat=True))


def test_plan_and_supports_is_a_view_beside_the_others_for_those_who_may_see_it(town: Town, write: Writes) -> None:
    pk = write().student_id
    tab, pages = f'<a href="/students/{pk}/supports/"', (f"/students/{pk}/", f"/students/{pk}/timeline/")
    for key, offered in (("coordinator", True), ("student", True), ("privacy_officer", False)):
        for page in pages:
            nav = town.client(key).get(page).content.decode().partition('<nav class="tabs"')[2].partition("</nav>")[0]
            assert (tab in nav) == offered, (key, page)
    nav = town.client("coordinator").get(f"/students/{pk}/supports/").content.decode()
    assert f'{tab} aria-current="page"' in nav
    assert f'href="/students/{pk}/timeline/"' in nav


def test_student_and_family_are_led_to_their_own_words(town: Town, write: Writes) -> None:
    plan = write()
    for key, told in (("student", True), ("guardian", True), ("administrator", False)):
        page = town.client(key).get(f"/plans/{plan.pk}/").content.decode()
        assert (f'href="/students/{plan.student_id}/own-words/#tell"' in page) == told, key


def test_the_family_reads_it_in_spanish(town: Town, write: Writes) -> None:
    plan = write()
    client = town.client("guardian")
    page = client.get(f"/plans/{plan.pk}/", headers={"Accept-Language": "es"}, follow=True).content.decode()
    for words in ('lang="es"', "Plan académico", "Metas", "En curso", "El estudiante"):
        assert words in page


def test_who_changes_what_was_changed_meanwhile_is_told_and_loses_nothing(
    town: Town, ground: Ground, write: Writes
) -> None:
    from throughline.rooms.support.models import Action, Goal

    plan, client = write(), town.client("coordinator")
    ids = {"goal-0-goal_id": goal_of(plan, ground)}
    for n in range(2):
        ids |= {f"goal-0-action-{n}-action_id": action_of(plan, ground, n)}
    sent = _sent(town, key=plan.key, based_on=2, **ids, **{"goal-0-action-1-text": "Practice."})
    url = f"/plans/{plan.pk}/change/"
    assert client.post(url, sent | {"goal-0-text": ""}).status_code == 200
    assert client.post(url, sent | {"goal-0-action-1-text": ""}).status_code == 302
    told = client.post(url, sent | {"why": "Something else."}).content.decode()
    assert "Somebody changed this plan meanwhile." in told
    assert "Something else." in told
    with ground.acting("coordinator"):
        assert Goal.objects.get().text == "I solve equations."
        rows = Action.objects.order_by("place")
        assert [(row.text, row.dropped_on is None) for row in rows] == [
            ("Shows one task a week.", True),
            ("Practice.", False),
        ]
