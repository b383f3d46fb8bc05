"""Next year's classes: who begins a list, who moves whom, what each sees, and what is kept of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.students.class_lists.lists import begin, move, read, room_of

from throughline.values.errors import NotAllowed, NotFound, RefusedInput


def test_the_starting_point_is_even_and_every_student_is_in_it_once(grade: Town) -> None:
    row = begin(grade)
    assert row.sizes == [4, 4]
    assert row.is_best
    page = grade.client("principal").get(f"/students/class-lists/{row.pk}/").content.decode()
    assert "Classes of 4 students. All that you see balanced is spread as evenly as can be." in page
    assert page.count('class="seat"') == 8
    assert "Special education" in page
    assert row.member_ids == [grade.users["teacher"].pk]


def test_a_list_is_begun_on_the_page(grade: Town) -> None:
    client = grade.client("coordinator")
    page = client.get("/students/class-lists/begin/").content.decode()
    assert "Grade 11: 8 students now in Grade 10" in page
    asked = f"{grade.high.pk}:10"
    page = client.get("/students/class-lists/begin/", {"grade": asked}).content.decode()
    assert "Girls and boys" in page
    answer = client.post("/students/class-lists/begin/", {"grade": asked, "rooms": "A\nB\n", "balances": ["sex"]})
    assert answer.status_code == 302
    assert "Classes of 4 students." in client.get(answer["Location"]).content.decode()
    again = client.post("/students/class-lists/begin/", {"grade": asked, "rooms": "A\nB"})
    assert again.status_code == 400, "there is one for this grade already"


@pytest.mark.parametrize(
    "key", ["teacher", "nurse", "counselor", "coordinator_elsewhere", "data_lead", "administrator"]
)
def test_who_does_not_lead_the_school_begins_none(grade: Town, key: str) -> None:
    with pytest.raises(RefusedInput):
        begin(grade, key)


@pytest.mark.parametrize("key", ["guardian", "student", "partner", "nurse", "counselor", "finance", "outsider"])
def test_others_are_refused(grade: Town, key: str) -> None:
    row = begin(grade)
    client = grade.client(key)
    assert client.get("/students/class-lists/").status_code == 403
    assert client.get("/students/class-lists/begin/").status_code == 403
    for path in ("", "history/", "wishes/", "change/"):
        assert client.get(f"/students/class-lists/{row.pk}/{path}").status_code == 404
    for path in ("move/", "undo/", "suggest/", "send/", "add/", "take-off/", "let-go/"):
        assert client.post(f"/students/class-lists/{row.pk}/{path}", {"stage": "final"}).status_code in {403, 404}
    assert read(grade, row).stage == "proposing"


def test_a_teacher_sees_and_moves_those_they_teach_and_no_need(grade: Town) -> None:
    row = begin(grade)
    page = grade.client("teacher").get(f"/students/class-lists/{row.pk}/").content.decode()
    assert page.count('class="seat"') == 3
    assert "5 students on the list are not yours to see." in page
    assert "Special education" not in page
    assert "1 more thing is balanced that is not yours to see." in page
    to = move(grade, row, "mateo", "teacher")
    assert room_of(grade, row, "mateo") == to
    assert sum(read(grade, row).sizes) == 8
    sent = {"student": grade.students["more3"].pk, "room": 0, "was": 1}
    assert grade.client("teacher").post(f"/students/class-lists/{row.pk}/move/", sent).status_code == 404


def test_who_looked_is_noted_class_by_class(grade: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure

    row = begin(grade)
    grade.client("principal").get(f"/students/class-lists/{row.pk}/")
    with acting_as(SET_UP):
        looks = Disclosure.objects.filter(student_id=grade.students["mateo"].pk, place="students.class_list")
        classes = set(looks.values_list("record_class", flat=True))
    assert classes == {"directory", "notes", "demographics", "special_education"}


def test_the_board_asks_the_database_equally_often_for_any_number_of_students(grade: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Demographics, NextPlace, Student

    row = begin(grade)
    client = grade.client("principal")

    def n_asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/students/class-lists/{row.pk}/").status_code == 200
        return len(found)

    n_asked()
    before = n_asked()
    with acting_as(SET_UP):
        for number in range(20):
            student = Student.objects.create(
                source_id=f"late{number}",
                given_name="Late",
                family_name=f"N{number}",
                grade="10",
                home_school=grade.high,
            )
            Demographics.objects.create(student=student, sex="female")
            NextPlace.objects.create(class_list=row, student=student, room=number % 2)
    assert n_asked() == before


def test_a_move_is_kept_told_and_undone(grade: Town) -> None:
    row = begin(grade)
    client, url = grade.client("principal"), f"/students/class-lists/{row.pk}/"
    before = room_of(grade, row, "mateo")
    move(grade, row, "mateo", "principal")
    assert "Undo: Mateo Muñoz Herrera to" in client.get(url).content.decode()
    history = client.get(url + "history/").content.decode()
    assert f"Moved Mateo Muñoz Herrera from Room {(before or 0) + 1} to" in history
    client.post(url + "undo/")
    assert room_of(grade, row, "mateo") == before
    assert read(grade, row).sizes == [4, 4]
    assert "Undone" in client.get(url + "history/").content.decode()
    assert "nothing of yours to undo" in client.post(url + "undo/", follow=True).content.decode()


def test_the_board_alone_is_answered_where_scripts_ask(grade: Town) -> None:
    row = begin(grade)
    was = room_of(grade, row, "mateo")
    sent = {"student": grade.students["mateo"].pk, "room": 1 - (was or 0), "was": was}
    answer = grade.client("principal").post(
        f"/students/class-lists/{row.pk}/move/", sent, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert page.startswith('<div id="board"')
    assert "Mateo Muñoz Herrera is in Room" in page


def test_two_who_move_one_student_are_told(grade: Town) -> None:
    row = begin(grade)
    seen = room_of(grade, row, "mateo")
    to = move(grade, row, "mateo", "teacher")
    sent = {"student": grade.students["mateo"].pk, "room": seen, "was": seen}
    page = grade.client("principal").post(f"/students/class-lists/{row.pk}/move/", sent, follow=True).content.decode()
    assert "Somebody else moved this student meanwhile." in page
    assert room_of(grade, row, "mateo") == to


def test_teachers_send_in_once_and_the_principal_revises_and_ends_it(grade: Town) -> None:
    row = begin(grade)
    url, teacher, principal = f"/students/class-lists/{row.pk}/", grade.client("teacher"), grade.client("principal")
    teacher.post(url + "send/", {"stage": "revising"})
    assert read(grade, row).stage == "revising"
    page = teacher.get(url).content.decode()
    assert "Move" not in page.partition('class="seating"')[2], "the teacher moves nobody any more"
    sent = {"student": grade.students["mateo"].pk, "room": 0, "was": room_of(grade, row, "mateo")}
    page = teacher.post(url + "move/", sent, follow=True).content.decode()
    assert "not open for changes" in page or room_of(grade, row, "mateo") == sent["was"]
    move(grade, row, "mateo", "principal")
    assert "proposed: Room" in principal.get(url).content.decode()
    assert teacher.post(url + "send/", {"stage": "final"}).status_code == 403
    principal.post(url + "send/", {"stage": "final"})
    assert read(grade, row).stage == "final"
    assert "Open it again" in principal.get(url).content.decode()
    history = principal.get(url + "history/").content.decode()
    for words in ("Began the list", "Sent the list in", "Made the list final", "The solver placed 8 students"):
        assert words in history


def test_a_list_with_somebody_unplaced_is_not_final(grade: Town) -> None:
    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/", grade.client("principal")
    page = client.post(url + "add/", {"text": "Nottaught"}).content.decode()
    assert "Nils Nottaught" in page
    client.post(url + "add/", {"student": grade.students["not_taught"].pk})
    assert "1 student has no class yet." in client.get(url).content.decode()
    client.post(url + "send/", {"stage": "revising"})
    client.post(url + "send/", {"stage": "final"})
    assert read(grade, row).stage == "revising"
    client.post(url + "take-off/", {"student": grade.students["not_taught"].pk})
    client.post(url + "send/", {"stage": "final"})
    assert read(grade, row).stage == "final"


def test_wishes_hold_when_everybody_is_placed_anew_and_clashes_are_named(grade: Town) -> None:
    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/", grade.client("principal")
    trio = [grade.students[key].pk for key in ("more1", "more2", "more3")]

    def wish(first: int, second: int) -> None:
        said = {"kind": "apart", "first": first, "second": second, "reason": "", "audience": "notes"}
        assert client.post(url + "wishes/", said).status_code == 302

    wish(trio[0], trio[1])
    client.post(url + "suggest/")
    assert room_of(grade, row, "more1") != room_of(grade, row, "more2")
    wish(trio[1], trio[2])
    wish(trio[0], trio[2])
    page = client.post(url + "suggest/", follow=True).content.decode()
    assert "These wishes cannot all hold" in page
    assert "Name1 Onemore and Name2 Onemore apart" in page


def test_a_reason_is_read_by_its_audience_and_a_wish_by_who_sees_both(grade: Town) -> None:
    row = begin(grade)
    url, ids = f"/students/class-lists/{row.pk}/wishes/", {k: s.pk for k, s in grade.students.items()}
    said = {"kind": "apart", "first": ids["mateo"], "second": ids["classmate"]}
    said |= {"reason": "A protective order.", "audience": "notes_protection"}
    assert grade.client("principal").post(url, said).status_code == 302
    other = {"kind": "together", "first": ids["mateo"], "second": ids["more3"], "reason": "", "audience": "notes"}
    assert grade.client("principal").post(url, other).status_code == 302
    assert "A protective order." in grade.client("principal").get(url).content.decode()
    for key in ("coordinator", "teacher"):
        page = grade.client(key).get(url).content.decode()
        assert "Mateo Muñoz Herrera and Zoë Classmate apart" in page
        assert "A protective order." not in page
    assert (
        "together"
        not in grade.client("teacher")
        .get(url)
        .content.decode()
        .partition("A new wish")[0]
        .partition("Wishes that stand")[2]
    ), "the teacher does not teach the other one"


def test_classes_are_renamed_and_one_with_students_does_not_go(grade: Town) -> None:
    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/change/", grade.client("principal")
    given = {"rooms": "Ms. Ito\nMr. Cole\nNew one", "balances": ["sex"], "people": []}
    assert client.post(url, given).status_code == 302
    assert read(grade, row).rooms == ["Ms. Ito", "Mr. Cole", "New one"]
    assert row.sizes == [4, 4, 0]
    assert row.balances == ["sex"]
    assert client.post(url, given | {"rooms": "Ms. Ito"}).status_code == 400


def test_a_list_that_is_let_go_is_gone_and_can_be_begun_again(grade: Town) -> None:
    row = begin(grade)
    client = grade.client("principal")
    client.post(f"/students/class-lists/{row.pk}/let-go/")
    assert client.get(f"/students/class-lists/{row.pk}/").status_code == 404
    assert begin(grade).pk != row.pk


def test_nobody_moves_students_while_viewing_as_another(grade: Town) -> None:
    from dataclasses import replace

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.class_moves.commands import move_student

    row = begin(grade)
    viewer = replace(grade.viewer("principal"), behind=grade.viewer("administrator"))
    with acting_as(viewer), pytest.raises((NotFound, NotAllowed)):
        move_student(by=viewer, at=AT, list_id=row.pk, student_id=grade.students["mateo"].pk, room=0, was=1)


def test_today_asks_teachers_to_propose_and_who_leads_to_revise(grade: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.class_lists.today import find_tasks
    from throughline.rooms.students.class_moves.commands import send_on
    from throughline.rooms.students.next_year import Stage

    def told(key: str) -> list[str]:
        viewer = grade.viewer(key)
        with acting_as(viewer):
            return [task.action for task in find_tasks(viewer)]

    row = begin(grade)
    assert (told("teacher"), told("principal"), told("guardian")) == (["Propose"], [], [])
    assert "Propose the classes of Grade 11, 2027-28" in grade.client("teacher").get("/").content.decode()
    teacher = grade.viewer("teacher")
    with acting_as(teacher):
        send_on(by=teacher, at=AT, list_id=row.pk, stage=Stage.REVISING)
    assert (told("teacher"), told("principal"), told("guardian")) == ([], ["Revise"], [])
