"""Each of the cast and each audience: what the database shows by raw SQL, and what the pages say with it down."""

from collections.abc import Iterator

import pytest
from django.db import connection
from tests.ground import owning_tables
from tests.rooms.conftest import Town
from tests.rooms.support.conftest import Writes

from throughline.demo import cast

WRITERS = {
    "notes": "coordinator",
    "notes_health": "nurse",
    "notes_protection": "counselor",
    "notes_legal": "privacy_officer",
}
KNOW = {
    "coordinator",
    "counselor",
    "nurse",
    "principal",
    "teacher",
    "support_lead",
    "privacy_officer",
}
READERS = {
    "notes": KNOW,
    "notes_health": {"nurse"},
    "notes_protection": {"counselor", "principal"},
    "notes_legal": {"privacy_officer"},
}


@pytest.mark.parametrize("key", cast.BY_KEY)
@pytest.mark.parametrize("audience", WRITERS)
def test_the_database_alone_shows_texts_to_their_audience_and_that_they_exist_to_those_who_see_notes(
    town: Town, write: Writes, audience: str, key: str
) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as

    note = write(WRITERS[audience], audience=audience, text="Only for some.")
    with acting_as(town.viewer(key)), connection.cursor() as cursor:
        cursor.execute("select id from support_note")
        exists = cursor.fetchall() == [(note.pk,)]
        cursor.execute("select text from support_notetext union all select text from support_notetextevent")
        texts = cursor.fetchall()
        cursor.execute("select count(*) from support_noteword")
        (n_words,) = cursor.fetchone()
    assert exists == (key in KNOW)
    assert texts == ([("Only for some.",)] * 2 if key in READERS[audience] else [])
    assert bool(n_words) == (audience == "notes" and key in KNOW)


@pytest.mark.parametrize("key", cast.BY_KEY)
def test_nobody_but_its_writer_reads_a_draft_not_even_while_viewing_as_them(town: Town, key: str) -> None:
    from dataclasses import replace

    from throughline.rooms.accounts.sight.viewing import acting_as

    town.client("counselor").post(
        f"/students/{town.students['mateo'].pk}/notes/draft/",
        {"key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a3b", "revision": "0", "kind": "note", "text": "Begun."},
    )
    watched = replace(town.viewer("counselor"), behind=town.viewer(key)) if key != "counselor" else town.viewer(key)
    for viewer in (town.viewer(key), watched):
        with acting_as(viewer), connection.cursor() as cursor:
            cursor.execute("select text from support_draft")
            assert cursor.fetchall() == ([("Begun.",)] if key == "counselor" else [])


@pytest.fixture
def no_second_wall(_in_demo: None, request: pytest.FixtureRequest) -> Iterator[None]:
    with owning_tables():
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("select relname from pg_class where relrowsecurity and relkind = 'r'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'alter table "{table}" no force row level security')
                cursor.execute(f'alter table "{table}" disable row level security')
        yield


@pytest.mark.parametrize("key", cast.BY_KEY)
def test_the_pages_alone_show_no_restricted_text_with_the_second_wall_down(no_second_wall: None, key: str) -> None:
    from django.test import Client

    from throughline.rooms.accounts.models import User
    from throughline.rooms.support.models import Draft, Note, NoteText

    client = Client()
    client.force_login(User.objects.get(username=cast.BY_KEY[key].username))
    assert Draft.objects.count() == 0
    assert NoteText.objects.filter(note__turn=None, note__handover=None).count() == 4, "the second wall must be down"
    for note in Note.objects.filter(turn=None, handover=None).select_related("text", "student"):
        said = note.text.text[:30].replace("'", "&#x27;")
        opens = key in READERS[note.audience]
        shown = client.get(f"/notes/{note.pk}/")
        opened = client.post(f"/notes/{note.pk}/open/", {"reason": "A question from the family."})
        found = client.post("/notes/", {"text": said.split()[0]})
        assert shown.status_code == (200 if key in KNOW else 404)
        assert (said in shown.content.decode()) == (note.audience == "notes" and key in KNOW)
        assert (said in opened.content.decode()) == (opens and note.audience != "notes")
        assert (said in found.content.decode()) == (note.audience == "notes" and key in KNOW)
