"""Load the invented district the way a district loads its own: by the commands a person would use."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from throughline.demo import cast, named
from throughline.demo.agreements import share
from throughline.demo.classes import list_classes
from throughline.demo.district import variant_night, write_demo_district
from throughline.demo.funds import demo_counts, demo_earlier, demo_funds
from throughline.demo.handovers import hand_over
from throughline.demo.last_year import bring_in_last_year
from throughline.demo.meetings import meet
from throughline.demo.own_words import tell_of_students
from throughline.demo.plans import write_plans
from throughline.demo.positions import bring_in_staff, demo_positions
from throughline.demo.students_ahead import project_students
from throughline.demo.supports import give_supports
from throughline.demo.title_one import begin_with_title_one
from throughline.demo.warning import warn
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.exchange import api as exchange
from throughline.rooms.funding import api as funding
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop as _

SET_UP = Viewer(duty="set_up", name="Throughline")
FIRST_DAY = date(2026, 7, 1)
RECORDS = {
    "needs": _("need categories"),
    "attendance": _("attendance"),
    "marks": _("marks"),
    "behavior": _("behavior incidents"),
    "assessments": _("assessments"),
    "languages": _("languages at home"),
}
DISTRICT_ROLES = {
    "district_finance",
    "district_data",
    "district_support",
    "privacy_officer",
    "partner",
    "state_analyst",
}
SCHOOL_ROLES = {"coordinator", "school_counselor", "school_health", "school_leader"}
# Partner organizations and agencies the cast belongs to: kept by people, never in a roster.
OUTSIDE = (
    (
        named.PARTNER_ORGANIZATION,
        district.Kind.PARTNER,
        district.OutsideFacts(
            name=named.PARTNER_NAME,
            does="After-school and summer programs for students in grades 6 to 12.",
            contact=cast.PARTNER.name,
            phone="555-0142",
            email="hello@riverlight.example",
            website="https://riverlight.example",
            address="12 Mill Street\nAlder Valley",
        ),
    ),
    (
        named.STATE_ORGANIZATION,
        district.Kind.AGENCY,
        district.OutsideFacts(
            name=named.STATE_NAME,
            does="Evaluates the programs that the state pays for.",
            contact=cast.STATE_ANALYST.name,
            email="office@student-success.example",
        ),
    ),
)
FORMULAS = ("hawaii-style-pool", "guidebook-table-2-2", "illustrative-level-by-need")
NEXT_YEAR = date(2027, 7, 1)
SHADOW = "More for students in poverty, phased in over three years. The board decides in March; ask the finance office."
# A scenario that moves dollars: less for every student, more for those in poverty.
MORE_FOR_NEED = {
    "rate_all.elementary": "6050",
    "rate_all.middle": "5950",
    "rate_all.high": "6700",
    "rate_economically_disadvantaged.elementary": "2100",
    "rate_economically_disadvantaged.middle": "2050",
    "rate_economically_disadvantaged.high": "2150",
}
# Who wrote about whom, which kind of note, for whose eyes, what, and who is asked to read it.
NOTES = (
    (
        "coordinator",
        named.CAST_STUDENT,
        "student_talk",
        "notes",
        (
            "Mateo wants to join the robotics club and would need a ride home on Thursdays. He helps a younger cousin "
            "with mathematics and is proud of it. I ask the club for a place and his mother about the ride."
        ),
        ("teacher",),
    ),
    (
        "nurse",
        named.CAST_STUDENT,
        "health",
        "notes_health",
        "Uses his inhaler before sports; knows himself when he needs it. Spare one in the nurse's office.",
        (),
    ),
    (
        "counselor",
        named.CLASSMATE,
        "child_protection",
        "notes_protection",
        "Told me what happened at home last weekend. Reported the same day; the agency calls back on Monday.",
        (),
    ),
    (
        "privacy_officer",
        named.CLASSMATE,
        "legal",
        "notes_legal",
        "A court order of October 2 names who may pick the student up. A copy is with the office.",
        (),
    ),
)
STEPS = (_("people"), _("last school year"), _("roster"), *RECORDS.values(), _("school budgets"))


def is_loaded() -> bool:
    """This function will tell whether the invented district is there, whole."""
    return audit.has_act("load", "demo district")


def load_demo(say: Callable[[str], None] = lambda _step: None) -> None:
    """This function will load the invented district and its cast, all of it or nothing.

    `say` is told each of `STEPS` as it is done.
    """
    with TemporaryDirectory() as folder, accounts.acting_as(SET_UP):
        files = Path(folder)
        write_demo_district(files)
        users = add_cast()
        say(STEPS[0])
        administrator = users[cast.ADMINISTRATOR.key].viewer()
        bring_in_last_year(administrator, files / "last-year")
        say(STEPS[1])
        with accounts.acting_as(administrator):  # some finished school in June, which is more than leave in a night
            roster = files / "oneroster.zip"
            exchange.import_file(
                by=administrator, at=timezone.now(), kind="oneroster", path=roster, confirm_ending=True
            )
        grant_cast_roles(users)
        say(STEPS[2])
        for kind, words in RECORDS.items():
            with accounts.acting_as(administrator):
                exchange.import_file(by=administrator, at=timezone.now(), kind=kind, path=files / f"{kind}.csv")
            say(words)
        _tell_of_an_emergency(users)
        _write_notes(users)
        tell_of_students(users)
        warn(users)
        give_supports(users)
        write_plans(users)
        meet(users)
        list_classes(users)
        hand_over(users)
        _leave_the_next_night(administrator, files)
        _fund(users[cast.FINANCE.key].viewer())
        share(users)
        students.look_for_duplicates(by=administrator, at=timezone.now())
        students.look_for_adults(by=administrator, at=timezone.now())
        say(STEPS[-1])
        audit.record_act(by=SET_UP, at=timezone.now(), act="load", noun="demo district")


def _write_notes(users: dict[str, accounts.User]) -> None:
    """A few notes by the cast, one for each audience that somebody of the high school writes for."""
    for key, student, kind, audience, text, asked in NOTES:
        writer = users[key].viewer()
        with accounts.acting_as(writer):
            found = students.get_students_for(writer).get(source_id=student)
            written = support.Written(
                key=uuid5(NAMESPACE_URL, f"{key} {student} {kind}"),
                kind=kind,
                audience=audience,
                on=accounts.today(),
                text=text,
                mentions=tuple(users[name].pk for name in asked),
            )
            support.write_note(by=writer, at=timezone.now(), student_id=found.pk, written=written)


def _leave_the_next_night(administrator: Viewer, files: Path) -> None:
    """Tonight's roster has come in and been read; whether to take it is left for the administrator to decide."""
    night = variant_night(files, files / "tonight").path
    with accounts.acting_as(administrator):
        exchange.import_file(by=administrator, at=timezone.now(), kind="oneroster", path=night, hold=True)


