"""The invented district's agreements and consents: one in force, with a few families' consents, and one unsigned."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import override

from throughline.demo import cast, named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import api as agreements
from throughline.rooms.district import api as district
from throughline.rooms.students import api as students

FIRST_DAY = date(2026, 8, 17)
LAST_DAY = date(2027, 6, 30)
DESTROYED_BY = date(2027, 7, 31)
BREACH_CONTACT = f"{cast.PRIVACY_OFFICER.name}, {cast.PRIVACY_OFFICER.email}"
# Students of Mateo's school whose families consented; nobody with a part of their own in a test.
N_OTHERS = 4


def share(users: Mapping[str, accounts.User]) -> None:
    """This function will put the youth center's agreement in force, and leave the state's unsigned.

    It names plans and supports, so that who leads the robotics club sees the club's own, of those whose family agreed.
    """
    places = district.ids_by_source_id()
    schools = (places[named.HIGH], places[named.MIDDLE])
    organization, template = places[named.PARTNER_ORGANIZATION], "after_school_program"
    riverlight = _draft(users, organization, template, school_ids=schools, more_classes=("supports",))
    _sign(users, riverlight)
    _draft(users, places[named.STATE_ORGANIZATION], "state_evaluation")
    _mother_consents(users[cast.GUARDIAN.key], riverlight)
    _others_consent(users[cast.COORDINATOR.key], riverlight)


def _draft(
    users: Mapping[str, accounts.User],
    organization_id: int,
    template: str,
    *,
    school_ids: tuple[int, ...] = (),
    more_classes: tuple[str, ...] = (),
) -> int:
    """Draft what a template says, and `more_classes` that this organization needs for what it does."""
    administrator = users[cast.ADMINISTRATOR.key].viewer()
    found = agreements.find_template(template)
    assert found is not None  # noqa: S101 - it is shipped with the library
    terms = agreements.DraftTerms(
        title=found.name.en,
        relation=found.relation,
        purpose=found.purpose.en,
        purpose_es=found.purpose.es,
        record_classes=(*found.record_classes, *more_classes),
        covers=found.covers,
        school_ids=school_ids,
        security=found.security.en,
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        destroy_on=DESTROYED_BY,
        breach_contact=BREACH_CONTACT,
    )
    with accounts.acting_as(administrator):
        made = agreements.draft_agreement(
            by=administrator, at=timezone.now(), organization_id=organization_id, template=template, terms=terms
        )
    return made.pk


def _sign(users: Mapping[str, accounts.User], agreement_id: int) -> None:
    for member, side, position in (
        (cast.ADMINISTRATOR, "district", "Administrator"),
        (cast.PARTNER, "partner", "Director of programs"),
    ):
        viewer = users[member.key].viewer()
        with accounts.acting_as(viewer):
            agreements.sign_agreement(
                by=viewer,
                at=timezone.now(),
                agreement_id=agreement_id,
                number=1,
                side=side,
                name=member.name,
                position=position,
                signed_on=FIRST_DAY,
            )


def _mother_consents(mother: accounts.User, agreement_id: int) -> None:
    viewer = mother.viewer()
    with accounts.acting_as(viewer):
        mateo = students.get_students_for(viewer).get(source_id=named.CAST_STUDENT)
        agreements.give_consent(
            by=viewer,
            at=timezone.now(),
            student_id=mateo.pk,
            agreement_id=agreement_id,
            record_classes=("directory", "enrollment", "supports"),
            ends_on=LAST_DAY,
            name=mother.name,
            language="es",
        )


def _others_consent(coordinator: accounts.User, agreement_id: int) -> None:
    """The coordinator records what some families of her school said, spoken before a witness."""
    viewer = coordinator.viewer()
    with accounts.acting_as(viewer), override("en"):
        standing = students.get_guardianships_for(viewer).filter(ended_at=None, student__grade="09")
        named_apart = {named.PREFERRED_NAME_STUDENT}
        rows = standing.exclude(student__source_id__in=named_apart).order_by("student__source_id", "pk")
        first = {row.student_id: row for row in reversed(rows.select_related("guardian"))}
        for row in sorted(first.values(), key=lambda row: row.student_id)[:N_OTHERS]:
            agreements.record_consent(
                by=viewer,
                at=timezone.now(),
                student_id=row.student_id,
                agreement_id=agreement_id,
                guardian_id=row.guardian_id,
                record_classes=("directory",),
                starts_on=date(2026, 9, 8),
                ends_on=LAST_DAY,
                how="spoken",
                language="en",
                witness=cast.PRINCIPAL.name,
            )
