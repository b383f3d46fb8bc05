"""Partner organizations and agencies, as plain values."""

from collections.abc import Collection
from dataclasses import dataclass, fields

from throughline.rooms.district import access
from throughline.rooms.district.models import Kind, Organization


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """What people write down of an organization outside the district."""

    name: str
    does: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A partner organization or an agency. `kind` is a value of `Kind`."""

    id: int
    source_id: str
    kind: str
    is_open: bool
    facts: OutsideFacts

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def kind_words(self) -> str:
        """What it is, in the reader's language."""
        return str(Kind(self.kind).label)


PROFILE_FIELDS = tuple(field.name for field in fields(OutsideFacts) if field.name != "name")


def find_outside(ids: Collection[int] | None = None, *, open_only: bool = False) -> list[Outside]:
    """This function will list partner organizations and agencies by name: all, or those with these ids."""
    rows = access.get_outside()
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return [_outside(row) for row in (rows.filter(ended_at=None) if open_only else rows)]


def _outside(row: Organization) -> Outside:
    profile = getattr(row, "profile", None)
    facts = {name: getattr(profile, name) for name in PROFILE_FIELDS} if profile else {}
    return Outside(row.pk, row.source_id, row.kind, row.ended_at is None, OutsideFacts(row.name, **facts))