def _tell_of_an_emergency(users: dict[str, accounts.User]) -> None:
    """A month ago the nurse opened the record of a student of another school; the privacy officer reviewed it."""
    nurse, officer = users[cast.NURSE.key].viewer(), users[cast.PRIVACY_OFFICER.key].viewer()
    with accounts.acting_as(officer):
        student = students.get_students_for(officer).get(source_id=named.OTHER_SCHOOL_STUDENT)
    opened = students.open_emergency(
        by=nurse,
        at=datetime(2026, 10, 20, 17, 40, tzinfo=UTC),
        student_id=student.pk,
        reason="Allergic reaction on the visit to our science fair; I need the care plan and a parent's phone.",
    )
    with accounts.acting_as(officer):
        students.review_emergency(
            by=officer,
            at=datetime(2026, 10, 21, 16, 5, tzinfo=UTC),
            emergency_id=opened.pk,
            upheld=True,
            words="The fair's teacher confirms it. The nurse looked for four minutes and called the mother.",
        )


def load_people() -> None:
    """This function will give a district's first day: everybody can sign in, and there is no roster yet."""
    with accounts.acting_as(SET_UP):
        grant_cast_roles(add_cast())


def add_cast() -> dict[str, accounts.User]:
    """This function will let every member of the cast sign in; only the administrator holds a role so far."""
    users = {}
    for member in cast.CAST:
        users[member.key] = accounts.add_person(
            by=SET_UP,
            at=timezone.now(),
            username=member.username,
            name=member.name,
            email=member.email,
            language=member.language,
            source_id=member.person_id,
        )
    _grant(users[cast.ADMINISTRATOR.key], cast.ADMINISTRATOR, None)
    return users


