"""Keep partner organizations and agencies: who may, and what closing one ends."""

from datetime import datetime

from throughline.rooms.accounts.partners.queries import check_may_keep
from throughline.rooms.accounts.roles.commands import end_roles_at
from throughline.rooms.district import api as district
from throughline.values.viewer import Viewer


def add_partner(
    *, by: Viewer, at: datetime, kind: district.Kind, facts: district.OutsideFacts, source_id: str = ""
) -> int:
    """This function will add a partner organization or an agency and return its number.

    **Raises** `NotAllowed` for those who do not keep them, `RefusedInput` where its name is missing or taken.
    """
    check_may_keep(by)
    return district.add_outside(by=by, at=at, kind=kind, facts=facts, source_id=source_id)


def change_partner(*, by: Viewer, at: datetime, organization_id: int, facts: district.OutsideFacts) -> bool:
    """This function will keep other facts of an organization, and tell whether any differs.

    **Raises** `NotAllowed` and `RefusedInput` as `add_partner`, `NotFound` where there is none.
    """
    check_may_keep(by)
    return district.change_outside(by=by, at=at, organization_id=organization_id, facts=facts)


def close_partner(*, by: Viewer, at: datetime, organization_id: int) -> int:
    """This function will close an organization, end the roles its people hold there at once, and return how many.

    **Raises** `NotAllowed` as `add_partner`, `NotFound` where there is none.
    """
    check_may_keep(by)
    district.close_outside(by=by, at=at, organization_id=organization_id)
    return end_roles_at(by=by, at=at, organization_id=organization_id)


def reopen_partner(*, by: Viewer, at: datetime, organization_id: int) -> None:
    """This function will open an organization again; roles there are given anew, by the administrator.

    **Raises** `NotAllowed` and `RefusedInput` as `add_partner`, `NotFound` where there is none.
    """
    check_may_keep(by)
    district.reopen_outside(by=by, at=at, organization_id=organization_id)
