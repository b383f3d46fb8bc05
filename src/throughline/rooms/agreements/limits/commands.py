"""Keep what a guardian may not do, such as by order of a court."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.compiling.commands import compile_agreement
from throughline.rooms.agreements.consents.speakers import find_speaker, guardians_of
from throughline.rooms.agreements.models import ContactLimit
from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def limit_contact(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    guardian_id: int,
    may_not_consent: bool,
    may_not_be_told: bool,
    may_not_be_reached: bool = False,
    may_not_pick_up: bool = False,
    starts_on: date,
    ends_on: date | None,
    reason: str,
) -> ContactLimit:
    """This function will keep what a guardian may not do for a student, for days; consents follow at once.

    **Raises** `NotAllowed` for all but those who answer district-wide, `NotFound`, `RefusedInput` where something is
    missing.
    """
    _check_may(by)
    find_speaker(by, student_id)
    if guardian_id not in {one.pk for one in guardians_of(student_id)}:
        raise NotFound(gettext_noop("Nobody like this stands for the student."))
    limits = (may_not_consent, may_not_be_told, may_not_be_reached, may_not_pick_up)
    if not any(limits) or not reason.strip():
        raise RefusedInput(
            gettext_noop("A limit says what may not be done, and why."), gettext_noop("Choose one, and give the order.")
        )
    if ends_on is not None and ends_on < starts_on:
        raise RefusedInput(gettext_noop("A limit ends after it starts."), gettext_noop("Mend the dates."))
    row = ContactLimit.objects.create(
        student_id=student_id,
        guardian_id=guardian_id,
        may_not_consent=may_not_consent,
        may_not_be_told=may_not_be_told,
        may_not_be_reached=may_not_be_reached,
        may_not_pick_up=may_not_pick_up,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        noted_by=str(by),
        noted_at=at,
    )
    audit.record_act(by=by, at=at, act="limit", noun="contact", object_id=row.pk)
    _compile(by, at, student_id)
    return row


def end_limit(*, by: Viewer, at: datetime, student_id: int, limit_id: int) -> None:
    """This function will end a limit with yesterday; one that has not begun is taken back.

    **Raises** `NotAllowed`, `NotFound`.
    """
    _check_may(by)
    row = access.get_limits_for(by, student_id).filter(pk=limit_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such limit."))
    yesterday = accounts.today() - timedelta(1)
    if row.starts_on > yesterday:
        row.delete()
    else:
        row.ends_on = min(row.ends_on or yesterday, yesterday)
        row.save(update_fields=["ends_on"])
    audit.record_act(by=by, at=at, act="end limit", noun="contact", object_id=limit_id)
    _compile(by, at, student_id)


def compile_limits(*, by: Viewer, at: datetime, student_ids: Collection[int] | None = None) -> None:
    """This function will let both walls know who may not be told, and who may not speak for a student.

    It is asked after a limit, and after each roster. Who may not consent, be told or be reached may not speak.
    """
    with accounts.acting_as(access.DUTY):
        rows = (
            ContactLimit.objects.all() if student_ids is None else ContactLimit.objects.filter(student__in=student_ids)
        )
        facts = rows.values_list("guardian_id", "student_id", "starts_on", "ends_on")
        told, reached = Q(may_not_be_told=True), Q(may_not_be_reached=True)
        limited = {
            students.NOT_TOLD: list(facts.filter(told)),
            students.NOT_HEARD: list(facts.filter(told | reached | Q(may_not_consent=True))),
        }
    for relation, found in limited.items():
        students.set_limited(by=by, at=at, relation=relation, rows=found, student_ids=student_ids)


def keep_limits_apart(*, by: Viewer, at: datetime, parted_id: int, others: frozenset[int], since: datetime) -> None:
    """This function will keep what limited an adult since two records were joined with both, now that they are two.

    Nobody said which of the two it was about, so neither loses it: those who keep limits end the one that is wrong.
    Only of students for whom the record stands.
    """
    with accounts.acting_as(access.DUTY):
        rows = ContactLimit.objects.filter(Q(ends_on=None) | Q(ends_on__gte=accounts.today()), noted_at__gte=since)
        kept = list(rows.filter(guardian__in=others | {parted_id}).order_by("pk"))
        to_others = {(row, other) for row in kept if row.guardian_id == parted_id for other in others}
        wanted = to_others | {(row, parted_id) for row in kept if row.guardian_id != parted_id}
        standing = students.get_guardianships_for(access.DUTY).filter(guardian__in=others | {parted_id}, ended_at=None)
        pairs = set(standing.values_list("student_id", "guardian_id"))
        new = [_also(row, guardian) for row, guardian in wanted if (row.student_id, guardian) in pairs]
        ContactLimit.objects.bulk_create(new)
    if new:
        audit.record_act(by=by, at=at, act="limit", noun="contact", details={"kept with both": len(new)})


def _also(row: ContactLimit, guardian_id: int) -> ContactLimit:
    same = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return ContactLimit(**same | {"guardian_id": guardian_id})


def _compile(by: Viewer, at: datetime, student_id: int) -> None:
    compile_limits(by=by, at=at, student_ids=[student_id])
    for version in access.in_force_versions().order_by("agreement"):
        compile_agreement(by=by, at=at, agreement_id=version.agreement_id, student_ids=[student_id])


def _check_may(by: Viewer) -> None:
    if not access.may_manage(by):
        raise NotAllowed(
            gettext_noop("What a guardian may not do is kept by those who answer for records district-wide."),
            gettext_noop("Tell the privacy officer of the order."),
        )
