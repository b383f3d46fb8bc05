"""Which record of an adult stands for the person, where two were joined: as expressions that cost no statement.

They are asked by a duty, which may read of every family; what they answer is a record's id and nothing else.
"""

from collections.abc import Collection

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from throughline.rooms.students.joins import AdultJoin
from throughline.rooms.students.models import Guardian


def one_adult(of: str) -> Coalesce:
    """This function will return the id of the record that stands for the adult whom column `of` names.

    Two records of which this is the same are one person.
    """
    return Coalesce(Subquery(_kept(OuterRef(of))), F(of), output_field=BigIntegerField())


def one_adult_of(guardian_id: int) -> Coalesce:
    """This function will return the same for one adult by id."""
    return Coalesce(Subquery(_kept(guardian_id)), Value(guardian_id), output_field=BigIntegerField())


def records_of(guardian_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """This function will return every record of the person, for each of these adults. Two queries; a duty asks."""
    asked = Guardian.objects.filter(pk__in=guardian_ids).annotate(one=one_adult("pk"))
    people = dict(asked.values_list("pk", "one"))
    found = {one: {one} for one in people.values()}
    standing = AdultJoin.objects.filter(kept__in=found, parted_at=None)
    for kept, joined in standing.values_list("kept_id", "joined_id"):
        found[kept].add(joined)
    return {pk: frozenset(found[one]) for pk, one in people.items()}


def _kept(guardian: OuterRef | int) -> "QuerySet[AdultJoin, int]":
    return AdultJoin.objects.filter(joined=guardian, parted_at=None).values_list("kept", flat=True)[:1]
