"""A goal that was proposed is taken into the plan, in whose words it was, or answered; by those who plan."""

from datetime import date
from html import unescape
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import Writes, writing
from tests.rooms.support.proposal_ground import PLANNERS, READ_ONLY, WORDS, proposals_url, propose

if TYPE_CHECKING:
    from throughline.rooms.support.models import Proposal


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def goal_fields(proposal: "Proposal | None" = None, **fields: str) -> dict[str, str]:
    given = {"key": str(uuid4()), "based_on": "0", "kind": "academic", "why": "To read.", "starts_on": "2026-11-20"}
    given |= {"review_on": "2027-02-01", "goal-0-text": "", "goal-0-domain": "academic"}
    if proposal is not None:
        given["goal-0-proposal"] = str(proposal.pk)
    return given | fields


def test_it_stands_before_those_who_work_on_the_plan(town: Town, ground: Ground, write: Writes) -> None:
    plan, row = write(), propose(ground)
    pk = town.students["mateo"].pk
    for page in (
        "/",
        f"/students/{pk}/",
        f"/students/{pk}/supports/",
        f"/plans/{plan.pk}/",
        f"/plans/{plan.pk}/change/",
    ):
        said = town.client("coordinator").get(page).content.decode()
        assert "Que lea un libro entero en español." in said, page
    assert f"/proposals/{row.pk}/" in town.client("coordinator").get("/").content.decode()
    assert "Que lea" in town.client("teacher").get(f"/students/{pk}/").content.decode()
    assert "Que lea" not in town.client("teacher").get("/").content.decode(), "not theirs to answer"
    assert "Que lea" not in town.client("coordinator_elsewhere").get("/").content.decode()


def test_the_plans_owner_is_told_as_well(town: Town, ground: Ground, write: Writes) -> None:
    write("counselor")
    row = propose(ground, "student", "I want to build a bicycle.")
    assert f"/proposals/{row.pk}/" in town.client("counselor").get("/").content.decode()
    assert f"/proposals/{row.pk}/" not in town.client("nurse").get("/").content.decode()


