"""Who in a family may not be told of others, or may not speak for a student, kept where both walls read it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students.households import LIMITS
from throughline.rooms.students.models import Guardian, Relation
from throughline.rooms.students.one_adult import records_of
from throughline.values.viewer import Viewer

_DUTY = Viewer(duty="relations", name="Relations from limits on contact")
Limited = tuple[int, int, date | None, date | None]


def set_limited(
    *, by: Viewer, at: datetime, relation: str, rows: Iterable[Limited], student_ids: Collection[int] | None = None
) -> None:
    """This function will keep which guardians are limited so, for which student and days: exactly `rows`.

    Each row is a guardian, a student, the first day and the last. With `student_ids`, only of those students. The
    relation, one of `LIMITS`, shows nobody anything: it only takes away.
    """
    if relation not in LIMITS:
        raise ValueError(f"{relation} limits nobody")
    with accounts.acting_as(_DUTY):
        held = Relation.objects.filter(relation=relation)
        held = held if student_ids is None else held.filter(student__in=list(student_ids))
        before = {(row.user_id, row.student_id, row.starts_on, row.ends_on): row.pk for row in held}
        wanted = set(_of_users(list(rows)))
        Relation.objects.filter(pk__in=[pk for key, pk in before.items() if key not in wanted]).delete()
        new = sorted(wanted - before.keys(), key=str)
        Relation.objects.bulk_create(
            Relation(user_id=user, student_id=student, relation=relation, starts_on=first, ends_on=last)
            for user, student, first, last in new
        )
    if wanted != before.keys():
        audit.record_act(by=by, at=at, act="set", noun="relations", object_id=relation, details={"held": len(wanted)})


def _of_users(rows: list[Limited]) -> Iterable[Limited]:
    """The same, of each sign-in of those adults: where two records are one person, of both."""
    records = records_of({row[0] for row in rows})
    every = frozenset().union(*records.values())
    of = dict(Guardian.objects.filter(pk__in=every).exclude(source_id="").values_list("source_id", "pk"))
    users = accounts.User.objects.filter(source_id__in=of).values_list("source_id", "pk")
    signing_in = {of[source_id]: user for source_id, user in users}
    for guardian, student, first, last in rows:
        for pk in records[guardian] & signing_in.keys():
            yield signing_in[pk], student, first, last
