"""Keep partner organizations and agencies. Whether `by` may is for the room that asks: this one stands below roles."""

import uuid
from dataclasses import asdict
from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.district import access
from throughline.rooms.district.models import OUTSIDE, Kind, Organization, OutsideProfile
from throughline.rooms.district.outside.queries import PROFILE_FIELDS, OutsideFacts
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def add_outside(*, by: Viewer, at: datetime, kind: Kind, facts: OutsideFacts, source_id: str = "") -> int:
    """This function will add a partner organization or an agency and return its number.

    **Raises** `RefusedInput` where its name is missing, or one that is open has it already.
    """
    if kind not in OUTSIDE:
        raise ValueError(f"{kind} is not outside the district")
    facts = _checked(facts)
    row = Organization.objects.create(
        source_id=source_id or f"kept-here:{uuid.uuid4()}", name=facts.name, kind=kind.value
    )
    OutsideProfile.objects.create(organization=row, **{name: getattr(facts, name) for name in PROFILE_FIELDS})
    audit.record_act(by=by, at=at, act="add", noun="organization", object_id=row.pk, details={"kind": kind.value})
    return row.pk


def change_outside(*, by: Viewer, at: datetime, organization_id: int, facts: OutsideFacts) -> bool:
    """This function will keep other facts of an organization, and tell whether any differs; the audit names which.

    **Raises** `NotFound` where there is none that people keep, `RefusedInput` as `add_outside`.
    """
    row = _locked(organization_id)
    facts = _checked(facts, but=row.pk)
    profile, _made = OutsideProfile.objects.get_or_create(organization=row)
    before = {"name": row.name, **{name: getattr(profile, name) for name in PROFILE_FIELDS}}
    changed = sorted(name for name, value in asdict(facts).items() if value != before[name])
    if not changed:
        return False
    row.name = facts.name
    row.save(update_fields=["name"])
    for name in PROFILE_FIELDS:
        setattr(profile, name, getattr(facts, name))
    profile.save()
    audit.record_act(by=by, at=at, act="change", noun="organization", object_id=row.pk, details={"changed": changed})
    return True


def close_outside(*, by: Viewer, at: datetime, organization_id: int) -> None:
    """This function will close an organization: it is kept, and offered no more. One that is closed stays so.

    **Raises** `NotFound` where there is none that people keep.
    """
    row = _locked(organization_id)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        audit.record_act(by=by, at=at, act="close", noun="organization", object_id=row.pk)


def reopen_outside(*, by: Viewer, at: datetime, organization_id: int) -> None:
    """This function will open an organization again that was closed.

    **Raises** `NotFound` where there is none that people keep, `RefusedInput` where another has its name by now.
    """
    row = _locked(organization_id)
    if row.ended_at is not None:
        _check_name_free(row.name, but=row.pk)
        row.ended_at = None
        row.save(update_fields=["ended_at"])
        audit.record_act(by=by, at=at, act="reopen", noun="organization", object_id=row.pk)


def _checked(facts: OutsideFacts, *, but: int = 0) -> OutsideFacts:
    facts = OutsideFacts(
        **{
            name: " ".join(value.split()) if name != "address" else value.strip()
            for name, value in asdict(facts).items()
        }
    )
    if not facts.name:
        raise RefusedInput(gettext_noop("An organization needs a name."), gettext_noop("Write its name."))
    _check_name_free(facts.name, but=but)
    return facts


def _check_name_free(name: str, *, but: int) -> None:
    if access.get_outside().filter(name__iexact=name, ended_at=None).exclude(pk=but).exists():
        raise RefusedInput(
            gettext_noop("A partner organization or agency of this name is kept already."),
            gettext_noop("Open that one, or write what tells the two apart."),
        )


def _locked(organization_id: int) -> Organization:
    row = Organization.objects.filter(kind__in=OUTSIDE, pk=organization_id).select_for_update().first()
    if row is None:
        raise NotFound(gettext_noop("There is no such partner organization or agency."))
    return row
