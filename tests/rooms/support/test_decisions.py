"""Decisions: whose they are, done or late, changed by two at once; and the recap with its mail."""

from datetime import date

import pytest
from tests.papers import words_of
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground

from throughline.values.errors import NotFound, RefusedInput

LATE = date(2026, 11, 13)


def _change(town: Town, decision: object, **given: object) -> dict[str, object]:
    usual = {"text": "Ask the club.", "owner": town.users["teacher"].pk, "due_on": "2026-11-27", "based_on": 1}
    return usual | given


def test_an_owner_finds_it_among_their_tasks_and_says_what_happened(town: Town, ground: Ground) -> None:
    decision = ground.decide(ground.plan())
    client = town.client("teacher")
    assert "For Mateo Muñoz Herrera, by Nov 27, 2026: Ask the club for a place." in client.get("/").content.decode()
    assert "Ask the club for a place." in client.get("/meetings/tasks/").content.decode()
    url = f"/meetings/decisions/{decision.pk}/done/"
    assert "Fill in “What happened”." in client.post(url, {"outcome": "  "}).content.decode()
    assert client.post(url, {"outcome": "He has a place."}).status_code == 302
    page = client.get("/meetings/tasks/").content.decode()
    assert "Nothing is yours to do" in page
    assert "He has a place." in page
    timeline = town.client("nurse").get(f"/students/{town.students['mateo'].pk}/timeline/").content.decode()
    assert "He has a place." in timeline


def test_what_is_late_stands_before_the_leader(town: Town, ground: Ground) -> None:
    ground.decide(ground.plan(on=date(2026, 11, 6)), due=LATE)
    leader = town.client("coordinator")
    assert "1 decision of meetings you lead is late with somebody else." in leader.get("/").content.decode()
    page = leader.get("/meetings/tasks/").content.decode()
    assert "Mateo Muñoz Herrera: Thảo Nguyễn" in page
    assert "Late since Nov 13, 2026" in page
    assert "Late since" not in town.client("nurse").get("/meetings/tasks/").content.decode()


@pytest.mark.parametrize("key", ["nurse", "principal", "guardian", "coordinator_elsewhere", "data_lead"])
def test_only_the_owner_and_the_leader_say_that_it_is_done(town: Town, ground: Ground, key: str) -> None:
    decision = ground.decide(ground.plan())
    url = f"/meetings/decisions/{decision.pk}/done/"
    assert town.client(key).get(url).status_code == 404
    assert town.client(key).post(url, {"outcome": "Done."}).status_code == 404
    assert town.client("coordinator").post(url, {"outcome": "Done."}).status_code == 302


def test_the_second_of_two_who_change_it_is_told_and_loses_no_word(town: Town, ground: Ground) -> None:
    decision = ground.decide(ground.plan())
    url, nurse = f"/meetings/decisions/{decision.pk}/", town.users["nurse"].pk
    assert town.client("nurse").post(url, _change(town, decision, text="Hers.", owner=nurse)).status_code == 302
    page = town.client("counselor").post(url, _change(town, decision, text="His.")).content.decode()
    assert "Somebody changed this decision meanwhile." in page
    assert "Hers." in page
    assert "His.</textarea>" in page
    assert 'name="based_on" value="2"' in page
    both = _change(town, decision, text="Hers. His.", based_on=2)
    assert town.client("counselor").post(url, both).status_code == 302


