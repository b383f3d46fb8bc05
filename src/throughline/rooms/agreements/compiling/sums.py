"""What an agreement in force and consents in force let an organization see of one student: pure sums, no rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.compiling.days import Days, eighteenth_birthday

# Relations whose students are those a family agreed to; of the others, those that the agreement is about.
BY_CONSENT = "consent"
DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement in force says: for which relation, classes of record (or fields of them) and days."""

    relation: str
    record_classes: frozenset[str]
    days: Days

    @property
    def ground(self) -> str:
        """The legal ground, as the policy table ties it to the relation."""
        found = accounts.shipped_policy().named(self.relation)
        return found.ground if found else ""


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that was not withdrawn. `barred` are the days on which who gave it may not consent."""

    by_student: bool
    record_classes: frozenset[str]
    days: Days
    barred: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A student was referred, or is on the roster of a session, for days."""

    relation: str
    days: Days


@dataclass(frozen=True, slots=True)
class Covered:
    """One student an agreement is about, with what the family said and what stands in the way."""

    student_id: int
    born_on: date | None = None
    opted_out: bool = False
    blocked: bool = False
    consents: tuple[Given, ...] = ()
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """That an organization stands in a relation to a student and sees some classes, for days."""

    relation: str
    record_classes: frozenset[str]
    days: Days


def shown_of(terms: Terms, student: Covered) -> list[Shown]:
    """This function will return what an agreement lets its organization see of a student, and on which days.

    By consent: what agreement, consent and policy all allow, while both are in force. As directory information: only
    that, and of nobody who opted out. For an audit, evaluation or study: what agreement and policy allow.
    """
    if terms.ground == BY_CONSENT:
        return [] if student.blocked else list(_by_consent(terms, student))
    if terms.ground == DIRECTORY and student.opted_out:
        return []
    return list(_shown(terms.relation, terms.record_classes, terms.days))


def _by_consent(terms: Terms, student: Covered) -> Iterator[Shown]:
    for given in student.consents:
        classes = accounts.in_both(terms.record_classes, given.record_classes)
        for days in _counts_on(given, student.born_on):
            days = days.within(terms.days)
            yield from _shown(terms.relation, classes, days)
            for placed in student.placed:
                yield from _shown(placed.relation, classes, days.within(placed.days))


def _counts_on(given: Given, born_on: date | None) -> Iterable[Days]:
    """The days a consent counts: a guardian's until the student turns 18, the student's own from then on."""
    days = given.days
    if born_on is not None:
        birthday = eighteenth_birthday(born_on)
        days = days.within(Days(birthday, None) if given.by_student else Days(None, birthday - timedelta(1)))
    elif given.by_student:
        return []  # nothing tells that the student is 18
    left = [days] if days else []
    for barred in given.barred:
        left = [part for piece in left for part in piece.without(barred)]
    return left


def _shown(relation: str, classes: frozenset[str], days: Days) -> Iterator[Shown]:
    policy = accounts.shipped_policy().named(relation)
    seen = accounts.in_both(classes, frozenset(policy.see if policy else ()) - {"public"})
    if days and seen:
        yield Shown(relation, seen, days)
