"""What a draft says, as one value: given by a form, checked before it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.models import Covers
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class DraftTerms:
    """All that somebody decides about an agreement. `school_ids` count where it covers some schools."""

    title: str
    relation: str
    purpose: str
    record_classes: tuple[str, ...]
    covers: str
    security: str
    starts_on: date
    ends_on: date
    breach_contact: str
    destroy_on: date
    purpose_es: str = ""
    school_ids: tuple[int, ...] = ()
    program: str = ""
    more_terms: str = ""


# The relations an agreement can give by itself; those on a referral or in a session need an act for one student too.
RELATIONS = ("partner", "directory_recipient", "state_analyst", "cabinet_analyst")
_BY_AN_ACT = {"partner": ("partner_referral", "partner_session")}


def classes_of(relation: str) -> tuple[str, ...]:
    """This function will return the classes of students' records an agreement may name for a relation.

    Those that only a referral or a session lets be seen are among them: an agreement that does not name them gives
    them to nobody.
    """
    found = [accounts.shipped_policy().named(code) for code in (relation, *_BY_AN_ACT.get(relation, ()))]
    named = {name for one in found for name in (one.see if one else ())}
    return tuple(name for name in accounts.RECORD_CLASSES if name in named - {"public"})


def chosen_shares(chosen: Iterable[str]) -> tuple[str, ...]:
    """This function will say in one way which classes of record, or which fields of them, somebody chose.

    **Raises** `RefusedInput` for what is neither.
    """
    try:
        return accounts.narrowed(chosen)
    except ValueError as error:
        raise RefusedInput(
            gettext_noop("There is no such class of record, or no such field of it."),
            gettext_noop("Choose out of those offered."),
        ) from error


def check_terms(terms: DraftTerms) -> None:
    """This function will do nothing for terms that hold together.

    **Raises** `RefusedInput` saying what is needed.
    """
    if not all(part.strip() for part in (terms.title, terms.purpose, terms.security, terms.breach_contact)):
        raise RefusedInput(
            gettext_noop("An agreement says its title, purpose, promises of security, and whom to tell of a breach."),
            gettext_noop("Fill in each of them."),
        )
    if terms.relation not in RELATIONS or terms.covers not in Covers.values:
        raise RefusedInput(
            gettext_noop("An agreement rests on one of the legal grounds offered, for the students offered."),
            gettext_noop("Choose one of each."),
        )
    if not terms.record_classes or set(map(accounts.class_of, terms.record_classes)) - set(classes_of(terms.relation)):
        raise RefusedInput(
            gettext_noop("On this legal ground an agreement may name only what the policy table lets such people see."),
            gettext_noop("Choose at least one class of record, and none beyond."),
        )
    if set(terms.record_classes) != set(chosen_shares(terms.record_classes)):
        raise RefusedInput(
            gettext_noop("Of a class of record an agreement names all, or fields with what always goes with them."),
            gettext_noop("Choose all of it, or only the parts that the purpose needs."),
        )
    if not terms.starts_on <= terms.ends_on <= terms.destroy_on:
        raise RefusedInput(
            gettext_noop("An agreement ends after it starts, and records are destroyed after it ends."),
            gettext_noop("Mend the dates."),
        )
    if terms.covers == Covers.SCHOOLS and not terms.school_ids:
        raise RefusedInput(gettext_noop("No school is named."), gettext_noop("Choose the schools it is about."))
