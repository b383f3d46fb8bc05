"""Keep what is being typed; two windows that write the same draft lose neither's words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import find_known, writable_audiences
from throughline.rooms.support.free_key import save_under_free_key
from throughline.rooms.support.models import Draft
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields, whether or not it is fit to be kept; `revision` is what it builds on.

    `turn_id`: it is written in a meeting, about the student whose turn it is.
    """

    key: UUID
    revision: int
    kind: str
    audience: str
    on: str
    text: str
    mentions: tuple[int, ...] = ()
    turn_id: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What the window that was typed in goes on with. `beside`: another draft held other words, and both are kept."""

    key: UUID
    revision: int
    beside: bool = False


def save_draft(*, by: Viewer, at: datetime, student_id: int, typed: Typed) -> Saved:
    """This function will keep what `by` has typed about a student, beside what another window has saved meanwhile.

    **Raises** `NotFound` for a student whose notes they may not know of, `NotAllowed` where they may write none.
    """
    find_known(by, student_id)
    if not writable_audiences(by, student_id):
        raise NotAllowed(
            gettext_noop("Your role lets you write no note about this student."),
            gettext_noop("If you need to for your work, ask the district's administrator."),
        )
    own = access.get_drafts_of(by).select_for_update(of=("self",))
    row = own.filter(key=typed.key, student=student_id).first()
    if row is None:
        if not typed.text.strip() or _says_what_is_kept(by, typed):
            return Saved(typed.key, 0)
        return _begin(by, at, student_id, typed)
    if _same(row, typed):
        return Saved(row.key, row.revision)
    if row.revision != typed.revision:
        return _begin(by, at, student_id, typed, key=uuid4())
    _fill(row, typed, at)
    row.revision += 1
    row.save()
    return Saved(row.key, row.revision)


def discard_draft(*, by: Viewer, at: datetime, draft_id: int) -> int:
    """This function will let go of a draft of one's own, and return whom it was about.

    **Raises** `NotFound` where there is none of theirs.
    """
    row = access.get_drafts_of(by).filter(pk=draft_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such draft of yours."))
    student_id = row.student_id
    row.delete()
    return student_id


def _begin(by: Viewer, at: datetime, student_id: int, typed: Typed, key: UUID | None = None) -> Saved:
    is_taken = key is not None or _is_kept(by, typed.key)
    row = Draft(
        key=key or (uuid4() if is_taken else typed.key),
        user_id=by.user_id or 0,
        student_id=student_id,
        turn_id=typed.turn_id,
    )
    _fill(row, typed, at)
    save_under_free_key(row)
    return Saved(row.key, row.revision, beside=is_taken)


def _says_what_is_kept(by: Viewer, typed: Typed) -> bool:
    """Whether it came late: a page saves once more while what was written there is kept already."""
    notes = access.get_texts_for(by).filter(note__key=typed.key, author=by.user_id or 0).values_list("text")
    decisions = access.get_decisions_for(by).filter(key=typed.key, decided_by=by.user_id or 0).values_list("text")
    return typed.text.strip() in {words.strip() for (words,) in notes.union(decisions)}


def _is_kept(by: Viewer, key: UUID) -> bool:
    kept = access.get_notes_for(by).filter(key=key).values("key")
    return kept.union(access.get_decisions_for(by).filter(key=key).values("key")).exists()


def _fill(row: Draft, typed: Typed, at: datetime) -> None:
    row.kind, row.audience, row.on = typed.kind, typed.audience, typed.on
    row.text, row.mentions, row.saved_at = typed.text, list(typed.mentions), at


def _same(row: Draft, typed: Typed) -> bool:
    held = (row.kind, row.audience, row.on, row.text, tuple(row.mentions))
    return held == (typed.kind, typed.audience, typed.on, typed.text, typed.mentions)
