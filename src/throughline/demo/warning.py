"""Early warning in the invented district: rules switched on, flags raised, and the first of them answered."""

from django.utils import timezone

from throughline.demo import cast
from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning import api as warning
from throughline.values.viewer import Viewer

WHY_THESE = "The cabinet begins with the common figures and looks at them again after the first semester."
DECIDED = (
    "The team meets every Thursday already, and attendance is better since the club began. We look again in December."
)


def warn(users: dict[str, accounts.User]) -> None:
    """This function will switch the first rules on as the data lead, and answer a few flags as the coordinator."""
    lead, coordinator = users[cast.DATA_LEAD.key].viewer(), users[cast.COORDINATOR.key].viewer()
    at = timezone.now()
    with accounts.acting_as(lead):
        draft = warning.save_draft(by=lead, at=at)
        warning.switch_on(by=lead, at=at, version=draft, why=WHY_THESE)
    warning.work_out_warning(by=lead, at=at)
    with accounts.acting_as(coordinator):
        _answer(coordinator)


def _answer(coordinator: Viewer) -> None:
    """One flag is answered, two are the coordinator's own, and the others wait for somebody."""
    at, mine = timezone.now(), warning.find_open_flags(coordinator)[:3]
    for place, flag_id in enumerate(mine):
        if place == 0:
            warning.clear_flag(by=coordinator, at=at, flag_id=flag_id, outcome="already_helped", why=DECIDED)
        else:
            warning.take_flag(by=coordinator, at=at, flag_id=flag_id)
