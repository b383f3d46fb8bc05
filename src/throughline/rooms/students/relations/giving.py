"""Relations to one student that an act gives: to whom, from when until when, by whom; and their end."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.postgres.functions import TransactionNow

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import Relation
from throughline.values.viewer import Viewer

_DUTY = Viewer(duty="relations", name="Relations given by an act")


def give_relation(
    *,
    by: Viewer,
    user_id: int,
    student_id: int,
    relation: str,
    source: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    until_at: datetime | None = None,
) -> Relation:
    """This function will let a person stand in a relation to a student; both walls follow with this transaction.

    The caller has checked that `by` may give it, and notes the act.
    """
    accounts.forget_kept()
    with accounts.acting_as(_DUTY):
        return Relation.objects.create(
            user_id=user_id,
            student_id=student_id,
            relation=relation,
            starts_on=starts_on,
            ends_on=ends_on,
            until_at=until_at,
            source=source,
            given_by=str(by),
        )


def end_relations(*, relation_ids: Iterable[int] = (), source: str = "", ends_on: date | None = None) -> int:
    """This function will end relations at once, by their ids or by what they come from, and return how many.

    The rows stay, as history, with `ends_on` as their last day where it is given. The end is the moment this
    transaction began, so that it holds within it too.
    """
    accounts.forget_kept()
    with accounts.acting_as(_DUTY):
        rows = Relation.objects.filter(source=source) if source else Relation.objects.filter(pk__in=relation_ids)
        if ends_on is not None:
            return rows.update(until_at=TransactionNow(), ends_on=ends_on)
        return rows.update(until_at=TransactionNow())
