"""What notes add to a student's page and to Today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.drafts.queries import count_drafts
from throughline.rooms.support.kinds.words import audience_words, is_restricted, kind_words
from throughline.rooms.support.models import Note
from throughline.values.viewer import Viewer

MOST_ASKED = 20
MOST_SHOWN = 160


def notes_part(student: students.Student, n: int) -> students.Part:
    """This function will point to a student's notes, of which there are `n`."""
    says = ngettext("%(n)s note.", "%(n)s notes.", n) % {"n": n} if n else _("Nobody has written a note yet.")
    return students.Part(_("Notes"), says, reverse("support:notes", args=[student.pk]), _("Read and write notes"))


def find_strands(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[students.Strand]:
    """This function will add to a student's timeline that notes were written, and what those say that lie open."""
    if "notes" not in sight:
        return
    plain = access.get_texts_for(viewer).filter(audience="notes", student=student)

    def tell(rows: list[Note]) -> dict[int, students.Happening]:
        texts = dict(plain.filter(note__in=[row.pk for row in rows]).values_list("note", "text"))
        return {row.pk: _told(row, texts.get(row.pk, "")) for row in rows}

    rows = access.get_notes_for(viewer).filter(student=student)
    yield students.Strand("note", _("Notes"), "notes", rows, "on", tell)


def _told(note: Note, text: str) -> students.Happening:
    restricted = is_restricted(note.audience)
    title = audience_words(note.audience) if restricted else kind_words(note.kind)
    if note.struck_at:
        title = _("%(note)s (struck)") % {"note": title}
    shown = "" if restricted or note.struck_at else Truncator(text).chars(MOST_SHOWN)
    url = reverse("support:handover", args=[note.student_id]) if note.handover_id else _url(note)
    return students.Happening(title, shown, url)


def _url(note: Note) -> str:
    return reverse("support:note", args=[note.pk])


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list the notes somebody is asked to read, and say that they have begun others."""
    asked = access.get_mentions_of(viewer).filter(read_at=None, student__in=students.get_students_for(viewer))
    for mention in asked.select_related("student").order_by("asked_at", "pk")[:MOST_ASKED]:
        says = _("You are asked to read a note about %(name)s.") % {"name": mention.student.name}
        url = reverse("support:note", args=[mention.note_id])
        yield accounts.Task(says, url, _("Read the note"), "today", mention.student_id, access.NAMED_WITH)
    if n := count_drafts(viewer):
        says = ngettext(
            "You began %(n)s thing and have not kept it.",
            "You began %(n)s things and have not kept them.",
            n,
        )
        yield accounts.Task(says % {"n": n}, reverse("support:drafts"), _("Write on"), "look")
