"""Add a program, change it, close it and open it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.partners import access
from throughline.rooms.partners.models import Program
from throughline.rooms.partners.programs.domains import PLACE_CLASSES, domains
from throughline.rooms.partners.programs.queries import find_program, find_providers
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What is written down of a program. **Units** `minutes` of one usual session, None where it varies."""

    name: str
    domain: str
    does: str = ""
    record_class: str = PLACE_CLASSES[0]
    minutes: int | None = None


@transaction.atomic
def add_program(*, by: Viewer, at: datetime, key: UUID, provider_id: int, facts: ProgramFacts) -> Program:
    """This function will add a program of a school or an organization outside; sent twice, it is added once.

    **Raises** `NotAllowed` where `by` does not keep that organization's programs, `RefusedInput` where something is
    needed or there is an open program of this name.
    """
    if provider_id not in dict(find_providers(by)):
        access.check_may_keep_at(by, 0, "")
        raise RefusedInput(gettext_noop("Choose a school or partner whose programs you keep."), "")
    _check(facts)
    before = access.get_programs_for(by).filter(key=key).first()
    if before is not None:
        return before
    program = _keep(Program(key=key, provider_id=provider_id, added_at=at, **_columns(facts)))
    audit.record_act(by=by, at=at, act="add", noun="program", object_id=program.pk)
    return program


@transaction.atomic
def change_program(*, by: Viewer, at: datetime, program_id: int, facts: ProgramFacts) -> Program:
    """This function will change what is written down of a program. **Raises** as `add_program`, and `NotFound`.

    Places that students have already keep the class of record they were given under.
    """
    program = _kept(by, program_id)
    _check(facts)
    for name, value in _columns(facts).items():
        setattr(program, name, value)
    _keep(program)
    audit.record_act(by=by, at=at, act="change", noun="program", object_id=program.pk)
    return program


@transaction.atomic
def close_program(*, by: Viewer, at: datetime, program_id: int) -> Program:
    """This function will offer a program no more; places that students have stay. **Raises** as `change_program`."""
    program = _kept(by, program_id)
    if program.closed_at is None:
        program.closed_at = at
        program.save(update_fields=["closed_at"])
        audit.record_act(by=by, at=at, act="close", noun="program", object_id=program.pk)
    return program


@transaction.atomic
def reopen_program(*, by: Viewer, at: datetime, program_id: int) -> Program:
    """This function will offer a closed program again. **Raises** as `change_program`."""
    program = _kept(by, program_id)
    if program.closed_at is not None:
        program.closed_at = None
        _keep(program)
        audit.record_act(by=by, at=at, act="reopen", noun="program", object_id=program.pk)
    return program


def _kept(by: Viewer, program_id: int) -> Program:
    program = find_program(by, program_id)
    access.check_may_keep_at(by, program.provider_id, program.provider.kind)
    return program


def _columns(facts: ProgramFacts) -> dict[str, object]:
    return {
        "name": " ".join(facts.name.split()),
        "domain": facts.domain,
        "does": facts.does.strip(),
        "record_class": facts.record_class,
        "minutes": facts.minutes,
    }


def _check(facts: ProgramFacts) -> None:
    if not facts.name.strip():
        raise RefusedInput(gettext_noop("A program needs a name."), gettext_noop("Give the name that people use."))
    if facts.domain not in domains() or facts.record_class not in PLACE_CLASSES:
        raise RefusedInput(gettext_noop("Choose what the program is about, and who may know of a place in it."), "")
    if facts.minutes is not None and not 0 < facts.minutes <= MOST_MINUTES:
        raise RefusedInput(gettext_noop("A session lasts at least a minute and at most a day."), "")


def _keep(program: Program) -> Program:
    try:
        with transaction.atomic():
            program.save()
    except IntegrityError:
        raise RefusedInput(
            gettext_noop("This organization has a program of this name already."),
            gettext_noop("Use that one, or give this one another name."),
        ) from None
    return program
