"""The adults who stand for a student: how to reach each, and, for staff, what each may do and may not.

What limits an adult, such as by order of a court, is kept in a room above, which tells it here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.access import Sight
from throughline.rooms.students.households import with_contacts
from throughline.rooms.students.models import Guardian, Student
from throughline.values.viewer import Viewer

# Only those who work with the student read what limits an adult: neither family nor people from outside do.
_GROUNDS = ("school_official", "emergency")


@dataclass(frozen=True, slots=True)
class Rights:
    """What an adult may do for a student, what they may not, and whether the school may get in touch with them."""

    says: str = ""
    limits: tuple[str, ...] = ()
    may_be_reached: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """An adult who stands for a student, as far as one viewer may know; `also` are the person's other records."""

    adult: Guardian
    rights: Rights
    also: tuple[Guardian, ...] = ()

    @property
    def phones(self) -> list[str]:
        """Each phone of the person once, whichever record holds it."""
        return list(dict.fromkeys(one.phone for one in (self.adult, *self.also) if one.phone))

    @property
    def emails(self) -> list[str]:
        """Each e-mail of the person once, whichever record holds it."""
        return list(dict.fromkeys(one.email for one in (self.adult, *self.also) if one.email))


RightsSource = Callable[[Student], Mapping[int, Rights]]
_sources: list[RightsSource] = []
_NONE = Rights()


def register_contact_rights(source: RightsSource) -> None:
    """This function will ask `source` for the rights of each guardian of a student. Call it from `AppConfig.ready`.

    It is asked only where the viewer may be told, and asks the database equally often for any student.
    """
    if source not in _sources:
        _sources.append(source)


def find_contacts(viewer: Viewer, student: Student, sight: Sight) -> list[Contact]:
    """This function will list who stands for a student now, to a viewer who may see family contacts.

    Two records that were said to be one person are one.
    """
    standing = access.get_guardianships_for(viewer, of=student).filter(ended_at=None)
    people: dict[int, list[Guardian]] = {}
    for row in with_contacts(viewer, standing.order_by("pk")):
        people.setdefault(row.one_id, []).append(row.adult)
    rights = find_rights(student, sight) if people else {}
    return [_contact(one_id, adults, rights) for one_id, adults in people.items()]


def find_rights(student: Student, sight: Sight) -> dict[int, Rights]:
    """This function will return the rights of each guardian of a student where who has this sight may be told."""
    rights: dict[int, Rights] = {}
    if is_told(sight):
        for source in _sources:
            rights |= source(student)
    return rights


def _contact(one_id: int, adults: list[Guardian], rights: Mapping[int, Rights]) -> Contact:
    shown, *also = sorted(adults, key=lambda adult: adult.pk != one_id)
    return Contact(shown, rights.get(shown.pk, _NONE), tuple(also))


def is_told(sight: Sight) -> bool:
    """This function will tell whether who has this sight reads what limits an adult: those who work with the student.

    Neither family nor people from outside do.
    """
    if "family_contacts" in sight.own:
        return False
    bases = {one.basis for one in accounts.shipped_policy().relation if one.ground in _GROUNDS}
    return sight.bases.get("family_contacts") in bases
