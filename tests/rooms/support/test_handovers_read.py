"""A handover note at the next school: who reads it, when, and what who wrote it learns of that."""

from datetime import timedelta

from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.handover_ground import acting, hand_over, handover_url, move


def test_the_next_school_sees_nothing_before_the_student_comes_and_then_reads_it(town: Town) -> None:
    row = hand_over(town)
    for key in ("coordinator", "counselor"):
        assert "Valentina" not in town.client(key).get("/handovers/new-to-us/").content.decode()
        assert town.client(key).get(handover_url(town)).status_code == 404
        assert town.client(key).post(f"/handovers/{row.pk}/read/").status_code == 404
    move(town)
    reader = town.client("counselor")
    assert "1 student came with a handover note that nobody has read yet." in reader.get("/").content.decode()
    assert "Valentina" in reader.get("/handovers/new-to-us/").content.decode()
    page = reader.get(handover_url(town)).content.decode()
    assert "Drawing, and mornings." in page
    assert "I have read it" in page
    assert reader.post(f"/handovers/{row.pk}/read/").status_code == 302
    page = town.client("coordinator").get(handover_url(town)).content.decode()
    assert "Read at the next school" in page
    assert "Ruth Abramov, Counselor" in page
    assert "nobody has read yet" not in reader.get("/").content.decode()


def test_who_wrote_sees_that_it_was_read_and_no_longer_of_whom(town: Town) -> None:
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.models import Handover, Note

    row = hand_over(town)
    move(town)
    town.client("counselor").post(f"/handovers/{row.pk}/read/")
    sender = town.client("coordinator_elsewhere")
    page = sender.get("/handovers/mine/").content.decode()
    assert "A student who has moved on" in page
    assert "Read by Ruth Abramov" in page
    assert "Valentina" not in page
    assert sender.get(handover_url(town)).status_code == 404
    with acting(town, "coordinator_elsewhere"):
        assert Handover.objects.filter(pk=row.pk).exists()
        assert not Note.objects.filter(handover=row.pk).exists()
        assert not Student.objects.filter(pk=row.student_id).exists()
    assert "1 handover note of yours was read at the next school." in sender.get("/").content.decode()


def test_somebody_named_for_a_student_reads_before_the_first_day(town: Town) -> None:
    """The policy lets a student's team be named; who is on it and works at the next school need not wait."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Relation

    row = hand_over(town)
    with acting_as(SET_UP):
        Relation.objects.create(
            user=town.users["counselor"], student=town.students["valentina"], relation="team_member"
        )
    assert "Valentina" in town.client("counselor").get("/handovers/new-to-us/").content.decode()
    assert "Valentina" not in town.client("coordinator").get("/handovers/new-to-us/").content.decode()
    assert town.client("counselor").post(f"/handovers/{row.pk}/read/").status_code == 302


def test_those_who_oversee_or_wrote_do_not_say_that_it_was_read(town: Town) -> None:
    row = hand_over(town)
    for key in ("coordinator_elsewhere", "support_lead", "privacy_officer", "guardian", "data_lead"):
        assert town.client(key).post(f"/handovers/{row.pk}/read/").status_code == 404
    move(town)
    for key in ("support_lead", "teacher", "coordinator_elsewhere"):
        assert town.client(key).post(f"/handovers/{row.pk}/read/").status_code == 404
    assert town.client("principal").post(f"/handovers/{row.pk}/read/").status_code == 302


def test_what_is_added_or_changed_is_to_be_read_again(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import read_handover
    from throughline.rooms.support.models import Handover, NoteText
    from throughline.rooms.support.notes.commands import change_note

    row = hand_over(town, "support_lead")
    move(town)
    with acting(town, "counselor") as viewer:
        read_handover(by=viewer, at=AT + timedelta(hours=1), handover_id=row.pk)
        assert Handover.objects.get(pk=row.pk).is_read
    with acting(town, "support_lead") as viewer:
        text = NoteText.objects.get(note__handover=row.pk)
        change_note(
            by=viewer, at=AT + timedelta(hours=2), note_id=text.pk, text=f"{text.text} More.", based_on=text.changed_at
        )
        assert not Handover.objects.get(pk=row.pk).is_read
    assert "Something was added since it was read" in town.client("counselor").get(handover_url(town)).content.decode()
