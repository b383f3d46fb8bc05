"""Files kept with a note: what they really are, where they lie, and to whom they are handed out."""

import io
import stat
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.rooms.conftest import Town
from tests.rooms.support.conftest import Writes

from throughline.rooms.support.files import keeping, kinds
from throughline.values.errors import RefusedInput

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path / "files")
    return tmp_path / "files"


def _bomb() -> bytes:
    """A small archive that would unpack to 50 MB. Nothing here ever does."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * 50_000_000)
    return held.getvalue()


def _send(town: Town, key: str, note_id: int, name: str, content: bytes):  # type: ignore[no-untyped-def] # a test's answer
    return town.client(key).post(f"/notes/{note_id}/file/", {"file": SimpleUploadedFile(name, content)})


def _only_file(town: Town, key: str):  # type: ignore[no-untyped-def] # a row
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import NoteFile

    with acting_as(town.viewer(key)):
        return NoteFile.objects.get()


def test_a_file_is_kept_in_a_private_place_and_handed_out_to_be_saved(town: Town, write: Writes, folder: Path) -> None:
    note = write("coordinator")
    assert _send(town, "coordinator", note.pk, "plan.png", PNG).status_code == 302
    row = _only_file(town, "teacher")
    (kept,) = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "plan" not in kept.name
    answer = town.client("teacher").get(f"/notes/files/{row.pk}/")
    assert answer.getvalue() == PNG
    assert answer["Content-Disposition"] == 'attachment; filename="plan.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    for key in ("guardian", "coordinator_elsewhere", "data_lead", "outsider"):
        assert town.client(key).get(f"/notes/files/{row.pk}/").status_code == 404


def test_a_file_of_a_restricted_note_is_handed_out_only_while_the_note_lies_open(town: Town, write: Writes) -> None:
    note = write("counselor", audience="notes_protection")
    assert _send(town, "counselor", note.pk, "a.pdf", b"%PDF-1.7").status_code == 404, "not open to its author yet"
    town.client("counselor").post(f"/notes/{note.pk}/open/", {"reason": "To add the letter."})
    assert _send(town, "counselor", note.pk, "a.pdf", b"%PDF-1.7").status_code == 302
    row = _only_file(town, "counselor")
    principal = town.client("principal")
    assert principal.get(f"/notes/files/{row.pk}/").status_code == 404
    principal.post(f"/notes/{note.pk}/open/", {"reason": "The agency called."})
    assert principal.get(f"/notes/files/{row.pk}/").getvalue() == b"%PDF-1.7"
    for key in ("teacher", "coordinator", "nurse"):
        assert town.client(key).get(f"/notes/files/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script>"),
        ("picture.png", b"<html><script>alert(1)</script>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("letter.pdf", b"MZ\x90\x00"),
        ("run.exe", b"MZ\x90\x00"),
        ("words.txt", b"a\x00b"),
        ("words.txt", b"\xff\xfe\xfa"),
        ("noname", b"words"),
        ("empty.txt", b""),
        ("huge.txt", b"x" * (kinds.MOST_BYTES + 1)),
    ],
)
def test_what_may_not_be_kept_is_refused_and_leaves_nothing(
    town: Town, write: Writes, folder: Path, name: str, content: bytes
) -> None:
    note = write("coordinator")
    assert _send(town, "coordinator", note.pk, name, content).status_code == 400
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_bomb_is_kept_as_it_is_and_never_opened(folder: Path) -> None:
    content = _bomb()
    assert len(content) < 100_000
    kept = keeping.keep_file("plan.docx", [content])
    assert kept.n_bytes == len(content)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("/etc/cron.d/x.txt", "x.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("line\nbreak.pdf", "linebreak.pdf"),
        ("", "file"),
        ("...", "file"),
        ("x" * 500 + ".pdf", "x" * 90 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, shown: str) -> None:
    assert kinds.safe_name(given) == shown


def test_a_file_sent_with_a_new_note_and_refused_keeps_neither(town: Town, folder: Path) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Note

    url = f"/students/{town.students['mateo'].pk}/notes/new/"
    sent = {"key": uuid4(), "revision": 0, "kind": "note", "audience": "notes", "on": "2026-11-19", "text": "Words."}
    page = town.client("coordinator").post(url, sent | {"file": SimpleUploadedFile("x.png", b"<html>")})
    assert page.status_code == 200
    assert "not what its name says" in page.content.decode()
    assert "Words." in page.content.decode()
    with acting_as(town.viewer("coordinator")):
        assert Note.objects.count() == 0


def test_only_its_author_adds_files_and_no_more_than_eight(town: Town, write: Writes) -> None:
    note = write("coordinator")
    assert _send(town, "principal", note.pk, "a.txt", b"x").status_code == 404
    for n in range(8):
        assert _send(town, "coordinator", note.pk, f"{n}.txt", b"x").status_code == 302
    assert _send(town, "coordinator", note.pk, "9.txt", b"x").status_code == 400


def test_cut_letters_at_the_end_of_the_head_are_still_text() -> None:
    assert kinds.find_media_type("a.txt", "señ".encode()[:-1]).startswith("text/plain")
    with pytest.raises(RefusedInput):
        kinds.find_media_type("a.txt", b"\xf1\xf1\xf1\xf1\xf1")
