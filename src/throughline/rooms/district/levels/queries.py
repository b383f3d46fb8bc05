"""Which change of levels somebody can still take back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughline.rooms.audit import api as audit
from throughline.rooms.district import access
from throughline.rooms.district.models import Level
from throughline.values.viewer import Viewer

UNDO_WITHIN = timedelta(days=1)
SET, TAKEN_BACK = "set level", "take back level"


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One school whose level was changed. A level is blank where nobody had decided it."""

    school_id: int
    name: str
    before: str
    after: str

    @property
    def before_words(self) -> str:
        """The level before, in the reader's language; blank where there was none."""
        return str(Level(self.before).label) if self.before else ""

    @property
    def after_words(self) -> str:
        """The level it was given, in the reader's language."""
        return str(Level(self.after).label)


@dataclass(frozen=True, slots=True)
class LevelsSaved:
    """What one Save changed and still stands, by the name of the school."""

    at: datetime
    changes: Sequence[LevelChange]


def find_levels_saved(by: Viewer, *, now: datetime) -> LevelsSaved | None:
    """This function will return the latest change of levels by this person that still stands; None after a day.

    Left out are schools whose level somebody has changed since: what others decided is not undone along with it.
    """
    if by.user_id is None:
        return None
    latest: dict[str, audit.Act] = {}
    for act in audit.find_acts_since("school", {SET, TAKEN_BACK}, since=now - UNDO_WITHIN):
        latest.setdefault(act.object_id, act)
    own = [act for act in latest.values() if act.act == SET and act.by_user_id == by.user_id]
    if not own:
        return None
    at = max(act.at for act in own)
    changes = sorted(_standing([act for act in own if act.at == at]), key=lambda change: change.name)
    return LevelsSaved(at, changes) if changes else None


def _standing(acts: Sequence[audit.Act]) -> Iterator[LevelChange]:
    rows = {str(row.pk): row for row in access.get_schools().filter(pk__in=[act.object_id for act in acts])}
    for act in acts:
        row = rows.get(act.object_id)
        if row is not None and row.level == act.details["to"]:
            yield LevelChange(row.pk, row.name, str(act.details["from"]), row.level)