def grant_cast_roles(users: dict[str, accounts.User]) -> None:
    """This function will give the cast the roles that are granted; class lists and families give the others.

    A role held at a school waits until the school is there; those outside are held at their own organizations.
    """
    _add_outside()
    organizations = district.ids_by_source_id()
    for member in cast.CAST:
        place = organizations.get(member.organization_id)
        if member.relation in DISTRICT_ROLES or (member.relation in SCHOOL_ROLES and place):
            _grant(users[member.key], member, place)


def _add_outside() -> None:
    for source_id, kind, facts in OUTSIDE:
        accounts.add_partner(by=SET_UP, at=timezone.now(), kind=kind, facts=facts, source_id=source_id)


def _grant(user: accounts.User, member: cast.CastMember, organization_id: int | None) -> None:
    accounts.grant_role(
        by=SET_UP,
        at=timezone.now(),
        user=user,
        relation=member.relation,
        organization_id=organization_id,
        starts_on=FIRST_DAY,
    )


def _fund(finance: Viewer) -> None:
    at = timezone.now()
    with accounts.acting_as(finance):
        rows = funding.schools_page(finance, now=at).rows
        funding.set_levels(by=finance, at=at, levels={row.id: row.suggestion.level for row in rows if row.suggestion})
        kept = {key: funding.adopt_library_formula(by=finance, at=at, key=key).formula for key in FORMULAS}
        run = funding.start_run(by=finance, at=at, formula=kept[FORMULAS[-1]], count_on=named.COUNT_DAY).run
        for year, kind, budgets in demo_earlier(run.budgets.order_by("school_source_id")):
            funding.bring_in_prior_budgets(by=finance, at=at, year=year, kind=kind, budgets=budgets)
        for year, positions, guarantees in demo_positions():
            funding.bring_in_positions(by=finance, at=at, year=year, positions=positions)
            funding.guarantee_program(by=finance, at=at, year=year, guarantees=guarantees)
        bring_in_staff(finance, at, run.budgets.order_by("school_source_id"))
        funds = demo_funds(run.total_cents)
        funding.bring_in_revenues(by=finance, at=at, funds=funds)
        formula, brought = kept[FORMULAS[-1]], funding.Brought(funds=funds)
        run = funding.start_run(by=finance, at=at, formula=formula, count_on=named.COUNT_DAY, brought=brought).run
        at_once = funding.begin_scenario(
            by=finance, at=at, name="At once", formula=formula, count_on=named.COUNT_DAY, brought=brought
        )
        funding.decide_scenario(by=finance, at=at, scenario=at_once, decided=funding.Decided(MORE_FOR_NEED))
        name = "Over three years, held harmless"
        slowly = funding.branch_scenario(by=finance, at=at, scenario=at_once, name=name)
        net = funding.SafetyNet(hold_share="0.98", phase_years=3)
        slowly = funding.decide_scenario(
            by=finance, at=at, scenario=slowly, decided=funding.Decided(MORE_FOR_NEED, net=net)
        )
        begin_with_title_one(finance, at, funds)
        project_students(finance, at)  # the file of next October says no grades, and a projection does
        ahead, next_count = SchoolYear.of(NEXT_YEAR).ends, date(NEXT_YEAR.year, 10, 1)
        funding.bring_in_counts(by=finance, at=at, on=next_count, schools=list(demo_counts()))
        told = funding.begin_scenario(
            by=finance,
            at=at,
            name="Next year, as schools were told",
            formula=formula,
            count_on=next_count,
            brought=brought,
            year=ahead,
        )
        told = funding.decide_scenario(
            by=finance,
            at=at,
            scenario=told,
            decided=funding.Decided(MORE_FOR_NEED, net=replace(net, kept_minimums=True, guaranteed=True)),
        )
        funding.lock_scenario(by=finance, at=at, scenario=told)
        funding.publish_notice(by=finance, at=at, scenario=told, starts_on=NEXT_YEAR, says=SHADOW)
        rule = funding.YearRule(over_n=2, keep_share="0.98", last_on="2027-02-01")
        name, day = "Recount of November 20", named.LAST_DATA_DAY
        funding.begin_recount(by=finance, at=at, name=name, run=run, count_on=day, rule=rule)
