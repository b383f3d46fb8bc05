"""How far a handover is, in words people use."""

from django.utils.translation import gettext as _

from throughline.web.components.pieces import Status


def state_words() -> dict[str, str]:
    """This function will name how far a handover can be, those that wait for somebody first."""
    return {
        "none": _("None yet"),
        "asked": _("Asked for"),
        "written": _("Written, not read"),
        "read": _("Read there"),
        "stays": _("Stays here"),
    }


def state_status(state: str) -> Status:
    """This function will return how far a handover is, as a mark."""
    kinds = {"none": "care", "asked": "note", "written": "note", "read": "good"}
    return Status(state_words()[state], kinds.get(state, "quiet"))  # type: ignore[arg-type]  # one of its own kinds
