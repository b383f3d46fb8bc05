"""Programs as people meet them: the catalog, one of them, and who could offer one."""

from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.partners import access
from throughline.rooms.partners.models import Program
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class ProgramsPage:
    """Every program, and whether the reader keeps any."""

    rows: list[Program]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """One program, and whether the reader keeps it."""

    program: Program
    may_keep: bool


def programs_page(viewer: Viewer) -> ProgramsPage:
    """This function will return every program by name, closed ones included."""
    return ProgramsPage(list(access.get_programs_for(viewer).order_by("name", "pk")), access.may_keep_any(viewer))


def program_page(viewer: Viewer, program_id: int) -> ProgramPage:
    """This function will return one program. **Raises** `NotFound` where there is none."""
    program = find_program(viewer, program_id)
    return ProgramPage(program, access.may_keep_at(viewer, program.provider_id, program.provider.kind))


def find_program(viewer: Viewer, program_id: int) -> Program:
    """This function will return one program, closed or not. **Raises** `NotFound` where there is none."""
    found = access.get_programs_for(viewer).filter(pk=program_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such program."))
    return found


def find_open_programs(viewer: Viewer) -> list[Program]:
    """This function will list the programs that are offered now, by name."""
    return list(access.get_programs_for(viewer).filter(closed_at=None).order_by("name", "provider__name", "pk"))


def find_providers(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will name the organizations whose programs `viewer` keeps: schools first, then partners."""
    schools = [(one.id, one.name, district.Kind.SCHOOL.value) for one in district.schools_on(accounts.today())]
    outside = [(one.id, one.name, one.kind) for one in district.find_outside(open_only=True)]
    reach = accounts.find_reach(viewer, "write", "needs")
    if not access.may_keep_any(viewer):
        return []
    return [
        (pk, name)
        for pk, name, kind in [*schools, *outside]
        if reach.everything or pk in reach.school_ids or kind in access.OUTSIDE
    ]
