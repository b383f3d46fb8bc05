"""What somebody outside sees of a student, where an agreement shares only some fields of a class of record.

It is read by way of a view that blanks the rest of each row. Who sees a class whole reads the table itself; of whom
only some fields are seen, the table shows no row at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.sql.datastructures import BaseTable

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import Relation
from throughline.values.viewer import Viewer

_Row = TypeVar("_Row", bound=Model)
_FIELDS = [share for name in accounts.RECORD_CLASSES for share in accounts.all_shares(name)[1:]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see of one student: the legal basis by class of record.

    `own` are the classes they see as the student or as family; looking at those is nobody's disclosure. `shares` are
    the same classes, but for those of which only some fields are seen, and there these.
    """

    bases: Mapping[str, str]
    own: frozenset[str]
    shares: tuple[str, ...] = ()

    @property
    def is_noted(self) -> bool:
        """Whether any of this looking is written down."""
        return bool(self.bases.keys() - self.own)

    @property
    def in_part(self) -> tuple[str, ...]:
        """The fields that are seen of classes that are not seen whole."""
        return tuple(share for share in self.shares if share != accounts.class_of(share))

    def shares_of(self, record_class: str) -> tuple[str, ...]:
        """This function will return what is seen of a class: the class itself, or some fields of it."""
        found = tuple(share for share in self.shares if accounts.class_of(share) == record_class)
        return found or (record_class,)

    def __contains__(self, record_class: str) -> bool:
        return record_class in self.bases


def seen_by_both(seen: Sight, real: Sight) -> Sight:
    """This function will return what two people may both see, on the second's basis and as nobody's own looking."""
    bases = {name: basis for name, basis in real.bases.items() if name in seen}
    return Sight(bases, frozenset(), accounts.together(accounts.in_both(seen.shares, real.shares)))


def lets_be_seen(record_class: str) -> Q:
    """This function will return the condition that a relation lets a class of record be seen, whole or in part."""
    return Q(record_classes=[]) | Q(record_classes__overlap=list(accounts.all_shares(record_class)))


def reading(rows: QuerySet[_Row], viewer: Viewer) -> QuerySet[_Row]:
    """This function will have rows, not yet narrowed, read in part where `viewer` or who sits behind is shared a part.

    Nobody of the district is shared a part of anything: their reading is as it was.
    """
    wall = getattr(rows.model, "wall", None)
    if not isinstance(wall, accounts.Wall) or not wall.is_in_parts or not _is_shared_a_part(viewer):
        return rows
    alias, view = rows.query.get_initial_alias(), accounts.view_of(rows.model)
    rows.query.alias_map[alias] = BaseTable(view, alias)
    rows.query.table_map[view] = [alias]
    return rows


def is_read_in_part(rows: QuerySet[_Row]) -> bool:
    """This function will tell whether rows are read by way of their view."""
    first = next(iter(rows.query.alias_map.values()), None)
    return first is not None and first.table_name == accounts.view_of(rows.model)


def _is_shared_a_part(viewer: Viewer) -> bool:
    people = (viewer, viewer.behind) if viewer.behind else (viewer,)
    outside = frozenset().union(*(accounts.memberships(one) for one in people))
    if not outside:
        return False

    def asked() -> bool:
        return Relation.objects.filter(organization__in=outside, record_classes__overlap=_FIELDS).exists()

    return accounts.kept(("shared in part", viewer), asked)
