"""Say that two records of adults are one person, and part them again."""

from datetime import datetime

from django.db.models import Q

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.adult_joins.queries import find_adult_join
from throughline.rooms.students.adults.looking import look_at_two_adults
from throughline.rooms.students.adults.queries import find_adults_pair
from throughline.rooms.students.duplicates.deciding import check_not_two
from throughline.rooms.students.joins import AdultJoin
from throughline.rooms.students.models import Guardian
from throughline.rooms.students.one_adult import records_of
from throughline.rooms.students.pairs import LikelyAdults
from throughline.rooms.students.relations.after_roster import follow_parting
from throughline.rooms.students.relations.commands import refresh_relations
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_NOUN = "adults"


def join_adults(*, by: Viewer, at: datetime, pair_id: int, keep_id: int, reason: str) -> AdultJoin:
    """This function will keep that a likely pair is one person, shown as the record named `keep_id`.

    No row moves: whose family each sign-in belongs to stays what the district's system says, and what limits either
    limits both from now on.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`, also where `keep_id` is neither of them;
    `RefusedInput` without a reason, where somebody said that they are two people, or where one takes part in another
    join that this one would contradict.
    """
    pair = find_adults_pair(by, pair_id, lock=True)
    check_not_two(pair)
    if keep_id not in (pair.one_id, pair.other_id):
        raise NotFound(gettext_noop("Neither of the two is this adult."), gettext_noop("Look at the pair again."))
    if not reason.strip():
        raise RefusedInput(gettext_noop("Say why they are one person."), gettext_noop("One sentence is enough."))
    joined_id = pair.other_id if keep_id == pair.one_id else pair.one_id
    _check_free(by, keep_id, joined_id)
    join = AdultJoin.objects.create(
        kept_id=keep_id, joined_id=joined_id, reason=reason.strip(), joined_by=str(by), joined_at=at
    )
    pair.delete()
    audit.record_act(by=by, at=at, act="join", noun=_NOUN, object_id=join.pk)
    refresh_relations(by=by, at=at)
    return join


def part_adults(*, by: Viewer, at: datetime, join_id: int) -> AdultJoin:
    """This function will make two records two adults again, each with what it had, and propose them anew.

    What limited the person since they were joined limits both, until somebody says whom it was about.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where they were parted.
    """
    join = find_adult_join(by, join_id, lock=True)
    if join.parted_at is not None:
        raise RefusedInput(gettext_noop("These were parted already."), gettext_noop("Look at the list of joins."))
    others = records_of([join.joined_id])[join.joined_id] - {join.joined_id}
    join.parted_by, join.parted_at = str(by), at
    join.save(update_fields=["parted_by", "parted_at"])
    follow_parting(by=by, at=at, parted_id=join.joined_id, others=others, since=join.joined_at)
    audit.record_act(by=by, at=at, act="part", noun=_NOUN, object_id=join.pk)
    look_at_two_adults(by=by, at=at, guardian_ids=(join.kept_id, join.joined_id))
    refresh_relations(by=by, at=at)
    return join


def _check_free(by: Viewer, keep_id: int, joined_id: int) -> None:
    """Whoever joins another of these meanwhile waits: the adults are held to the end of the transaction."""
    list(Guardian.objects.select_for_update().filter(pk__in=(keep_id, joined_id)).order_by("pk"))
    standing = access.get_adult_joins_for(by).filter(parted_at=None)
    if standing.filter(joined__in=(keep_id, joined_id)).exists() or standing.filter(kept=joined_id).exists():
        raise RefusedInput(
            gettext_noop("One of these records takes part in another join already."),
            gettext_noop("Keep the record that others were joined to, or part those first."),
        )
    others = list(standing.filter(kept=keep_id).values_list("joined_id", flat=True))
    if _said_two(by, joined_id, others):
        raise RefusedInput(
            gettext_noop("Somebody said that one of these is not the same person as a record joined to the other."),
            gettext_noop("Take that back first, or part those."),
        )


def _said_two(by: Viewer, joined_id: int, others: list[int]) -> bool:
    told: list[LikelyAdults] = list(
        access.get_likely_adults_for(by).filter(Q(one=joined_id, other__in=others) | Q(other=joined_id, one__in=others))
    )
    return any(pair.is_decided for pair in told)
