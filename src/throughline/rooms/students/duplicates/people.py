"""Students as the engine compares them, read by whoever keeps the district's records."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from throughline.engines import identity
from throughline.rooms.students import access
from throughline.values.viewer import Viewer

_NAMES = ("pk", "given_name", "middle_name", "family_name", "preferred_given_name", "local_id", "email", "phone")


def find_people(viewer: Viewer, student_ids: Iterable[int] | None = None) -> dict[int, identity.Person]:
    """This function will return the students `viewer` may see (or those named among them) as the engine takes them.

    Three queries, however many there are. Those who left are in: who comes back is often entered anew.
    """
    within = {} if student_ids is None else {"pk__in": list(student_ids)}
    of = {"student__in": within["pk__in"]} if within else {}
    born = dict(access.get_demographics_for(viewer).filter(**of).values_list("student_id", "birth_on"))
    adults, contacts = _adults(viewer, of)
    rows = access.get_students_for(viewer).filter(**within).values_list(*_NAMES)
    return {
        pk: identity.Person(
            pk,
            given,
            family,
            middle=middle,
            preferred=preferred,
            birth_on=born.get(pk),
            guardians=frozenset(adults[pk]),
            contacts=frozenset(contacts[pk] | _written(email, phone)),
            number=number,
        )
        for pk, given, middle, family, preferred, number, email, phone in rows.iterator()
    }


def facts_of(one: identity.Person, other: identity.Person) -> str:
    """This function will return the digest of all that is compared of two students. Their order does not matter."""
    return digest_of(
        (
            person.given,
            person.middle,
            person.family,
            person.preferred,
            person.birth_on,
            sorted(person.guardians),
            sorted(person.contacts),
            person.number,
        )
        for person in (one, other)
    )


def digest_of(told: Iterable[tuple[object, ...]]) -> str:
    """This function will return the digest of what is told of each of some records, in any order of them."""
    return sha256("\n".join(sorted(map(repr, told))).encode()).hexdigest()


def _adults(viewer: Viewer, of: dict[str, list[int]]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    names: dict[int, set[str]] = defaultdict(set)
    contacts: dict[int, set[str]] = defaultdict(set)
    rows = access.get_guardianships_for(viewer).filter(ended_at=None, **of)
    told = rows.values_list(
        "student_id", "guardian__given_name", "guardian__family_name", "guardian__email", "guardian__phone"
    )
    for student_id, given, family, email, phone in told.iterator():
        names[student_id].add(f"{given} {family}".casefold())
        contacts[student_id] |= _written(email, phone)
    return names, contacts


def _written(email: str, phone: str) -> set[str]:
    return {value for value in (email.casefold(), digits_of(phone)) if value}


def digits_of(phone: str) -> str:
    """This function will return the digits of a phone, however it is written."""
    return "".join(letter for letter in phone if letter.isdecimal())
