"""Who answers for agreements."""

from throughline.rooms.agreements import access
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def check_may_manage(by: Viewer) -> None:
    """This function will do nothing for those who answer for agreements.

    **Raises** `NotAllowed` otherwise.
    """
    if by.duty != "set_up" and not access.may_manage(by):
        raise NotAllowed(
            gettext_noop("Agreements are kept by those who answer for students' records in the whole district."),
            gettext_noop("Ask the administrator or the privacy officer."),
        )
