"""A proposed goal and its answer stand on the student's timeline and in the packet, for whoever may read them there."""

import io
from datetime import date
from uuid import uuid4

import pytest
from pypdf import PdfReader
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.proposal_ground import READ_ONLY, STRANGERS, limit, propose

SAID, ANSWERED = "Que lea un libro entero en español.", "This is a good goal."


def _page(town: Town, who: str, kind: str, student: str = "mateo") -> str:
    address, name = ("timeline", "kind") if kind == "timeline" else ("packet", "part")
    answer = town.client(who).get(f"/students/{town.students[student].pk}/{address}/", {name: "proposal"})
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def _answer(ground: Ground, proposal_id: int, who: str = "coordinator") -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal

    with ground.acting(who):
        answer_proposal(by=ground.town.viewer(who), at=AT, proposal_id=proposal_id, reason="later", words="In January.")


@pytest.mark.parametrize("who", [*READ_ONLY, "guardian", "student"])
@pytest.mark.parametrize("kind", ["timeline", "packet"])
def test_whoever_may_read_them_finds_both(town: Town, ground: Ground, who: str, kind: str) -> None:
    row = propose(ground)
    page = _page(town, who, kind)
    assert SAID in page
    assert "Lucía Herrera Peña" in page
    assert ANSWERED not in page
    _answer(ground, row.pk)
    page = _page(town, who, kind)
    assert "The family proposed a goal for the plan" in page
    assert page.count(SAID) == 2, "the answer says to what"
    assert page.count(f'<span lang="es">“{SAID}') == 2, "and a screen reader says both in Spanish"
    assert ANSWERED in page or "Es una buena meta." in page
    assert "In January." in page
    assert town.users["coordinator"].name in page
    if kind == "timeline":
        assert page.index("answered a proposed goal") < page.index("proposed a goal for the plan"), "the newest first"


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("kind", ["timeline", "packet"])
def test_nobody_else_does(town: Town, ground: Ground, who: str, kind: str) -> None:
    _answer(ground, propose(ground).pk)
    page = _page(town, who, kind)
    assert page == "404" or who == "administrator", "of the administrator's classes of record it is none"
    for said in (SAID, ANSWERED, "In January.", "Proposed goals", "proposed a goal"):
        assert said not in page


def test_it_is_a_kind_to_narrow_by_and_a_part_to_choose(town: Town, ground: Ground) -> None:
    propose(ground)
    pk = town.students["mateo"].pk
    for address, name in (("timeline", "kind"), ("packet", "part")):
        asked = f'name="{name}" value="proposal"'
        assert asked in town.client("teacher").get(f"/students/{pk}/{address}/").content.decode()
        assert asked not in town.client("administrator").get(f"/students/{pk}/{address}/").content.decode()
    assert SAID not in town.client("teacher").get(f"/students/{pk}/timeline/", {"kind": "mark"}).content.decode()
    assert SAID not in town.client("teacher").get(f"/students/{pk}/packet/", {"part": "mark"}).content.decode()
    assert SAID not in _page(town, "guardian", "timeline", "valentina"), "the sister's is another page"


def test_as_pdf_it_says_the_same(town: Town, ground: Ground) -> None:
    _answer(ground, propose(ground).pk)
    address = f"/students/{town.students['mateo'].pk}/packet/pdf/"
    answer = town.client("teacher").get(address, {"part": "proposal"})
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    assert "Proposed goals" in said
    assert SAID.partition(" entero")[0] in said
    assert "In January." in said
    assert town.client("administrator").get(address, {"part": "proposal"}).status_code == 302


def test_one_who_may_not_be_told_reads_their_own_alone(town: Town, ground: Ground) -> None:
    propose(ground)
    _answer(ground, propose(ground, "student", "I want to build a bicycle.").pk)
    assert "bicycle" in _page(town, "guardian", "timeline")
    limit(town, "not_told")
    for kind in ("timeline", "packet"):
        page = _page(town, "guardian", kind)
        assert SAID in page
        for said in ("bicycle", ANSWERED, "Es una buena meta.", "In January."):
            assert said not in page


def test_a_goal_it_became_is_told_to_staff_while_it_is_a_draft_and_to_the_family_from_its_start(
    town: Town, ground: Ground
) -> None:
    from throughline.rooms.support.plans.commands import PlanFacts, start_plan, write_plan
    from throughline.rooms.support.plans.keeping import GoalFacts

    row, by, me = propose(ground), town.viewer("coordinator"), town.users["coordinator"].pk
    goal = GoalFacts("Reads one book to the end.", "academic", proposal_id=row.pk)
    facts = PlanFacts("academic", "Why.", date(2026, 11, 20), date(2027, 2, 1), me, (goal,))
    with ground.acting("coordinator"):
        plan = write_plan(by=by, at=AT, key=uuid4(), student_id=row.student_id, facts=facts)
    staff, family = _page(town, "coordinator", "timeline"), _page(town, "guardian", "timeline")
    assert "taken into the plan being written" in staff
    assert "Reads one book to the end." in staff
    assert "Reads one book" not in family, "a draft is for staff"
    with ground.acting("coordinator"):
        start_plan(by=by, at=AT, plan_id=plan.pk)
    assert "Reads one book to the end." in _page(town, "guardian", "timeline")


def test_what_was_withdrawn_says_so_and_an_answer_that_stands_no_more_is_gone(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import ProposalAnswer
    from throughline.rooms.support.proposing.commands import withdraw_proposal

    first, second = propose(ground), propose(ground, text="Second.")
    with ground.acting("guardian"):
        withdraw_proposal(by=town.viewer("guardian"), at=AT, proposal_id=first.pk)
    _answer(ground, second.pk)
    with ground.acting("coordinator"):
        ProposalAnswer.objects.update(let_go_at=AT)
    page = _page(town, "teacher", "timeline")
    assert "Withdrawn Nov 20, 2026" in page
    assert ANSWERED not in page


@pytest.mark.parametrize("kind", ["timeline", "packet"])
def test_that_it_was_read_is_noted_with_both_classes_of_an_answer(town: Town, ground: Ground, kind: str) -> None:
    from throughline.rooms.audit.models import Disclosure

    def noted() -> set[str]:
        with ground.acting("privacy_officer"):
            rows = Disclosure.objects.filter(place=f"students.{kind}", viewer_id=town.users["teacher"].pk)
            return set(rows.values_list("record_class", flat=True))

    _page(town, "teacher", kind)
    assert noted() == {"directory"}, "nothing is there to be read"
    row = propose(ground)
    _page(town, "teacher", kind)
    assert noted() == {"directory", "strengths"}
    _answer(ground, row.pk)
    _page(town, "teacher", kind)
    assert noted() == {"directory", "strengths", "supports"}


def test_it_asks_as_often_for_many(town: Town, ground: Ground) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for n in (1, 4):
        for k in range(n):
            _answer(ground, propose(ground, text=f"Goal {n} {k}").pk)
        _page(town, "coordinator", "timeline")
        with CaptureQueriesContext(connection) as asked:
            _page(town, "coordinator", "timeline")
        counts.append(len(asked))
    assert counts[0] == counts[1]
