"""Load the invented district the way a district loads its own: by the commands a person would use."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from throughline.demo import cast, named
from throughline.demo.district import variant_night, write_demo_district
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.exchange import api as exchange
from throughline.rooms.funding import api as funding
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
}
DISTRICT_ROLES = {"district_finance", "district_data", "partner", "state_analyst"}
SCHOOL_ROLES = {"coordinator", "school_health", "school_leader"}
FORMULAS = ("guidebook-table-2-2", "illustrative-level-by-need")
STEPS = (_("people"), _("roster"), *RECORDS.values(), _("school budgets"))


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
        with accounts.acting_as(administrator):
            exchange.import_file(by=administrator, at=timezone.now(), kind="oneroster", path=files / "oneroster.zip")
        grant_cast_roles(users)
        say(STEPS[1])
        for kind, words in RECORDS.items():
            with accounts.acting_as(administrator):
                exchange.import_file(by=administrator, at=timezone.now(), kind=kind, path=files / f"{kind}.csv")
            say(words)
        _leave_the_next_night(administrator, files)
        _fund(users[cast.FINANCE.key].viewer())
        say(STEPS[-1])
        audit.record_act(by=SET_UP, at=timezone.now(), act="load", noun="demo district")


def _leave_the_next_night(administrator: Viewer, files: Path) -> None:
    """Tonight's roster has come in and been read; whether to take it is left for the administrator to decide."""
    night = variant_night(files, files / "tonight").path
    with accounts.acting_as(administrator):
        exchange.import_file(by=administrator, at=timezone.now(), kind="oneroster", path=night, hold=True)


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

    A role held at a school waits until the school is there.
    """
    organizations = district.ids_by_source_id()
    for member in cast.CAST:
        place = organizations.get(member.organization_id)
        if member.relation in DISTRICT_ROLES or (member.relation in SCHOOL_ROLES and place):
            _grant(users[member.key], member, place)


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
        rows = funding.schools_page(finance).rows
        funding.set_levels(by=finance, at=at, levels={row.id: row.suggestion.level for row in rows if row.suggestion})
        for key in FORMULAS:
            formula = funding.adopt_library_formula(by=finance, at=at, key=key).formula
        funding.start_run(by=finance, at=at, formula=formula, count_on=named.COUNT_DAY)
