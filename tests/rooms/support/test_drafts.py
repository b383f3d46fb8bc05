"""What somebody types is never lost: found again elsewhere, and two windows keep both their texts."""

from uuid import UUID, uuid4

import pytest
from tests.rooms.conftest import Town


def _save(town: Town, who: str, key: UUID, revision: int, text: str, student: str = "mateo") -> str:
    given = {
        "key": key,
        "revision": revision,
        "kind": "student_talk",
        "audience": "notes",
        "text": text,
        "on": "2026-1",
    }
    return town.client(who).post(f"/students/{town.students[student].pk}/notes/draft/", given).content.decode()


def _texts(town: Town, who: str) -> set[str]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Draft

    with acting_as(town.viewer(who)):
        return set(Draft.objects.values_list("text", flat=True))


def test_a_half_written_note_is_there_again_on_another_device(town: Town) -> None:
    key = uuid4()
    _save(town, "counselor", key, 0, "Half a sen")
    _save(town, "counselor", key, 1, "Half a sentence,  and two spaces\n")
    elsewhere = town.client("counselor").get(f"/students/{town.students['mateo'].pk}/notes/new/")
    form = elsewhere.context["form"]
    assert form["text"].value() == "Half a sentence,  and two spaces\n"
    assert form["key"].value() == str(key)
    assert form["revision"].value() == 2
    assert "Half a sentence" in town.client("counselor").get("/notes/drafts/").content.decode()
    assert "You began 1 thing" in town.client("counselor").get("/").content.decode()


def test_two_windows_on_one_draft_are_told_and_both_texts_are_kept(town: Town) -> None:
    key = uuid4()
    _save(town, "counselor", key, 0, "Begun.")
    _save(town, "counselor", key, 1, "Begun. One window went on.")
    told = _save(town, "counselor", key, 1, "Begun. The other went on too.")
    assert "Both texts are kept" in told
    assert _texts(town, "counselor") == {"Begun. One window went on.", "Begun. The other went on too."}


def test_the_same_saved_twice_is_no_conflict(town: Town) -> None:
    key = uuid4()
    _save(town, "counselor", key, 0, "Begun.")
    assert "Both texts" not in _save(town, "counselor", key, 0, "Begun.")
    assert _texts(town, "counselor") == {"Begun."}


def test_a_window_left_open_after_its_note_was_kept_begins_a_draft_of_its_own(town: Town) -> None:
    key = uuid4()
    url = f"/students/{town.students['mateo'].pk}/notes/new/"
    _save(town, "counselor", key, 0, "Begun.")
    given = {"key": key, "revision": 1, "kind": "note", "audience": "notes", "on": "2026-11-19", "text": "Done."}
    assert town.client("counselor").post(url, given).status_code == 302
    assert _texts(town, "counselor") == set()
    told = _save(town, "counselor", key, 1, "More words.")
    assert "Both texts are kept" in told
    assert str(key) not in told
    assert _texts(town, "counselor") == {"More words."}


def test_a_save_that_comes_after_its_note_was_kept_begins_no_draft_of_the_same_words(town: Town) -> None:
    key = uuid4()
    given = {"key": key, "revision": 0, "kind": "note", "audience": "notes", "on": "2026-11-19", "text": "Done."}
    assert town.client("counselor").post(f"/students/{town.students['mateo'].pk}/notes/new/", given).status_code == 302
    assert "Both texts" not in _save(town, "counselor", key, 0, "Done. ")
    assert _texts(town, "counselor") == set()
    _save(town, "nurse", key, 0, "Done.")
    assert _texts(town, "nurse") == {"Done."}, "the words of another are no reason to let go of one's own"


def test_anothers_key_neither_shows_nor_takes_their_draft(town: Town) -> None:
    key = uuid4()
    _save(town, "counselor", key, 0, "Mine.")
    _save(town, "teacher", key, 1, "Not yours.")
    assert _texts(town, "counselor") == {"Mine."}
    assert _texts(town, "teacher") == {"Not yours."}


def test_without_a_script_a_draft_is_saved_by_a_button(town: Town) -> None:
    url = f"/students/{town.students['mateo'].pk}/notes/new/"
    given = {"key": uuid4(), "revision": 0, "kind": "note", "on": "not a day", "text": "Begun.", "go": "draft"}
    assert town.client("nurse").post(url, given)["Location"] == "/notes/drafts/"
    assert _texts(town, "nurse") == {"Begun."}


def test_one_throws_away_ones_own_and_nobody_elses(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Draft

    _save(town, "counselor", uuid4(), 0, "Mine.")
    with acting_as(town.viewer("counselor")):
        pk = Draft.objects.get().pk
    assert town.client("principal").post(f"/notes/drafts/{pk}/throw-away/").status_code == 404
    assert _texts(town, "counselor") == {"Mine."}
    assert town.client("counselor").post(f"/notes/drafts/{pk}/throw-away/").status_code == 302
    assert _texts(town, "counselor") == set()


@pytest.mark.parametrize(
    ("who", "student"), [("guardian", "mateo"), ("coordinator", "elsewhere"), ("outsider", "mateo")]
)
def test_a_draft_about_a_student_one_may_not_see_is_refused(town: Town, who: str, student: str) -> None:
    given = {"key": uuid4(), "revision": 0, "kind": "note", "text": "x"}
    answer = town.client(who).post(f"/students/{town.students[student].pk}/notes/draft/", given)
    assert answer.status_code == 404


def test_the_writing_check_is_for_the_writer_alone_and_kept_nowhere(town: Town) -> None:
    url = f"/students/{town.students['mateo'].pk}/notes/new/"
    given = {"key": uuid4(), "revision": 0, "kind": "note", "text": "He is lazy.", "go": "check"}
    page = town.client("teacher").post(url, given).content.decode()
    assert "<strong>lazy</strong>" in page
    assert "What goes well for this student" in page
    assert _texts(town, "teacher") == {"He is lazy."}
    assert "lazy</strong>" not in town.client("teacher").get(url).content.decode()
