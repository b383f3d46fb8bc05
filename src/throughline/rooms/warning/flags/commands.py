"""Take a flag on, hand it to somebody, and clear it by an act. Nothing else clears one."""

from datetime import date, datetime

from django.db import transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.warning.flags.queries import find_notes_since, find_owners, find_watched, get_flag_for
from throughline.rooms.warning.models import Flag
from throughline.rooms.warning.words import OUTCOMES
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

FEWEST_LETTERS = 10
MOST_DAYS_AHEAD = 90


@transaction.atomic
def take_flag(*, by: Viewer, at: datetime, flag_id: int) -> Flag:
    """This function will make a flag one's own. **Raises** `NotFound` where it is not theirs to answer."""
    flag = get_flag_for(by, flag_id, lock=True)
    flag.owner_id = by.user_id
    flag.save()
    audit.record_act(by=by, at=at, act="take", noun="flag", object_id=flag.pk)
    return flag


@transaction.atomic
def hand_flag(*, by: Viewer, at: datetime, flag_id: int, owner_id: int, due_on: date) -> Flag:
    """This function will say who answers a flag, and by when.

    **Raises** `NotFound` as `take_flag`; `RefusedInput` for somebody who may not answer it, or a day out of reach.
    """
    flag = get_flag_for(by, flag_id, lock=True)
    if owner_id not in dict(find_owners(find_watched(by, flag.student_id))):
        raise RefusedInput(
            gettext_noop("This person may not answer flags of this student."), gettext_noop("Choose one from the list.")
        )
    if not 0 <= (due_on - accounts.today()).days <= MOST_DAYS_AHEAD:
        raise RefusedInput(
            gettext_noop("The day is in the past, or too far away."),
            gettext_noop("Choose a day within the next three months."),
        )
    flag.owner_id, flag.due_on = owner_id, due_on
    flag.save()
    audit.record_act(by=by, at=at, act="hand", noun="flag", object_id=flag.pk, details={"owner": owner_id})
    return flag


@transaction.atomic
def clear_flag(
    *, by: Viewer, at: datetime, flag_id: int, outcome: str, why: str = "", note_id: int | None = None
) -> Flag:
    """This function will answer a flag: how, and by which act. A note written since it was raised, or why, in words.

    **Raises** `NotFound` as `take_flag`; `RefusedInput` where neither is given, or the note is of another student or
    from before.
    """
    flag = get_flag_for(by, flag_id, lock=True)
    words = why.strip()
    if outcome not in OUTCOMES:
        raise RefusedInput(gettext_noop("This is no answer to a flag."), gettext_noop("Choose one from the list."))
    if note_id is not None and note_id not in {pk for pk, _kind, _at in find_notes_since(by, flag)}:
        raise RefusedInput(
            gettext_noop("This note was not written about this student since the flag was raised."),
            gettext_noop("Choose a note from the list, or write one."),
        )
    if note_id is None and len(words) < FEWEST_LETTERS:
        raise RefusedInput(
            gettext_noop("A flag is answered by an act: a note, or what was decided and why."),
            gettext_noop("Choose a note, or write what was decided and why, in a sentence."),
        )
    flag.outcome, flag.why, flag.note_id = outcome, words, note_id
    flag.cleared_at, flag.cleared_by_id = at, by.user_id
    flag.save()
    audit.record_act(by=by, at=at, act="clear", noun="flag", object_id=flag.pk, details={"outcome": outcome})
    return flag
