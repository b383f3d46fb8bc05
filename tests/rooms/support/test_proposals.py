"""A goal in the words of the family or the student: proposed, read, withdrawn; by nobody else."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.proposal_ground import READ_ONLY, STRANGERS, WORDS, limit, proposals_url, propose

from throughline.values.errors import NotAllowed, NotFound, RefusedInput


def test_the_family_proposes_from_their_own_page_and_finds_it_again_while_typing(town: Town) -> None:
    client, url = town.client("guardian"), proposals_url(town)
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


@pytest.mark.parametrize("who", ["guardian", "student"])
def test_on_the_students_page_it_is_asked_for_right_under_the_own_words(town: Town, who: str) -> None:
    page = town.client(who).get(f"/students/{town.students['mateo'].pk}/").content.decode()
    above, _link, below = page.partition(f'href="{proposals_url(town)}"')
    assert page.count(f'href="{proposals_url(town)}"') == 1
    assert 'id="own-words"' in above
    assert "section" not in above.rpartition("</section>")[2], "under them, and not among them"
    for words in ("Attendance this school year", "Classes now"):
        assert words not in above
        assert words in below


def test_nothing_written_and_too_much_are_answered_and_kept_on_the_page(town: Town) -> None:
    client, url = town.client("student"), proposals_url(town)
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
    assert client.get(proposals_url(town)).status_code == (200 if sees else 404)
    answer = client.post(proposals_url(town), {"text": WORDS, "key": str(uuid4())})
    assert answer.status_code == (403 if sees else 404)
    typed = {"text": WORDS, "draft_key": str(uuid4()), "draft_revision": "0"}
    assert client.post(proposals_url(town) + "draft/proposal/", typed).status_code == (403 if sees else 404)
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

    assert town.client("guardian").get(proposals_url(town, "classmate")).status_code == 404
    assert town.client("student").post(proposals_url(town, "valentina"), {"text": WORDS}).status_code == 404
    facts = {"key": uuid4(), "text": WORDS, "language": "es", "proposed_as": "self", "proposed_on": date(2026, 11, 20)}
    for student, by in (("classmate", "guardian"), ("mateo", "student")):
        with ground.acting("guardian"), pytest.raises(DatabaseError), transaction.atomic():
            Proposal.objects.create(student=town.students[student], proposed_by=town.users[by], **facts)


def test_an_adult_whose_rights_are_limited_does_not_propose_past_either_wall(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal

    row = propose(ground)
    limit(town, "not_heard")
    client = town.client("guardian")
    page = client.get(proposals_url(town)).content.decode()
    assert "Que lea un libro" in page, "what they proposed stays to be read"
    assert "<textarea" not in page
    assert client.post(proposals_url(town), {"text": "More", "key": str(uuid4())}).status_code == 403
    assert client.post(f"/proposals/{row.pk}/withdraw/").status_code == 403
    with pytest.raises(NotAllowed):
        propose(ground, text="More")
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
    propose(ground, student="valentina")


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
        assert ("<textarea" in town.client("guardian").get(proposals_url(town)).content.decode()) is holds
        with ground.acting("privacy_officer"):
            end_limit(by=officer, at=AT, student_id=student.pk, limit_id=row.pk)
    assert "<textarea" in town.client("guardian").get(proposals_url(town)).content.decode()


def test_who_may_not_be_told_reads_their_own_proposals_alone(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal, ProposalAnswer
    from throughline.rooms.support.proposing.commands import answer_proposal

    mine, other = propose(ground), propose(ground, "student", "I want to build a bicycle.")
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=other.pk, reason="later")
    assert "bicycle" in town.client("guardian").get(proposals_url(town)).content.decode()
    limit(town, "not_told")
    page = town.client("guardian").get(proposals_url(town)).content.decode()
    assert "bicycle" not in page
    assert "Que lea un libro" in page
    with ground.acting("guardian"):
        assert list(Proposal.objects.values_list("pk", flat=True)) == [mine.pk]
        assert not ProposalAnswer.objects.exists()


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_read_nothing_of_it_past_either_wall(town: Town, ground: Ground, who: str) -> None:
    from throughline.rooms.support.models import Proposal, ProposalAnswer
    from throughline.rooms.support.proposing.commands import answer_proposal

    row = propose(ground)
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


def test_staff_change_no_word_of_what_was_proposed(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Proposal

    row = propose(ground)
    for who in ("coordinator", "student", "privacy_officer"):
        with ground.acting(who):
            assert Proposal.objects.filter(pk=row.pk).update(text="Else.") == 0
    with ground.acting("guardian"):
        assert Proposal.objects.get(pk=row.pk).text == WORDS


def test_whoever_proposed_withdraws_it_and_it_stays_to_be_read(town: Town, ground: Ground) -> None:
    row = propose(ground)
    assert town.client("student").post(f"/proposals/{row.pk}/withdraw/").status_code == 404, "his mother's words"
    assert town.client("coordinator").post(f"/proposals/{row.pk}/withdraw/").status_code == 404
    mother = town.client("guardian")
    assert mother.post(f"/proposals/{row.pk}/withdraw/").status_code == 302
    assert "Que lea un libro" in mother.get(proposals_url(town)).content.decode()
    assert "Que lea" not in town.client("coordinator").get("/").content.decode()
    assert town.client("coordinator").post(f"/proposals/{row.pk}/", {"reason": "later"}).status_code == 400


def test_what_was_answered_is_not_withdrawn(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.proposing.commands import answer_proposal, withdraw_proposal

    row = propose(ground)
    with ground.acting("coordinator"):
        answer_proposal(by=town.viewer("coordinator"), at=AT, proposal_id=row.pk, reason="in_plan")
    with ground.acting("guardian"), pytest.raises(RefusedInput):
        withdraw_proposal(by=town.viewer("guardian"), at=AT, proposal_id=row.pk)


def test_not_more_than_ten_of_one_person_wait(ground: Ground) -> None:
    for n in range(10):
        propose(ground, text=f"Goal {n}")
    with pytest.raises(RefusedInput):
        propose(ground, text="One more")


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

    row = propose(ground)
    town.client("coordinator").get(proposals_url(town))
    town.client("coordinator").get(f"/proposals/{row.pk}/")
    with ground.acting("privacy_officer"):
        rows = Disclosure.objects.filter(place="support.proposals", viewer_id=town.users["coordinator"].pk)
        noted = list(rows.values_list("record_class", flat=True))
    assert set(noted) == {"directory", "strengths", "supports"}
    assert len(noted) == 6
