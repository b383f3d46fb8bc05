"""Who in a family may not be told what others consented to, kept where both walls read it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students.households import NOT_TOLD
from throughline.rooms.students.models import Guardian, Relation
from throughline.values.viewer import Viewer

_DUTY = Viewer(duty="relations", name="Relations from limits on contact")
Untold = tuple[int, int, date | None, date | None]


def set_untold(*, by: Viewer, at: datetime, rows: Iterable[Untold], student_ids: Collection[int] | None = None) -> None:
    """This function will keep which guardians may not be told, for which student and days: exactly `rows`.

    Each row is a guardian, a student, the first day and the last. With `student_ids`, only of those students. The
    relation shows nobody anything: it only takes away.
    """
    with accounts.acting_as(_DUTY):
        held = Relation.objects.filter(relation=NOT_TOLD)
        held = held if student_ids is None else held.filter(student__in=list(student_ids))
        before = {(row.user_id, row.student_id, row.starts_on, row.ends_on): row.pk for row in held}
        wanted = set(_of_users(list(rows)))
        Relation.objects.filter(pk__in=[pk for key, pk in before.items() if key not in wanted]).delete()
        new = sorted(wanted - before.keys(), key=str)
        Relation.objects.bulk_create(
            Relation(user_id=user, student_id=student, relation=NOT_TOLD, starts_on=first, ends_on=last)
            for user, student, first, last in new
        )
    if wanted != before.keys():
        audit.record_act(by=by, at=at, act="set", noun="relations", object_id=NOT_TOLD, details={"held": len(wanted)})


def _of_users(rows: list[Untold]) -> Iterable[Untold]:
    """The same, of those guardians who can sign in."""
    of = dict(
        Guardian.objects.filter(pk__in={row[0] for row in rows}).exclude(source_id="").values_list("pk", "source_id")
    )
    users = dict(accounts.User.objects.filter(source_id__in=of.values()).values_list("source_id", "pk"))
    for guardian, student, first, last in rows:
        if (user := users.get(of.get(guardian, ""))) is not None:
            yield user, student, first, last
