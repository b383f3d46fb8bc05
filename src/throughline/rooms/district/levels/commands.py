"""Give schools their levels, and take a change back. Who may is for the room that asks: this one stands below roles."""

from collections.abc import Mapping
from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.district import access
from throughline.rooms.district.levels.queries import SET, TAKEN_BACK, find_levels_saved
from throughline.rooms.district.models import Level, Organization
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def change_levels(*, by: Viewer, at: datetime, levels: Mapping[int, Level]) -> int:
    """This function will give schools their levels and return how many changed; the audit names each."""
    return _change(by, at, SET, {number: level.value for number, level in levels.items()})


def take_back_levels(*, by: Viewer, at: datetime, saved_at: str) -> int:
    """This function will give schools the levels they had before `by` changed them, and return how many.

    `saved_at` is the moment of the change as `LevelsSaved.at.isoformat()` gave it: another than the one shown is not
    taken back by accident. A level that somebody has changed since stays as they decided.

    **Raises** `RefusedInput` where no such change of theirs can be taken back any more.
    """
    list(access.get_schools().select_for_update())  # two clicks at once take it back once
    saved = find_levels_saved(by, now=at)
    if saved is None or saved.at.isoformat() != saved_at:
        raise RefusedInput(
            gettext_noop("This change can no longer be taken back."),
            gettext_noop("Choose the levels on the page and save them."),
        )
    return _change(by, at, TAKEN_BACK, {change.school_id: change.before for change in saved.changes})


def _change(by: Viewer, at: datetime, act: str, levels: Mapping[int, str]) -> int:
    rows = access.get_schools().filter(pk__in=levels).select_for_update()
    changed = [row for row in rows if row.level != levels[row.pk]]
    for row in changed:
        words = {"from": row.level, "to": levels[row.pk]}
        audit.record_act(by=by, at=at, act=act, noun="school", object_id=row.pk, details=words)
        row.level = levels[row.pk]
    Organization.objects.bulk_update(changed, ["level"])
    return len(changed)
