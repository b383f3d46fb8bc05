"""Keep a list, change what it is called and with whom it is shared, and let it go."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import QueryDict

from throughline.rooms.audit import api as audit
from throughline.rooms.students.kept import KeptList, SharedWith
from throughline.rooms.students.kept_lists.queries import (
    KeepsNone,
    find_own_list,
    may_keep,
    may_share_everywhere,
    schools_to_share_at,
)
from throughline.rooms.students.narrowing import lasting_in
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_KEPT = 50
LONGEST_ADDRESS = 600


def keep_list(
    *, by: Viewer, at: datetime, name: str, address: str, shared_with: str, school_id: int | None
) -> KeptList:
    """This function will keep what a list is narrowed by, under a name. Nothing but facets, order and columns is kept.

    **Raises** `NotAllowed` for those who list no students, `RefusedInput` where the name is taken, the list is too
    long, there are too many, or it cannot be shared there.
    """
    if not may_keep(by):
        raise KeepsNone
    kept = lasting_in(QueryDict(address.replace("\x00", "")))
    if len(kept) > LONGEST_ADDRESS:
        raise RefusedInput(gettext_noop("This list is narrowed by too much."), gettext_noop("Choose fewer columns."))
    if KeptList.objects.filter(owner=by.user_id).count() >= MOST_KEPT:
        raise RefusedInput(gettext_noop("You keep 50 lists already."), gettext_noop("Let one go first."))
    row = KeptList(owner_id=by.user_id or 0, address=kept, kept_at=at)
    _fill(by, row, name, shared_with, school_id)
    _save(row)
    _record(by, at, "keep", row)
    return row


def change_list(
    *, by: Viewer, at: datetime, list_id: int, name: str, shared_with: str, school_id: int | None
) -> KeptList:
    """This function will rename a list of one's own, and say anew with whom it is shared.

    **Raises** `NotFound` where it is not theirs, `RefusedInput` as `keep_list`.
    """
    row = find_own_list(by, list_id)
    _fill(by, row, name, shared_with, school_id)
    _save(row)
    _record(by, at, "change", row)
    return row


def let_go_of_list(*, by: Viewer, at: datetime, list_id: int) -> None:
    """This function will let a list of one's own go, for everybody it was shared with. **Raises** `NotFound`."""
    row = find_own_list(by, list_id)
    _record(by, at, "let go", row)
    row.delete()


def _fill(by: Viewer, row: KeptList, name: str, shared_with: str, school_id: int | None) -> None:
    words = " ".join(name.replace("\x00", "").split())
    if not words or len(words) > 60:
        raise RefusedInput(gettext_noop("A list needs a name."), gettext_noop("Give it one of up to 60 letters."))
    at_school = shared_with == SharedWith.SCHOOL and school_id in dict(schools_to_share_at(by))
    everywhere = shared_with == SharedWith.DISTRICT and may_share_everywhere(by)
    if shared_with != SharedWith.NOBODY and not (at_school or everywhere):
        raise RefusedInput(
            gettext_noop("You cannot share a list there."), gettext_noop("Choose one of those that are offered.")
        )
    row.name, row.shared_with, row.school_id = words, shared_with, school_id if at_school else None


def _save(row: KeptList) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise RefusedInput(
            gettext_noop("You keep a list of this name already."), gettext_noop("Give it another name.")
        ) from taken


def _record(by: Viewer, at: datetime, act: str, row: KeptList) -> None:
    details = {"shared_with": row.shared_with, "school": row.school_id}
    audit.record_act(by=by, at=at, act=act, noun="list of students", object_id=row.pk, details=details)
