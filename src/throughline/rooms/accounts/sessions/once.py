"""What may be used only once, known to every process."""

from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac

from throughline.rooms.accounts.models import Spent

_CLAIM = """
    insert into accounts_spent as s (key, until) values (%(key)s, %(until)s)
    on conflict (key) do update set until = excluded.until where s.until <= %(now)s
    returning key"""


def spend(kind: str, what: str, *, until: datetime, now: datetime) -> bool:
    """This function will note that `what` is used; False where it was used before, and that is not over yet."""
    Spent.objects.filter(until__lte=now).delete()
    key = salted_hmac("throughline.sessions.once", f"{kind} {what}", algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"key": key, "until": until, "now": now})
        return cursor.fetchone() is not None
