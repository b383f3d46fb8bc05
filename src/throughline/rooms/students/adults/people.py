"""Adults of families as the engine compares them, read by whoever keeps the district's records."""

from collections import defaultdict
from collections.abc import Collection

from throughline.engines import identity
from throughline.rooms.students import access
from throughline.rooms.students.duplicates.people import digest_of, digits_of
from throughline.rooms.students.models import Guardian
from throughline.values.viewer import Viewer

_NAMES = ("pk", "given_name", "middle_name", "family_name", "preferred_given_name", "email", "phone")
_COUNTRY = "1"  # a phone is the same with the country's code and without
_LONG = 11


def find_adults(viewer: Viewer, guardian_ids: Collection[int] | None = None) -> dict[int, identity.Adult]:
    """This function will return the adults who stand for a student now (or those named among them) for the engine.

    Two queries. One whom no family names any more opens nothing and is not asked about.
    """
    children: dict[int, set[str]] = defaultdict(set)
    standing = access.get_guardianships_for(viewer).filter(ended_at=None, student__ended_at=None)
    rows = Guardian.objects.filter(ended_at=None)
    if guardian_ids is not None:
        standing, rows = standing.filter(guardian__in=guardian_ids), rows.filter(pk__in=guardian_ids)
    for guardian_id, student_id in standing.values_list("guardian_id", "student_id").iterator():
        children[guardian_id].add(str(student_id))
    return {
        pk: identity.Adult(
            pk,
            given,
            family,
            middle=middle,
            preferred=preferred,
            emails=frozenset({email.casefold().strip()} - {""}),
            phones=frozenset({_national(phone)} - {""}),
            children=frozenset(children[pk]),
        )
        for pk, given, middle, family, preferred, email, phone in rows.values_list(*_NAMES).iterator()
        if pk in children
    }


def adult_facts(one: identity.Adult, other: identity.Adult) -> str:
    """This function will return the digest of all that is compared of two adults. Their order does not matter."""
    return digest_of(
        (
            adult.given,
            adult.middle,
            adult.family,
            adult.preferred,
            sorted(adult.emails),
            sorted(adult.phones),
            sorted(adult.children),
        )
        for adult in (one, other)
    )


def _national(phone: str) -> str:
    digits = digits_of(phone)
    return digits[1:] if len(digits) == _LONG and digits.startswith(_COUNTRY) else digits
