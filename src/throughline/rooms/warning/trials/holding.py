"""Who is at work on a trial: a job holds it for as long as it runs, and lets go of it even where it is killed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from throughline.rooms.warning.models import Trial

_TRIAL_LOCK = 7_246_003  # with the trial's number: held by the connection of the job


@contextmanager
def held(trial_id: int) -> Iterator[None]:
    """This function will hold a trial while its block works on it; whoever comes second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [_TRIAL_LOCK, trial_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [_TRIAL_LOCK, trial_id])


def standing_of(trial: Trial) -> str:
    """This function will return how a trial stands: as written, or as failed where its work began and nobody is at it.

    One that waits for its job has not begun: no school of it is counted yet.
    """
    if trial.state == Trial.State.WORKING and trial.sizes and not _is_held(trial.pk):
        return Trial.State.FAILED
    return trial.state


def _is_held(trial_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """select exists (select from pg_locks where locktype = 'advisory' and granted
            and classid::bigint = %s and objid::bigint = %s
            and database = (select oid from pg_database where datname = current_database()))""",
            [_TRIAL_LOCK, trial_id],
        )
        return bool(cursor.fetchone()[0])
