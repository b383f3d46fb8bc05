"""What the shipped table allows, and who may leave less of it."""

from dataclasses import dataclass

from throughline.rooms.accounts.sight.document import shipped_policy
from throughline.rooms.accounts.sight.queries import holds
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

ACTS = ("see", "write", "export")
_TIGHTEN = ("district_admin", "privacy_officer")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one relation may do with one class of record."""

    see: bool
    write: bool
    export: bool

    def within(self, other: "Allowed") -> bool:
        """This function will tell whether nothing is allowed here that is not allowed there."""
        return all(getattr(other, act) or not getattr(self, act) for act in ACTS)


def check_may_tighten(by: Viewer) -> None:
    """This function will do nothing for those who may tighten the table.

    **Raises** `NotAllowed` otherwise.
    """
    if not may_tighten(by):
        raise NotAllowed(
            gettext_noop("Only the administrator and the privacy officer tighten the policy table."),
            gettext_noop("Tell one of them what should be narrower, and why."),
        )


def shipped_allowance(relation: str, record_class: str) -> Allowed:
    """This function will return what the shipped table allows a relation of a class of record."""
    found = shipped_policy().named(relation)
    if found is None:
        return Allowed(False, False, False)
    return Allowed(record_class in found.see, record_class in found.write, record_class in found.export)


def may_tighten(viewer: Viewer) -> bool:
    """This function will tell whether `check_may_tighten` would pass."""
    return holds(viewer, *_TIGHTEN)
