"""What is written down while somebody signs in through an identity provider."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from throughline.rooms.accounts.models import Connection, SamlStart, User
from throughline.rooms.audit import api as audit
from throughline.values.viewer import Viewer

WITHIN = timedelta(minutes=10)


def note_start(*, by: Viewer, at: datetime, connection: Connection, state: str, request_id: str) -> None:
    """This function will remember a sign-in by SAML under way, for ten minutes."""
    SamlStart.objects.filter(until__lte=at).delete()
    SamlStart.objects.create(key=_digest(state), connection=connection, request_id=request_id, until=at + WITHIN)


def take_start(*, by: Viewer, at: datetime, connection: Connection, state: str) -> SamlStart | None:
    """This function will return a sign-in under way that has had no answer yet, held for this transaction."""
    rows = SamlStart.objects.select_for_update()
    return rows.filter(key=_digest(state), connection=connection, until__gt=at, user=None).first()


def note_answer(*, by: Viewer, start: SamlStart, user: User) -> None:
    """This function will note whom an answer means, for the browser that asked to fetch."""
    start.user = user
    start.save(update_fields=["user"])


def take_answer(*, by: Viewer, at: datetime, connection: Connection, state: str) -> User | None:
    """This function will return whom the answer to a browser's question means, once."""
    rows = SamlStart.objects.select_for_update().filter(key=_digest(state), connection=connection, until__gt=at)
    found = rows.first()
    if found is None:
        return None
    user = found.user
    found.delete()
    return user if user is not None and user.is_active else None


def note_refusal(*, by: Viewer, at: datetime, connection: Connection, reason: str) -> None:
    """This function will write into the audit trail why a sign-in was refused, with nobody's name in it."""
    audit.record_act(
        by=by,
        at=at,
        act="refuse",
        noun="single sign-on",
        object_id=connection.pk,
        details={"connection": connection.key, "reason": reason},
    )


def _digest(state: str) -> str:
    return salted_hmac("throughline.single_sign_on", state, algorithm="sha256").hexdigest()
