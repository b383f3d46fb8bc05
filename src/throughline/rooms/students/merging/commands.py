"""Join one student's record to another, and undo it."""

from datetime import datetime, timedelta

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.duplicates.deciding import check_not_two
from throughline.rooms.students.duplicates.looking import look_at_two
from throughline.rooms.students.duplicates.queries import find_pair
from throughline.rooms.students.joins import Join
from throughline.rooms.students.merging.carrying import carry_back, carry_rows
from throughline.rooms.students.merging.queries import UNDO_DAYS, find_join
from throughline.rooms.students.models import LikelyPair, Student
from throughline.rooms.students.relations.commands import refresh_relations
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# A person asks, and a duty carries: rows of classes of record that the person does not see follow as well.
_DUTY = Viewer(duty="joining", name="Joins two records of one student")


def join_students(*, by: Viewer, at: datetime, pair_id: int, keep_id: int) -> Join:
    """This function will join the two records of a likely pair, and keep the one named `keep_id`.

    Every room's rows of the other follow, in one transaction, each written down so that it can be given back.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`, also where `keep_id` is neither of them;
    `RefusedInput` where somebody said that they are two people, or where either takes part in another join.
    """
    pair = find_pair(by, pair_id, lock=True)
    joined_id = _other(pair, keep_id)
    check_not_two(pair)
    with accounts.acting_as(_DUTY):
        _check_free(keep_id, joined_id)
        joined = Student.objects.select_for_update().get(pk=joined_id)
        join = Join.objects.create(
            kept_id=keep_id,
            joined_id=joined_id,
            joined_by=str(by),
            joined_at=at,
            undo_until=at + timedelta(days=UNDO_DAYS),
            was_ended_at=joined.ended_at,
        )
        n_rows = carry_rows(join)
        joined.ended_at = joined.ended_at or at
        joined.save(update_fields=["ended_at"])
    access.get_likely_pairs_for(by).filter(pk=pair.pk).delete()
    audit.record_act(by=by, at=at, act="join", noun="students", object_id=join.pk, details={"rows": n_rows})
    refresh_relations(by=by, at=at)
    return join


def undo_join(*, by: Viewer, at: datetime, join_id: int) -> int:
    """This function will give back every row that followed, and return how many are no longer there to give back.

    What was written of the student since stays with the kept record.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where it is undone already
    or the time for it is over.
    """
    join = find_join(by, join_id, lock=True)
    if join.undone_at is not None or at > join.undo_until:
        raise RefusedInput(
            gettext_noop("This can no longer be undone."),
            gettext_noop("It was undone already, or the time for it is over."),
        )
    with accounts.acting_as(_DUTY):
        n_gone = carry_back(join)
        Student.objects.filter(pk=join.joined_id).update(ended_at=join.was_ended_at)
        join.undone_by, join.undone_at = str(by), at
        join.save(update_fields=["undone_by", "undone_at"])
    audit.record_act(by=by, at=at, act="undo joining of", noun="students", object_id=join.pk, details={"gone": n_gone})
    look_at_two(by=by, at=at, student_ids=(join.kept_id, join.joined_id))
    refresh_relations(by=by, at=at)
    return n_gone


def _other(pair: LikelyPair, keep_id: int) -> int:
    if keep_id not in (pair.one_id, pair.other_id):
        raise NotFound(gettext_noop("Neither of the two is this student."), gettext_noop("Look at the pair again."))
    return pair.other_id if keep_id == pair.one_id else pair.one_id


def _check_free(keep_id: int, joined_id: int) -> None:
    standing = Join.objects.filter(undone_at=None)
    if standing.filter(joined__in=(keep_id, joined_id)).exists() or standing.filter(kept=joined_id).exists():
        raise RefusedInput(
            gettext_noop("One of these records takes part in another join already."),
            gettext_noop("Keep the record that others were joined to, or undo that join first."),
        )
