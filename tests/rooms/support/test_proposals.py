"""A goal in the words of the family or the student: proposed, taken in, answered, withdrawn; by nobody else."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import Writes, writing

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

if TYPE_CHECKING:
    from throughline.rooms.support.models import Proposal

WORDS = "Que lea un libro entero en español.\nY que le guste."
# Nobody of these speaks for Mateo: some read what is proposed, some not even that.
READ_ONLY = ("coordinator", "teacher", "nurse", "counselor", "principal", "support_lead")
STRANGERS = ("coordinator_elsewhere", "partner", "finance", "outsider", "state_analyst", "administrator")
PLANNERS = ("coordinator", "nurse", "counselor")


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def _propose(ground: Ground, who: str = "guardian", text: str = WORDS, student: str = "mateo") -> "Proposal":
    from throughline.rooms.support.proposing.commands import propose_goal

    with ground.acting(who):
        return propose_goal(
            by=ground.town.viewer(who),
            at=AT,
            student_id=ground.town.students[student].pk,
            key=uuid4(),
            text=text,
            language="es",
        )


def _url(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/proposals/"


def _limit(town: Town, relation: str, who: str = "guardian", student: str = "mateo") -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Relation

    with accounts.acting_as(SET_UP):
        Relation.objects.create(user=town.users[who], student=town.students[student], relation=relation)


def _goal_fields(proposal: "Proposal | None" = None, **fields: str) -> dict[str, str]:
    given = {"key": str(uuid4()), "based_on": "0", "kind": "academic", "why": "To read.", "starts_on": "2026-11-20"}
    given |= {"review_on": "2027-02-01", "goal-0-text": "", "goal-0-domain": "academic"}
    if proposal is not None:
        given["goal-0-proposal"] = str(proposal.pk)
    return given | fields


def test_the_family_proposes_from_their_own_page_and_finds_it_again_while_typing(town: Town) -> None:
    client, url = town.client("guardian"), _url(town)
    assert url in client.get(f"/students/{town.students['mateo'].pk}/").content.decode()
    key = str(uuid4())
    typed = {"text": "Que lea un li", "draft_key": key, "draft_revision": "0"}
    assert "Draft saved" in client.post(url + "draft/proposal/", typed).content.decode()
    again = town.client("guardian").get(url).content.decode()
    assert "Que lea un li" in again
    sent = {"text": WORDS, "key": str(uuid4()), "draft_key": key, "draft_revision": "1"}
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    page = client.get(url).content.decode()
    assert page.count("Que lea un libro entero en español.") == 2, "once, and in the label of its button"
    assert "Que lea un li</textarea>" not in page


def test_nothing_written_and_too_much_are_answered_and_kept_on_the_page(town: Town) -> None:
    client, url = town.client("student"), _url(town)
    assert client.post(url, {"text": "  ", "key": str(uuid4())}).status_code == 400
    long = "word " * 200
    answer = client.post(url, {"text": long, "key": str(uuid4())})
    assert answer.status_code == 400
    assert long.strip() in answer.content.decode()
    assert client.post(url, {"text": "x\x00y", "key": "no"}).status_code == 400


@pytest.mark.parametrize("who", READ_ONLY + STRANGERS)
def test_nobody_else_proposes(town: Town, ground: Ground, who: str) -> None:
    from throughline.rooms.support.models import Proposal

    sees = who in READ_ONLY
    client = town.client(who)
    assert client.get(_url(town)).status_code == (200 if sees else 404)
    answer = client.post(_url(town), {"text": WORDS, "key": str(uuid4())})
    assert answer.status_code == (403 if sees else 404)
    typed = {"text": WORDS, "draft_key": str(uuid4()), "draft_revision": "0"}
    assert client.post(_url(town) + "draft/proposal/", typed).status_code == (403 if sees else 404)
    with ground.acting(who), pytest.raises(DatabaseError), transaction.atomic():
        Proposal.objects.create(
            key=uuid4(),
            student=town.students["mateo"],
            text=WORDS,
            language="es",
            proposed_by=town.users[who],
            proposed_as="guardian",
            proposed_on=date(2026, 11, 20),
        )


def test_a_family_proposes_for_its_own_children_alone_and_in_nobody_elses_name(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal

    assert town.client("guardian").get(_url(town, "classmate")).status_code == 404
    assert town.client("student").post(_url(town, "valentina"), {"text": WORDS}).status_code == 404
    facts = {"key": uuid4(), "text": WORDS, "language": "es", "proposed_as": "self", "proposed_on": date(2026, 11, 20)}
    for student, by in (("classmate", "guardian"), ("mateo", "student")):
        with ground.acting("guardian"), pytest.raises(DatabaseError), transaction.atomic():
            Proposal.objects.create(student=town.students[student], proposed_by=town.users[by], **facts)


def test_an_adult_whose_rights_are_limited_does_not_propose_past_either_wall(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal

    row = _propose(ground)
    _limit(town, "not_heard")
    client = town.client("guardian")
    page = client.get(_url(town)).content.decode()
    assert "Que lea un libro" in page, "what they proposed stays to be read"
    assert "<textarea" not in page
    assert client.post(_url(town), {"text": "More", "key": str(uuid4())}).status_code == 403
    assert client.post(f"/proposals/{row.pk}/withdraw/").status_code == 403
    with pytest.raises(NotAllowed):
        _propose(ground, text="More")
    with ground.acting("guardian"):
        assert Proposal.objects.filter(pk=row.pk).update(text="Else") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Proposal.objects.create(
                key=uuid4(),
                student=town.students["mateo"],
                text="More",
                language="es",
                proposed_by=town.users["guardian"],
                proposed_as="guardian",
                proposed_on=date(2026, 11, 20),
            )
    _propose(ground, student="valentina")


def test_a_limit_that_is_kept_takes_it_away_and_one_that_ends_gives_it_back(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.agreements.limits.commands import end_limit, limit_contact
    from throughline.rooms.students.models import Guardian, Guardianship

    officer, student = town.viewer("privacy_officer"), town.students["mateo"]
    with accounts.acting_as(SET_UP):
        source = town.users["guardian"].source_id
        lucia, _made = Guardian.objects.get_or_create(source_id=source, given_name="Lucía", family_name="Herrera")
        Guardianship.objects.get_or_create(student=student, guardian=lucia)
    for limits, holds in (
        ({"may_not_consent": False, "may_not_be_told": False, "may_not_pick_up": True}, True),
        ({"may_not_consent": True, "may_not_be_told": False}, False),
        ({"may_not_consent": False, "may_not_be_told": False, "may_not_be_reached": True}, False),
    ):
        with ground.acting("privacy_officer"):
            row = limit_contact(
                by=officer,
                at=AT,
                student_id=student.pk,
                guardian_id=lucia.pk,
                starts_on=date(2026, 11, 1),
                ends_on=None,
                reason="Order",
                **limits,
            )
        assert ("<textarea" in town.client("guardian").get(_url(town)).content.decode()) is holds
        with ground.acting("privacy_officer"):
            end_limit(by=officer, at=AT, student_id=student.pk, limit_id=row.pk)
    assert "<textarea" in town.client("guardian").get(_url(town)).content.decode()


def test_who_may_not_be_told_reads_their_own_proposals_alone(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal, ProposalAnswer
    from throughline.rooms.support.proposing.commands import answer_proposal

    mine, other = _propose(ground), _propose(ground, "student", "I want to build a bicycle.")
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=other.pk, reason="later")
    assert "bicycle" in town.client("guardian").get(_url(town)).content.decode()
    _limit(town, "not_told")
    page = town.client("guardian").get(_url(town)).content.decode()
    assert "bicycle" not in page
    assert "Que lea un libro" in page
    with ground.acting("guardian"):
        assert list(Proposal.objects.values_list("pk", flat=True)) == [mine.pk]
        assert not ProposalAnswer.objects.exists()


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_read_nothing_of_it_past_either_wall(town: Town, ground: Ground, who: str) -> None:
    from throughline.rooms.support.models import Proposal, ProposalAnswer
    from throughline.rooms.support.proposing.commands import answer_proposal

    row = _propose(ground)
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=row.pk, reason="later")
    client = town.client(who)
    assert client.get(f"/proposals/{row.pk}/").status_code == 404
    assert client.post(f"/proposals/{row.pk}/withdraw/").status_code == 404
    assert "Que lea" not in client.get("/").content.decode()
    if who == "administrator":
        return
    with ground.acting(who):
        assert not Proposal.objects.exists()
        assert not ProposalAnswer.objects.exists()


def test_it_stands_before_those_who_work_on_the_plan(town: Town, ground: Ground, write: Writes) -> None:
    plan, row = write(), _propose(ground)
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
    row = _propose(ground, "student", "I want to build a bicycle.")
    assert f"/proposals/{row.pk}/" in town.client("counselor").get("/").content.decode()
    assert f"/proposals/{row.pk}/" not in town.client("nurse").get("/").content.decode()


def test_taken_word_for_word_into_a_new_plan_it_says_whose_words_it_was(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Goal, ProposalAnswer

    row, client, pk = _propose(ground), town.client("coordinator"), town.students["mateo"].pk
    form = client.get(f"/students/{pk}/plans/new/?take={row.pk}")
    assert form.context["sheet"].goals[0][0]["text"].value() == WORDS
    owner = str(town.users["coordinator"].pk)
    answer = client.post(f"/students/{pk}/plans/new/?take={row.pk}", _goal_fields(row, owner=owner))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Que lea un libro entero en español." in page
    assert "Proposed by the family: Lucía Herrera Peña" in page
    with ground.acting("coordinator"):
        goal = Goal.objects.get()
        assert (goal.text, ProposalAnswer.objects.get().goal_id) == (WORDS, goal.pk)
    family = town.client("guardian").get(_url(town)).content.decode()
    assert "Taken into the plan being written" in family or "plan que se está escribiendo" in family
    assert answer["Location"] not in family, "a draft is for staff"
    client.post(answer["Location"] + "start/")
    family = town.client("guardian").get(_url(town)).content.decode()
    assert f"{answer['Location']}#goal-{goal.pk}" in family
    assert "Lucía Herrera Peña" in town.client("guardian").get(answer["Location"]).content.decode()


def test_taken_in_other_words_the_plan_keeps_both(town: Town, ground: Ground, write: Writes) -> None:
    plan, row, client = write(is_started=False), _propose(ground), town.client("coordinator")
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

    row, by, pk = _propose(ground), town.viewer("coordinator"), town.students["mateo"].pk
    first, last, me = date(2026, 11, 20), date(2027, 2, 1), town.users["coordinator"].pk
    facts = PlanFacts("academic", "Why.", first, last, me, (GoalFacts("A", "academic", proposal_id=row.pk),))
    with ground.acting("coordinator"):
        plan = write_plan(by=by, at=AT, key=uuid4(), student_id=pk, facts=facts)
        assert not find_waiting(by, pk)
        goal = plan.goals.get()
        if how == "goal let go":
            gone = PlanFacts("academic", "Why.", first, last, me, (GoalFacts("", "academic", goal_id=goal.pk),))
            change_plan(by=by, at=AT, plan_id=plan.pk, based_on=plan.revision, facts=gone)
        else:
            drop_plan(by=by, at=AT, plan_id=plan.pk)
        assert [one.pk for one in find_waiting(by, pk)] == [row.pk]
        assert ProposalAnswer.objects.filter(let_go_at__isnull=False).count() == 1, "and that it was taken is kept"


def test_an_answer_is_read_by_the_family_in_their_language(town: Town, ground: Ground) -> None:
    row, client = _propose(ground), town.client("coordinator")
    url = f"/proposals/{row.pk}/"
    assert client.post(url, {"reason": "", "words": "x"}).status_code == 400
    assert client.post(url, {"reason": "otherwise", "words": " "}).status_code == 400
    assert client.post(url, {"reason": "later", "words": "En enero."}).status_code == 302
    assert client.post(url, {"reason": "talk"}).status_code == 400, "it is answered"
    mother = town.client("guardian")
    mother.cookies["django_language"] = "es"
    page = mother.get(_url(town), HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Es una buena meta." in page
    assert "En enero." in page
    assert "Es una buena meta" not in client.get(_url(town)).content.decode()
    assert _url(town) in mother.get("/").content.decode()


@pytest.mark.parametrize("who", [*sorted(set(READ_ONLY) - set(PLANNERS)), "guardian", "student"])
def test_only_who_writes_plans_answers_or_takes_in(town: Town, ground: Ground, write: Writes, who: str) -> None:
    from throughline.rooms.support.models import ProposalAnswer

    row, client = _propose(ground), town.client(who)
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


def test_staff_change_no_word_of_what_was_proposed(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal

    row = _propose(ground)
    for who in ("coordinator", "student", "privacy_officer"):
        with ground.acting(who):
            assert Proposal.objects.filter(pk=row.pk).update(text="Else.") == 0
    with ground.acting("guardian"):
        assert Proposal.objects.get(pk=row.pk).text == WORDS


def test_whoever_proposed_withdraws_it_and_it_stays_to_be_read(town: Town, ground: Ground) -> None:
    row = _propose(ground)
    assert town.client("student").post(f"/proposals/{row.pk}/withdraw/").status_code == 404, "his mother's words"
    assert town.client("coordinator").post(f"/proposals/{row.pk}/withdraw/").status_code == 404
    mother = town.client("guardian")
    assert mother.post(f"/proposals/{row.pk}/withdraw/").status_code == 302
    assert "Que lea un libro" in mother.get(_url(town)).content.decode()
    assert "Que lea" not in town.client("coordinator").get("/").content.decode()
    assert town.client("coordinator").post(f"/proposals/{row.pk}/", {"reason": "later"}).status_code == 400


def test_what_was_answered_is_not_withdrawn(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal, withdraw_proposal

    row = _propose(ground)
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=row.pk, reason="in_plan")
    with ground.acting("guardian"), pytest.raises(RefusedInput):
        withdraw_proposal(by=town.viewer("guardian"), at=AT, proposal_id=row.pk)


def test_not_more_than_ten_of_one_person_wait(ground: Ground) -> None:
    for n in range(10):
        _propose(ground, text=f"Goal {n}")
    with pytest.raises(RefusedInput):
        _propose(ground, text="One more")


def test_nobody_proposes_while_viewing_as_another(town: Town, ground: Ground) -> None:
    from dataclasses import replace

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Proposal
    from throughline.rooms.support.proposing.commands import propose_goal

    behind = replace(town.viewer("guardian"), behind=town.viewer("coordinator"))
    with acting_as(behind):
        pk = town.students["mateo"].pk
        with pytest.raises((NotAllowed, NotFound)):
            propose_goal(by=behind, at=AT, student_id=pk, key=uuid4(), text=WORDS, language="es")
        with pytest.raises(DatabaseError), transaction.atomic():
            Proposal.objects.create(
                key=uuid4(),
                student=town.students["mateo"],
                text=WORDS,
                language="es",
                proposed_by=town.users["guardian"],
                proposed_as="guardian",
                proposed_on=date(2026, 11, 20),
            )


def test_that_it_was_read_is_noted(town: Town, ground: Ground) -> None:
    from throughline.rooms.audit.models import Disclosure

    row = _propose(ground)
    town.client("coordinator").get(_url(town))
    town.client("coordinator").get(f"/proposals/{row.pk}/")
    with ground.acting("privacy_officer"):
        rows = Disclosure.objects.filter(place="support.proposals", viewer_id=town.users["coordinator"].pk)
        noted = list(rows.values_list("record_class", flat=True))
    assert set(noted) == {"directory", "strengths", "supports"}
    assert len(noted) == 6