def test_words_for_what_was_done_or_taken_back_meanwhile_are_not_lost(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    done, dropped = ground.decide(meeting), ground.decide(meeting, "Another.")
    leader, teacher = town.client("coordinator"), town.client("teacher")
    leader.post(f"/meetings/decisions/{done.pk}/done/", {"outcome": "I called."})
    page = teacher.post(f"/meetings/decisions/{done.pk}/done/", {"outcome": "My long account."}).content.decode()
    assert "My long account." in page
    assert "This was done or taken back meanwhile." in page
    leader.post(f"/meetings/decisions/{dropped.pk}/", _change(town, dropped, go="drop"))
    page = teacher.post(f"/meetings/decisions/{dropped.pk}/", _change(town, dropped, text="Mine.")).content.decode()
    assert "Mine." in page
    assert "taken back" in page
    assert teacher.get(f"/meetings/decisions/{dropped.pk}/").status_code == 404
    assert "Another." not in leader.get(f"/meetings/{meeting.pk}/recap/").content.decode()


def test_what_it_said_before_is_kept(town: Town, ground: Ground) -> None:
    from django.apps import apps

    decision = ground.decide(ground.plan())
    town.client("nurse").post(f"/meetings/decisions/{decision.pk}/", _change(town, decision, text="Otherwise."))
    with ground.acting("coordinator"):
        history = apps.get_model("support", "DecisionEvent").objects.filter(pgh_obj_id=decision.pk).order_by("pgh_id")
        assert list(history.values_list("text", flat=True)) == ["Ask the club for a place.", "Otherwise."]
    with ground.acting("guardian"):
        assert not apps.get_model("support", "DecisionEvent").objects.exists()


def test_a_change_asks_for_what_is_needed(town: Town, ground: Ground) -> None:
    decision = ground.decide(ground.plan())
    url, client = f"/meetings/decisions/{decision.pk}/", town.client("coordinator")
    for given in ({"text": " "}, {"owner": town.users["guardian"].pk}, {"due_on": "x"}):
        assert client.post(url, _change(town, decision, **given)).status_code == 200
    with ground.acting("coordinator"):
        decision.refresh_from_db()
        assert decision.revision == 1


def test_the_recap_names_each_student_decision_owner_and_day_and_whom_it_did_not_reach(
    town: Town, ground: Ground
) -> None:
    meeting = ground.plan()
    ground.begin(meeting)
    ground.decide(meeting)
    page = town.client("coordinator").get(f"/meetings/{meeting.pk}/recap/").content.decode()
    for words in ("Mateo Muñoz Herrera", "Ask the club for a place.", "Thảo Nguyễn", "November 27, 2026"):
        assert words in page
    assert "1 of 3 students were spoken of; 1 decision was taken." in page
    left = page[page.index("Not reached") :]
    assert "Zoë Classmate" in left
    assert "Nils Nottaught" in left
    assert "Printed by Amara Okafor on" in page
    teacher = town.client("teacher").get(f"/meetings/{meeting.pk}/recap/").content.decode()
    assert "Nils" not in teacher
    assert "1 more student on the list is not yours to see." in teacher
    assert town.client("guardian").get(f"/meetings/{meeting.pk}/recap/").status_code == 404


def test_the_recap_as_pdf_names_the_same_to_the_same_people(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting)
    ground.decide(meeting)
    url = f"/meetings/{meeting.pk}/recap/pdf/"

    def read(who: str) -> str:
        answer = town.client(who).get(url)
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store, private")
        return words_of(answer.content)

    words = read("coordinator")
    for said in ("Mateo Muñoz Herrera", "Ask the club for a place.", "Thảo Nguyễn, November 27, 2026", "Page 1 of 1"):
        assert said in words
    assert "1 of 3 students were spoken of; 1 decision was taken." in words
    assert "Nils Nottaught" in words[words.index("Not reached") :]
    teacher = read("teacher")
    assert "Nils" not in teacher
    assert "1 more student on the list is not yours to see." in teacher
    for who in ("guardian", "outsider"):
        assert town.client(who).get(url).status_code == 404


def test_those_not_reached_are_where_the_next_meeting_begins(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting)
    ground.decide(meeting)
    url = f"/meetings/new/?from=left&in={meeting.pk}"
    assert "2 students from your list" in town.client("coordinator").get(url).content.decode()
    for asked in ("x", "%00", "9" * 30, ""):
        assert town.client("coordinator").get(f"/meetings/new/?from=left&in={asked}").status_code == 200
    assert "students from your list" in town.client("coordinator_elsewhere").get(url).content.decode()
    assert "0 students from your list" in town.client("coordinator_elsewhere").get(url).content.decode()


def test_closing_mails_a_link_that_names_nobody(
    town: Town, ground: Ground, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.accounts.mail import jobs
    from throughline.rooms.accounts.models import Mail
    from throughline.rooms.support.recaps.commands import close_meeting

    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example:25", "Throughline <no-reply@example.org>"  # type: ignore[attr-defined]
    settings.SITE_ADDRESS = "https://example.org"  # type: ignore[attr-defined]
    posted: list[str] = []
    monkeypatch.setattr(jobs, "post", lambda message: posted.append(str(message)))
    meeting = ground.plan()
    ground.begin(meeting)
    ground.decide(meeting)
    with ground.acting("coordinator"):
        _meeting, n_told = close_meeting(by=town.viewer("coordinator"), at=AT, meeting_id=meeting.pk)
    assert n_told == 3
    for mail_id in Mail.objects.values_list("pk", flat=True):
        jobs.send_now(mail_id, at=AT)
    assert len(posted) == 3
    for message in posted:
        assert f"https://example.org/meetings/{meeting.pk}/recap/" in message
        for name in ("Mateo", "Muñoz", "Zoë", "Nils", "Support team"):
            assert name not in message


def test_closing_says_what_is_not_kept_and_what_comes_late_is_still_kept(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting)
    url, client = ground.url(meeting), town.client("coordinator")
    client.post(url + "draft/", ground.sent(said="Not finished"))
    page = client.get(f"/meetings/{meeting.pk}/close/").content.decode()
    assert "You began 1 thing here and have not kept it" in page
    assert "3 students were not reached" in page
    assert client.post(f"/meetings/{meeting.pk}/close/", {}).status_code == 302
    assert "Not finished" in client.get(url).content.decode()
    client.post(url, ground.sent(said="Finished after all."))
    assert "Finished after all." in client.get(f"/meetings/{meeting.pk}/recap/").content.decode()
    with ground.acting("coordinator"), pytest.raises(RefusedInput):
        ground.begin(meeting)


def test_a_decision_is_read_by_no_one_who_may_not_read_notes(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.decisions.queries import find_decision
    from throughline.rooms.support.models import Decision

    decision = ground.decide(ground.plan(), student="not_taught", owner="nurse")
    for key in ("teacher", "guardian", "student", "data_lead", "partner", "coordinator_elsewhere"):
        with ground.acting(key):
            assert not Decision.objects.exists(), key
            with pytest.raises(NotFound):
                find_decision(town.viewer(key), decision.pk)
