"""Writing, reading, opening, changing and striking notes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.conftest import Writes

from throughline.values.errors import NotAllowed, NotFound, RefusedInput


def _as(town: Town, key: str):  # type: ignore[no-untyped-def] # a context of the accounts room
    from throughline.rooms.accounts.sight.viewing import acting_as

    return acting_as(town.viewer(key))


def _new(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/notes/new/"


def _sent(**given: object) -> dict[str, object]:
    usual = {"key": uuid4(), "revision": 0, "kind": "note", "audience": "notes", "on": "2026-11-19"}
    return usual | {"text": "He laughed a lot today.", "go": "keep"} | given


def _looks(town: Town, student: str = "mateo") -> set[tuple[str, str, str]]:
    from throughline.rooms.audit.models import Disclosure

    rows = Disclosure.objects.filter(student_id=town.students[student].pk)
    return set(rows.values_list("viewer_name", "record_class", "place"))


def test_a_note_is_written_by_post_and_read_by_those_who_may(town: Town) -> None:
    assert town.client("coordinator").post(_new(town), _sent()).status_code == 302
    url = f"/students/{town.students['mateo'].pk}/notes/"
    page = town.client("teacher").get(url).content.decode()
    assert "He laughed a lot today." in page
    assert "Amara Okafor, Coordinator" in page
    assert ("Thảo Nguyễn", "notes", "support.notes") in _looks(town)
    assert town.client("guardian").get(url).status_code == 404
    assert town.client("coordinator_elsewhere").get(url).status_code == 404


def test_a_restricted_note_says_to_others_only_that_it_exists(town: Town, write: Writes) -> None:
    note = write("counselor", audience="notes_protection", text="What she told me.")
    list_page = town.client("teacher").get(f"/students/{town.students['mateo'].pk}/notes/").content.decode()
    own_page = town.client("teacher").get(f"/notes/{note.pk}/").content.decode()
    for page in (list_page, own_page):
        assert "Restricted: child protection" in page
        assert "Counselor" in page
        assert "November 19, 2026" in page
        assert "What she told me." not in page
        assert "Ruth Abramov" not in page
    assert town.client("coordinator").post(f"/notes/{note.pk}/open/", {"reason": "x"}).status_code == 404


def test_it_opens_by_post_with_a_reason_that_is_kept_and_noted(town: Town, write: Writes) -> None:
    from throughline.rooms.support.models import Opening

    note = write("counselor", audience="notes_protection", text="What she told me.")
    client = town.client("principal")
    assert "What she told me." not in client.get(f"/notes/{note.pk}/").content.decode()
    assert client.get(f"/notes/{note.pk}/open/").status_code == 405
    refused = client.post(f"/notes/{note.pk}/open/", {"reason": "  "})
    assert "What she told me." not in refused.content.decode()
    opened = client.post(f"/notes/{note.pk}/open/", {"reason": "The agency called."})
    assert "What she told me." in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert ("Thomas O'Brien-Díaz", "notes_protection", "support.opened") in _looks(town)
    with _as(town, "counselor"):
        assert list(Opening.objects.values_list("reason", flat=True)) == ["The agency called."]
    for key in ("teacher", "coordinator", "guardian", "student", "data_lead", "administrator"):
        with _as(town, key):
            assert not Opening.objects.exists()


def test_the_family_is_not_told_that_a_restricted_note_exists_by_who_looked(town: Town, write: Writes) -> None:
    note = write("counselor", audience="notes_protection")
    write("coordinator")
    town.client("counselor").post(f"/notes/{note.pk}/open/", {"reason": "To read it again."})
    town.client("counselor").get(f"/notes/{note.pk}/change/")
    town.client("teacher").get(f"/students/{town.students['mateo'].pk}/notes/")
    url = f"/students/{town.students['mateo'].pk}/who-looked/"
    for address in (url, f"{url}print/"):
        page = town.client("guardian").get(address).content.decode()
        assert "Thảo Nguyễn" in page
        assert "estringid" not in page
        assert "estricted" not in page
    assert "Restricted notes on child protection" in town.client("principal").get(url).content.decode()


def test_an_address_with_a_kind_that_there_is_not_still_answers(town: Town) -> None:
    for kind in ("%00", "gossip", "x" * 500):
        assert town.client("teacher").get(f"{_new(town)}?kind={kind}&draft=%00").status_code == 200


def test_what_was_opened_closes_again_after_half_an_hour(town: Town, write: Writes) -> None:
    from throughline.rooms.support.notes.queries import note_page
    from throughline.rooms.support.openings.commands import open_note

    note = write("counselor", audience="notes_protection")
    principal = town.viewer("principal")
    with _as(town, "principal"):
        open_note(by=principal, at=AT, note_id=note.pk, reason="The agency called.")
        assert note_page(principal, note.pk, at=AT + timedelta(minutes=29)).text is not None
        assert note_page(principal, note.pk, at=AT + timedelta(minutes=31)).text is None


def test_the_composer_says_by_name_who_will_be_able_to_open_it(town: Town) -> None:
    page = town.client("counselor").get(_new(town) + "?kind=child_protection").content.decode()
    assert "Restricted: child protection. 2 people: Ruth Abramov, Thomas O&#x27;Brien-Díaz." in page
    page = town.client("counselor").get(_new(town) + "?kind=student_talk").content.decode()
    assert "notes_health" not in page
    assert "notes_protection" in page


@pytest.mark.parametrize(
    ("key", "audience", "error"),
    [
        ("coordinator", "notes_health", NotAllowed),
        ("teacher", "notes_protection", NotAllowed),
        ("data_lead", "notes", NotFound),
        ("guardian", "notes", NotFound),
        ("partner", "notes", NotFound),
        ("coordinator_elsewhere", "notes", NotFound),
        ("outsider", "notes", NotFound),
    ],
)
def test_who_may_not_write_for_an_audience_is_refused(
    town: Town, write: Writes, key: str, audience: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        write(key, audience=audience)


def test_a_restricted_kind_is_never_written_for_wider_readers(write: Writes) -> None:
    with pytest.raises(RefusedInput):
        write("counselor", audience="notes", kind="child_protection")


@pytest.mark.parametrize("given", [{"text": " \n "}, {"on": date(2026, 11, 21)}, {"kind": "gossip"}])
def test_what_is_not_fit_is_refused(write: Writes, given: dict[str, object]) -> None:
    with pytest.raises(RefusedInput):
        write("coordinator", **given)


def test_a_note_sent_twice_is_kept_once_and_other_words_from_the_same_page_are_not_lost(
    town: Town, write: Writes
) -> None:
    from throughline.rooms.support.models import Note

    key = uuid4()
    assert write("coordinator", note_key=key).pk == write("coordinator", note_key=key).pk
    answer = town.client("coordinator").post(_new(town), _sent(key=key, text="Other words."))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Other words." in page
    assert str(key) not in page
    with _as(town, "coordinator"):
        assert Note.objects.count() == 1


def test_mentioned_colleagues_find_it_on_today_and_others_are_refused_by_name(town: Town) -> None:
    teacher, client = town.users["teacher"], town.client("counselor")
    refused = client.post(
        _new(town), _sent(kind="child_protection", audience="notes_protection", mentions=[teacher.pk])
    ).content.decode()
    assert "Thảo Nguyễn." in refused
    assert "Not everybody you ask" in refused
    assert client.post(_new(town), _sent(mentions=[teacher.pk])).status_code == 302
    reader = town.client("teacher")
    assert "You are asked to read a note about Mateo" in reader.get("/").content.decode()
    assert "You are asked" not in town.client("nurse").get("/").content.decode()
    with _as(town, "teacher"):
        from throughline.rooms.support.models import Note

        note = Note.objects.get()
    assert "I have read it" in reader.get(f"/notes/{note.pk}/").content.decode()
    reader.post(f"/notes/{note.pk}/read/")
    assert "You are asked" not in reader.get("/").content.decode()


def test_an_author_changes_freely_for_a_while_then_says_why_and_every_version_stays(town: Town, write: Writes) -> None:
    from throughline.rooms.support.models import NoteText
    from throughline.rooms.support.notes.commands import change_note
    from throughline.rooms.support.notes.queries import note_page

    note, viewer, later = write("coordinator"), town.viewer("coordinator"), AT + timedelta(hours=49)
    with _as(town, "coordinator"):
        change_note(by=viewer, at=AT + timedelta(hours=1), note_id=note.pk, text="Second.", based_on=AT)
        based_on = NoteText.objects.get(pk=note.pk).changed_at
        with pytest.raises(RefusedInput, match="over"):
            change_note(by=viewer, at=later, note_id=note.pk, text="Third.", based_on=based_on)
        change_note(by=viewer, at=later, note_id=note.pk, text="Third.", based_on=based_on, why="The day was wrong.")
        page = note_page(viewer, note.pk, at=later)
    assert [version.text for version in page.versions] == ["Second.", "He laughed a lot today."]
    assert {version.by for version in page.versions} == {"Amara Okafor"}
    assert page.text is not None
    assert page.text.why_changed == "The day was wrong."


def test_two_windows_that_change_one_note_are_told_and_see_both_texts(town: Town, write: Writes) -> None:
    note, client = write("coordinator"), town.client("coordinator")
    url = f"/notes/{note.pk}/change/"
    based_on = client.get(url).context["form"]["based_on"].value()
    given = {"based_on": based_on, "text": "From one window.", "why": "Both."}
    assert client.post(url, given).status_code == 302
    page = client.post(url, given | {"text": "From the other."}).content.decode()
    assert "changed in another window" in page
    assert "From one window." in page
    assert "From the other." in page


@pytest.mark.parametrize("key", ["teacher", "nurse", "guardian", "coordinator_elsewhere", "outsider"])
def test_nobody_else_changes_or_strikes_a_note(town: Town, write: Writes, key: str) -> None:
    note = write("coordinator")
    for act in ("change", "strike"):
        assert town.client(key).get(f"/notes/{note.pk}/{act}/").status_code == 404
        assert town.client(key).post(f"/notes/{note.pk}/{act}/", {"why": "x", "text": "y"}).status_code == 404


def test_a_struck_note_is_kept_and_shown_struck_with_the_reason(town: Town, write: Writes) -> None:
    note = write("teacher")
    client = town.client("principal")
    assert client.post(f"/notes/{note.pk}/strike/", {"why": ""}).status_code == 200
    assert client.post(f"/notes/{note.pk}/strike/", {"why": "Meant for another student."}).status_code == 302
    page = town.client("teacher").get(f"/notes/{note.pk}/").content.decode()
    assert "Meant for another student." in page
    assert "He laughed a lot today." in page
    assert town.client("teacher").get(f"/notes/{note.pk}/change/").status_code == 404


def test_no_role_of_the_database_removes_a_note_by_the_pages(town: Town, write: Writes) -> None:
    note = write("coordinator")
    for method in ("delete", "put", "patch"):
        assert getattr(town.client("coordinator"), method)(f"/notes/{note.pk}/").status_code == 405


def test_what_is_written_is_shown_as_text(town: Town, write: Writes) -> None:
    nasty = '<script>alert(1)</script> <img src=x onerror=alert(1)> javascript:alert(1) https://example.org/"onclick=x'
    note = write("coordinator", text=nasty)
    page = town.client("teacher").get(f"/notes/{note.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert '<a href="https://example.org/" rel="noopener noreferrer nofollow">' in page


def test_the_list_is_narrowed_by_kind_and_days(town: Town, write: Writes) -> None:
    write("coordinator", text="An old one.", on=date(2026, 9, 1))
    write("coordinator", kind="family_contact", text="With his mother.")
    url = f"/students/{town.students['mateo'].pk}/notes/"
    client = town.client("coordinator")
    for query, one, other in (
        ("?kind=family_contact", "With his mother.", "An old one."),
        ("?until=2026-10-01", "An old one.", "With his mother."),
        ("?since=2026-10-01", "With his mother.", "An old one."),
    ):
        page = client.get(url + query).content.decode()
        assert one in page
        assert other not in page


def _n_queries(client: Client, url: str) -> int:
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_as_many_queries_for_many_notes_as_for_one(town: Town, write: Writes) -> None:
    client = town.client("principal")
    base = f"/students/{town.students['mateo'].pk}/"
    first = write("coordinator", mentions=("principal",))
    urls = (base, f"{base}notes/", f"{base}notes/new/", f"/notes/{first.pk}/", "/")
    for url in urls:  # what is asked once only, on coming in
        client.get(url)
    before = [_n_queries(client, url) for url in urls]
    for n in range(12):
        write("coordinator", text=f"Note {n}.", mentions=("principal",))
        write("counselor", audience="notes_protection", text=f"Restricted {n}.")
    assert [_n_queries(client, url) for url in urls] == before
    assert before[1] < 40


def test_set_up_sees_what_the_tests_speak_of(town: Town, write: Writes) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import NoteText

    write("nurse", audience="notes_health")
    with acting_as(SET_UP):
        assert NoteText.objects.count() == 1
