"""End sessions, one's own or all others."""

from datetime import datetime

from throughline.rooms.accounts.models import SignedIn
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def end_session(*, by: Viewer, at: datetime, session_id: int) -> None:
    """This function will sign a person out in another of their browsers.

    **Raises** `NotFound` where it is over already, or somebody else's.
    """
    n_ended, _each = SignedIn.objects.filter(pk=session_id, user_id=by.user_id or 0).delete()
    if not n_ended:
        raise NotFound(gettext_noop("There is no such page."))
    audit.record_act(by=by, at=at, act="end", noun="session", object_id=session_id)


def end_other_sessions(*, by: Viewer, at: datetime, but: int | None) -> int:
    """This function will sign a person out everywhere but in the session `but`; it returns how many were ended."""
    n_ended, _each = SignedIn.objects.filter(user_id=by.user_id or 0).exclude(pk=but or 0).delete()
    if n_ended:
        audit.record_act(by=by, at=at, act="end", noun="other sessions", details={"sessions": n_ended})
    return n_ended


def mark_second_factor(*, by: Viewer, session_id: int, way: str = "", done: bool) -> None:
    """This function will note of a session whether a second factor was shown in it, and by what way it began."""
    changed: dict[str, object] = {"second_factor": done} | ({"way": way} if way else {})
    SignedIn.objects.filter(pk=session_id, user_id=by.user_id or 0).update(**changed)
