"""Change one's own password."""

from datetime import datetime

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.people.commands import choose_password
from throughline.rooms.accounts.sessions.commands import end_other_sessions
from throughline.values.viewer import Viewer


def change_password(*, by: Viewer, at: datetime, user: User, password: str, session_id: int) -> None:
    """This function will give a person a new password and sign them out everywhere else.

    The caller has seen the present one, and checked the strength of the new.
    """
    choose_password(by=by, at=at, password=password)
    user.refresh_from_db(fields=["password"])
    end_other_sessions(by=by, at=at, but=session_id)
