"""Write down a session, for one student or for a whole group; correct it, or take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.partners import api as partners
from throughline.rooms.support import access
from throughline.rooms.support.models import Session, Support
from throughline.rooms.support.sessions.queries import find_session
from throughline.rooms.support.supports.queries import find_support, may_log
from throughline.rooms.support.supports.words import REASONS
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Logged:
    """A session as it is sent. The same `key` twice is the same session. **Units** `minutes`; None: as planned."""

    key: UUID
    on: date
    attended: bool
    reason: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class GroupLogged:
    """What became of a group's sessions: how many were kept, and whose stood already and were left as they are."""

    n_kept: int
    left: list[Support]


class AlreadyLogged(RefusedInput):
    """A session of this day is written down already."""


@transaction.atomic
def log_session(*, by: Viewer, at: datetime, support_id: int, logged: Logged) -> Session:
    """This function will write down one session of a support; sent twice, it is kept once.

    **Raises** `NotFound` or `NotAllowed` where the support is not theirs to write of, `AlreadyLogged` where the day
    has one that says something else, `RefusedInput` where something does not fit.
    """
    support = _writable(by, [support_id])[support_id]
    before = access.get_sessions_for(by).filter(key=logged.key, support=support).first()
    if before is not None:
        return before
    session = _session(by, at, support, logged)
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        raise AlreadyLogged(
            gettext_noop("A session of this day is written down already."),
            gettext_noop("Correct that one where it is wrong; it stands among the sessions."),
        ) from None
    audit.record_act(by=by, at=at, act="log", noun="session", object_id=session.pk)
    return session


@transaction.atomic
def log_group(
    *, by: Viewer, at: datetime, key: UUID, on: date, minutes: int | None, came: Iterable[tuple[int, bool, str]]
) -> GroupLogged:
    """This function will write down one day's session of a whole group: (support, whether they came, why not).

    `key` is the page's; each student's is made of it, so that a group sent twice is kept once. Where a day has a
    session already it stays as it is. **Raises** as `log_session`; then nothing of the group is kept.
    """
    told = {support_id: (attended, reason) for support_id, attended, reason in came}
    supports = _writable(by, told)
    standing = set(
        access.get_sessions_for(by)
        .filter(support__in=told, on=on, taken_back_at=None)
        .values_list("support", flat=True)
    )
    sent_before = set(
        access.get_sessions_for(by).filter(key__in=[_part_of(key, pk) for pk in told]).values_list("support", flat=True)
    )
    rows = []
    for support_id in told.keys() - standing - sent_before:
        attended, reason = told[support_id]
        logged = Logged(_part_of(key, support_id), on, attended, reason, minutes if attended else None)
        rows.append(_session(by, at, supports[support_id], logged))
    Session.objects.bulk_create(rows)
    if rows:
        audit.record_act(by=by, at=at, act="log", noun="session", details={"n": len(rows)})
    return GroupLogged(len(rows), [supports[pk] for pk in sorted(standing - sent_before)])


@transaction.atomic
def change_session(*, by: Viewer, at: datetime, session_id: int, logged: Logged) -> Session:
    """This function will correct a session; what it said stays in the history. **Raises** as `log_session`."""
    session = _changeable(by, session_id)
    corrected = _session(by, at, session.support, logged)
    for name in ("on", "attended", "reason", "minutes"):
        setattr(session, name, getattr(corrected, name))
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        raise AlreadyLogged(gettext_noop("That day has a session already."), gettext_noop("Choose the day.")) from None
    audit.record_act(by=by, at=at, act="correct", noun="session", object_id=session.pk)
    return session


@transaction.atomic
def take_back_session(*, by: Viewer, at: datetime, session_id: int) -> Session:
    """This function will take back a session that was written down by mistake. **Raises** `NotFound`, `NotAllowed`."""
    session = _changeable(by, session_id)
    session.taken_back_at = at
    session.save(update_fields=["taken_back_at"])
    audit.record_act(by=by, at=at, act="take back", noun="session", object_id=session.pk)
    return session


def _changeable(by: Viewer, session_id: int) -> Session:
    session = find_session(by, session_id)
    _writable(by, [session.support_id])
    return session


def _writable(by: Viewer, support_ids: Iterable[int]) -> dict[int, Support]:
    ids = set(support_ids)
    found = {row.pk: row for row in may_log(by).filter(pk__in=ids).select_related("student", "program")}
    for support_id in sorted(ids - found.keys()):
        find_support(by, support_id)
        raise NotAllowed(gettext_noop("Your role lets you read of this support, and not write."))
    return found


def _session(by: Viewer, at: datetime, support: Support, logged: Logged) -> Session:
    """A session not yet kept. **Raises** `RefusedInput` where the day, the minutes or the reason do not fit."""
    last = min(accounts.today(), support.ended_on or accounts.today())
    if not support.starts_on <= logged.on <= last:
        raise RefusedInput(
            gettext_noop("The day lies outside the support, or ahead."),
            gettext_noop("Give a day from its first until today, or until it ended."),
        )
    if logged.reason and logged.reason not in REASONS:
        raise RefusedInput(gettext_noop("Choose one of the reasons offered."), "")
    minutes = (logged.minutes or support.minutes) if logged.attended else None
    if minutes is not None and not 0 < minutes <= partners.MOST_MINUTES:
        raise RefusedInput(gettext_noop("A session lasts at least a minute and at most a day."), "")
    return Session(
        key=logged.key,
        support=support,
        student_id=support.student_id,
        record_class=support.record_class,
        provider_id=support.provider_id,
        on=logged.on,
        attended=logged.attended,
        reason="" if logged.attended else logged.reason,
        minutes=minutes,
        logged_by_id=by.user_id or 0,
        logged_at=at,
    )


def _part_of(key: UUID, support_id: int) -> UUID:
    return uuid5(key, str(support_id))
