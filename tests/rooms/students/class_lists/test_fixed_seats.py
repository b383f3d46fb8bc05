"""Seats that are fixed and rules that two are apart or together: no move and no solver parts from one unsaid."""

import pytest
from tests.rooms.conftest import SET_UP, Town
from tests.rooms.students.class_lists.lists import begin, move, read, room_of


def _say(town: Town, url: str, kind: str, pair: tuple[str, str], by: str = "principal", *, is_rule: bool = True) -> int:
    first, second = (town.students[key].pk for key in pair)
    said = {"kind": kind, "first": first, "second": second, "reason": "", "audience": "notes"}
    return town.client(by).post(url + "wishes/", said | ({"is_rule": "on"} if is_rule else {})).status_code


def _seat(town: Town, list_id: int, rooms: dict[str, int]) -> None:
    """Put students where a test needs them; sizes follow."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.class_lists.placing import seat
    from throughline.rooms.students.models import NextPlace

    with acting_as(SET_UP):
        places = NextPlace.objects.filter(class_list=list_id).select_related("class_list")
        by_key = {town.students[key].pk: room for key, room in rooms.items()}
        chosen = [place for place in places if place.student_id in by_key]
        seat(chosen[0].class_list, [(place, by_key[place.student_id]) for place in chosen])


def test_a_fixed_seat_is_kept_by_move_undo_and_solver_until_it_is_freed(grade: Town) -> None:
    row = begin(grade)
    url, client, mateo = f"/students/class-lists/{row.pk}/", grade.client("principal"), grade.students["mateo"].pk
    to = move(grade, row, "mateo", "principal")
    page = client.post(url + "fix/", {"student": mateo, "fixed": "1"}, follow=True).content.decode()
    assert f"Mateo Muñoz Herrera is fixed in Room {to + 1}." in page
    assert "fixed seat" in page
    sent = {"student": mateo, "room": 1 - to, "was": to}
    page = client.post(url + "move/", sent, follow=True).content.decode()
    assert "A fixed seat is not moved." in page
    assert f"Mateo Muñoz Herrera: Room {to + 1}" in page
    assert "A fixed seat is not moved." in client.post(url + "undo/", follow=True).content.decode()
    for _again in range(2):
        client.post(url + "suggest/")
        assert room_of(grade, row, "mateo") == to
        assert read(grade, row).sizes == [4, 4]
    client.post(url + "fix/", {"student": mateo, "fixed": "0"})
    client.post(url + "move/", sent)
    assert room_of(grade, row, "mateo") == 1 - to
    history = client.get(url + "history/").content.decode()
    assert f"Fixed Mateo Muñoz Herrera in Room {to + 1}" in history
    assert "Freed the seat of Mateo Muñoz Herrera" in history


@pytest.mark.parametrize(
    ("key", "status"), [("teacher", 403), ("privacy_officer", 403), ("nurse", 404), ("guardian", 404)]
)
def test_a_seat_is_fixed_by_who_leads_alone(grade: Town, key: str, status: int) -> None:
    row = begin(grade)
    mateo = grade.students["mateo"].pk
    answer = grade.client(key).post(f"/students/class-lists/{row.pk}/fix/", {"student": mateo, "fixed": "1"})
    assert answer.status_code == status
    assert "fixed seat" not in grade.client("principal").get(f"/students/class-lists/{row.pk}/").content.decode()


def test_fixed_seats_that_clash_with_a_wish_are_named(grade: Town) -> None:
    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/", grade.client("principal")
    _seat(grade, row.pk, {"more1": 0, "more2": 0})
    for key in ("more1", "more2"):
        client.post(url + "fix/", {"student": grade.students[key].pk, "fixed": "1"})
    assert _say(grade, url, "apart", ("more1", "more2"), is_rule=False) == 302
    page = client.post(url + "suggest/", follow=True).content.decode()
    for words in ("These wishes cannot all hold", "free a seat", "Name1 Onemore: Room 1", "Name2 Onemore: Room 1"):
        assert words in page


def test_a_move_against_a_rule_is_refused_and_no_list_is_final_against_one(grade: Town) -> None:
    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/", grade.client("principal")
    _seat(grade, row.pk, {"more1": 0, "more2": 1})
    assert _say(grade, url, "apart", ("more1", "more2")) == 302
    sent = {"student": grade.students["more1"].pk, "room": 1, "was": 0}
    page = client.post(url + "move/", sent, follow=True).content.decode()
    assert "A rule of this list stands against that" in page
    assert "Name1 Onemore and Name2 Onemore apart" in page
    assert room_of(grade, row, "more1") == 0
    assert "apart from Name2 Onemore, a rule" in client.get(url).content.decode()
    _seat(grade, row.pk, {"more1": 1})
    client.post(url + "send/", {"stage": "revising"})
    assert "A rule of this list" in client.post(url + "send/", {"stage": "final"}, follow=True).content.decode()
    assert read(grade, row).stage == "revising"


def test_a_teachers_wish_becomes_a_rule_with_its_reason_by_who_leads_alone(grade: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import ClassWish

    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/", grade.client("principal")
    _seat(grade, row.pk, {"mateo": 0, "classmate": 1})
    first, second = (grade.students[key].pk for key in ("mateo", "classmate"))
    said = {"kind": "apart", "first": first, "second": second, "reason": "They quarrel.", "audience": "notes"}
    assert grade.client("teacher").post(url + "wishes/", said).status_code == 302
    with acting_as(SET_UP):
        key = ClassWish.objects.filter(class_list=row.pk).values_list("key", flat=True)[0]
    assert "Make it a rule" not in grade.client("teacher").get(url + "wishes/").content.decode()
    for wrong in ("teacher", "nurse", "guardian", "privacy_officer", "outsider"):
        grade.client(wrong).post(f"{url}wishes/{key}/rule/")
        assert " · a rule" not in client.get(url + "wishes/").content.decode(), wrong
    assert "Make it a rule" in client.get(url + "wishes/").content.decode()
    for _twice in range(2):
        assert client.post(f"{url}wishes/{key}/rule/").status_code == 302
    page = client.get(url + "wishes/").content.decode()
    for words in (" · a rule", "They quarrel.", grade.users["teacher"].name):
        assert words in page
    assert "Make it a rule" not in page
    assert client.get(url + "history/").content.decode().count("Made a rule that two students") == 1
    sent = {"student": first, "room": 1, "was": 0}
    assert "A rule of this list stands" in client.post(url + "move/", sent, follow=True).content.decode()
    assert client.post(f"{url}wishes/{'0' * 8}-0000-4000-8000-{'0' * 12}/rule/").status_code == 404


def test_two_whom_a_rule_keeps_together_move_together_and_back(grade: Town) -> None:
    row = begin(grade)
    url, client = f"/students/class-lists/{row.pk}/", grade.client("principal")
    _seat(grade, row.pk, {"more1": 0, "more2": 0})
    assert _say(grade, url, "together", ("more1", "more2")) == 302
    sent = {"student": grade.students["more1"].pk, "room": 1, "was": 0}
    page = client.post(url + "move/", sent, follow=True).content.decode()
    assert "A rule brings along: Name2 Onemore." in page
    assert (room_of(grade, row, "more1"), room_of(grade, row, "more2")) == (1, 1)
    client.post(url + "undo/")
    assert (room_of(grade, row, "more1"), room_of(grade, row, "more2")) == (0, 0)
    assert sum(read(grade, row).sizes) == 8


def test_a_rule_about_somebody_unseen_is_kept_and_tells_nobody_who(grade: Town) -> None:
    row = begin(grade)
    url = f"/students/class-lists/{row.pk}/"
    _seat(grade, row.pk, {"mateo": 0, "more3": 1})
    assert _say(grade, url, "apart", ("mateo", "more3")) == 302
    sent = {"student": grade.students["mateo"].pk, "room": 1, "was": 0}
    page = grade.client("teacher").post(url + "move/", sent, follow=True).content.decode()
    assert "A rule of this list stands against that" in page
    assert "Name3" not in page
    assert room_of(grade, row, "mateo") == 0


def test_a_teacher_makes_no_rule_and_takes_none_back(grade: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import ClassWish

    row = begin(grade)
    url = f"/students/class-lists/{row.pk}/"
    assert "It is a rule" not in grade.client("teacher").get(url + "wishes/").content.decode()
    assert _say(grade, url, "apart", ("mateo", "classmate"), by="teacher") == 302
    with acting_as(SET_UP):
        assert not ClassWish.objects.filter(is_rule=True).exists(), "a box that is not theirs is not read"
    assert _say(grade, url, "apart", ("mateo", "more0")) == 302
    with acting_as(SET_UP):
        key = ClassWish.objects.filter(is_rule=True).values_list("key", flat=True)[0]
    assert grade.client("teacher").post(f"{url}wishes/{key}/take-back/").status_code == 404
    assert grade.client("principal").post(f"{url}wishes/{key}/take-back/").status_code == 302


def _export_final(town: Town) -> str:
    row = begin(town)
    url, client = f"/students/class-lists/{row.pk}/", town.client("principal")
    page = client.get(url + "export/").content.decode()
    assert "There is a file once the list is final" in page
    assert client.get(url + "export/", {"export": "csv"}).status_code == 403
    for stage in ("revising", "final"):
        client.post(url + "send/", {"stage": stage})
    assert read(town, row).stage == "final"
    return url + "export/"


def test_a_final_list_is_exported_without_notes_or_needs_and_that_is_written_down(grade: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure

    url = _export_final(grade)
    client = grade.client("principal")
    page = client.get(url).content.decode()
    assert "The file holds 8 students" in page
    assert "Special education: the policy table does not let you export it." in page
    with acting_as(SET_UP):
        assert not Disclosure.objects.filter(place="students.class_list_export").exists(), "the page shows nobody"
    answer = client.get(url, {"export": "csv"})
    assert answer["Cache-Control"] == "no-store, private"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Grade now,Class next year"
    assert len(lines) == 9
    assert all(line.endswith((",Room 1", ",Room 2")) for line in lines[1:])
    assert client.get(url, {"export": "xlsx"}).content[:2] == b"PK"
    with acting_as(SET_UP):
        looks = Disclosure.objects.filter(
            student_id=grade.students["mateo"].pk, place="students.class_list_export"
        ).values_list("record_class", flat=True)
        assert sorted(looks) == ["directory", "directory", "enrollment", "enrollment"]
    assert "Took a file of the list" in client.get(url.replace("export/", "history/")).content.decode()


@pytest.mark.parametrize(
    ("key", "status"), [("teacher", 403), ("privacy_officer", 403), ("nurse", 404), ("outsider", 404)]
)
def test_whom_the_policy_lets_export_nobody_gets_no_file(grade: Town, key: str, status: int) -> None:
    url = _export_final(grade)
    assert grade.client(key).get(url, {"export": "csv"}).status_code == status
    page = grade.client(key).get(url)
    assert page.status_code == (200 if status == 403 else 404)
    if status == 403:
        assert "Your role lets you export no student" in page.content.decode()
        assert "Export</a>" not in grade.client(key).get(url.replace("export/", "")).content.decode()