def test_taken_word_for_word_into_a_new_plan_it_says_whose_words_it_was(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Goal, ProposalAnswer

    row, client, pk = propose(ground), town.client("coordinator"), town.students["mateo"].pk
    form = client.get(f"/students/{pk}/plans/new/?take={row.pk}")
    assert form.context["sheet"].goals[0][0]["text"].value() == WORDS
    owner = str(town.users["coordinator"].pk)
    answer = client.post(f"/students/{pk}/plans/new/?take={row.pk}", goal_fields(row, owner=owner))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Que lea un libro entero en español." in page
    assert "Proposed by the family: Lucía Herrera Peña" in page
    with ground.acting("coordinator"):
        goal = Goal.objects.get()
        assert (goal.text, ProposalAnswer.objects.get().goal_id) == (WORDS, goal.pk)
    family = town.client("guardian").get(proposals_url(town)).content.decode()
    assert "Taken into the plan being written" in family or "plan que se está escribiendo" in family
    assert answer["Location"] not in family, "a draft is for staff"
    client.post(answer["Location"] + "start/")
    family = town.client("guardian").get(proposals_url(town)).content.decode()
    assert f"{answer['Location']}#goal-{goal.pk}" in family
    assert "Lucía Herrera Peña" in town.client("guardian").get(answer["Location"]).content.decode()


def test_taken_in_other_words_the_plan_keeps_both(town: Town, ground: Ground, write: Writes) -> None:
    plan, row, client = write(is_started=False), propose(ground), town.client("coordinator")
    page = client.get(f"/plans/{plan.pk}/change/?take={row.pk}")
    sheet = page.context["sheet"]
    assert [form["text"].value() for form, _actions in sheet.goals][1] == WORDS
    sent = {name: str(value) for name, value in sheet.plan.initial.items()}
    first, actions = sheet.goals[0]
    for form in (first, *actions):
        sent |= {form.add_prefix(name): str(value or "") for name, value in form.initial.items() if name != "supports"}
    sent |= {"goal-1-text": "I read a whole book.", "goal-1-domain": "academic", "goal-1-proposal": str(row.pk)}
    assert client.post(f"/plans/{plan.pk}/change/", sent).status_code == 302
    said = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "I read a whole book." in said
    assert "Que lea un libro entero en español." in said


@pytest.mark.parametrize("how", ["draft thrown away", "goal let go"])
def test_what_is_let_go_of_before_the_plan_started_waits_anew(
    town: Town, ground: Ground, write: Writes, how: str
) -> None:
    from throughline.rooms.support.models import ProposalAnswer
    from throughline.rooms.support.plans.commands import PlanFacts, change_plan, drop_plan, write_plan
    from throughline.rooms.support.plans.keeping import GoalFacts
    from throughline.rooms.support.proposals.queries import find_waiting

    row, by, pk = propose(ground), town.viewer("coordinator"), town.students["mateo"].pk
    first, last, me = date(2026, 11, 20), date(2027, 2, 1), town.users["coordinator"].pk
    facts = PlanFacts("academic", "Why.", first, last, me, (GoalFacts("A", "academic", proposal_id=row.pk),))
    with ground.acting("coordinator"):
        plan = write_plan(by=by, at=AT, key=uuid4(), student_id=pk, facts=facts)
        assert not find_waiting(by, town.students["mateo"])
        goal = plan.goals.get()
        if how == "goal let go":
            gone = PlanFacts("academic", "Why.", first, last, me, (GoalFacts("", "academic", goal_id=goal.pk),))
            change_plan(by=by, at=AT, plan_id=plan.pk, based_on=plan.revision, facts=gone)
        else:
            drop_plan(by=by, at=AT, plan_id=plan.pk)
        assert [one.pk for one in find_waiting(by, town.students["mateo"])] == [row.pk]
        assert ProposalAnswer.objects.filter(let_go_at__isnull=False).count() == 1, "and that it was taken is kept"


def test_an_answer_is_read_by_the_family_in_their_language(town: Town, ground: Ground) -> None:
    row, client = propose(ground), town.client("coordinator")
    url = f"/proposals/{row.pk}/"
    assert client.post(url, {"reason": "", "words": "x"}).status_code == 400
    assert client.post(url, {"reason": "otherwise", "words": " "}).status_code == 400
    assert client.post(url, {"reason": "later", "words": "En enero."}).status_code == 302
    assert client.post(url, {"reason": "talk"}).status_code == 400, "it is answered"
    mother = town.client("guardian")
    mother.cookies["django_language"] = "es"
    page = mother.get(proposals_url(town), HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Es una buena meta." in page
    assert "En enero." in page
    assert "Es una buena meta" not in client.get(proposals_url(town)).content.decode()
    assert proposals_url(town) in mother.get("/").content.decode()


@pytest.mark.parametrize("who", [*sorted(set(READ_ONLY) - set(PLANNERS)), "guardian", "student"])
def test_only_who_writes_plans_answers_or_takes_in(town: Town, ground: Ground, write: Writes, who: str) -> None:
    from throughline.rooms.support.models import ProposalAnswer

    row, client = propose(ground), town.client(who)
    assert client.get(f"/proposals/{row.pk}/").status_code == 403
    assert client.post(f"/proposals/{row.pk}/", {"reason": "later"}).status_code == 403
    pk = town.students["mateo"].pk
    assert client.get(f"/students/{pk}/plans/new/?take={row.pk}").status_code == 403
    if who in ("teacher", "guardian", "student", "principal"):
        with ground.acting(who), pytest.raises(DatabaseError), transaction.atomic():
            ProposalAnswer.objects.create(
                proposal=row,
                student_id=pk,
                reason="later",
                answered_by=town.users[who],
                answered_on=date(2026, 11, 20),
            )


def test_who_proposed_for_two_children_is_told_of_each_on_today_and_nobody_else_is(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal

    for student, who in (("mateo", "coordinator"), ("valentina", "coordinator_elsewhere")):
        row = propose(ground, text=f"A goal of {student}.", student=student)
        with ground.acting(who):
            answer_proposal(by=town.viewer(who), at=AT, proposal_id=row.pk, reason="later")
    mother = town.client("guardian")
    for language, says in (
        ("en", "The school answered what you proposed for {name}: “A goal of {key}.”"),
        ("es", "La escuela respondió a lo que usted propuso para {name}: “A goal of {key}.”"),
    ):
        mother.cookies["django_language"] = language
        today = unescape(mother.get("/", HTTP_ACCEPT_LANGUAGE=language).content.decode())
        for key in ("mateo", "valentina"):
            assert says.format(name=town.students[key].name, key=key) in today
            assert f'href="{proposals_url(town, key)}"' in today
    for who in ("student", "coordinator", "coordinator_elsewhere", "teacher"):
        assert "A goal of" not in town.client(who).get("/").content.decode(), "not what they proposed"


@pytest.mark.parametrize(
    ("who", "language", "says"),
    [
        ("guardian", "en", "Proposed by the family: Lucía Herrera Peña, Nov 20, 2026"),
        ("guardian", "es", "Propuesta de la familia: Lucía Herrera Peña, 20 nov 2026"),
        ("student", "en", "Proposed by the student: Mateo Muñoz Herrera, Nov 20, 2026"),
        ("student", "es", "Propuesta del estudiante: Mateo Muñoz Herrera, 20 nov 2026"),
    ],
)
def test_whose_words_it_was_is_said_in_the_readers_language(
    town: Town, ground: Ground, who: str, language: str, says: str
) -> None:
    row, client = propose(ground, who), town.client("coordinator")
    client.cookies["django_language"] = language
    for page in (proposals_url(town), f"/proposals/{row.pk}/", f"/students/{row.student_id}/"):
        assert says in unescape(client.get(page, HTTP_ACCEPT_LANGUAGE=language).content.decode()), page
