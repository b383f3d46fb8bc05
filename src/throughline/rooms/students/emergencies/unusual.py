"""What is unusual in the emergencies of a time: one person's many, and those that nobody reviewed in time."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.emergencies.queries import is_overdue
from throughline.values.viewer import Viewer


def find_unusual_emergencies(viewer: Viewer, since: datetime, *, at: datetime) -> list[audit.UnusualLooking]:
    """This function will list who opened many records since a moment, and whose openings wait too long for a review.

    Each is listed on the day of the person's latest opening.
    """
    opened: dict[tuple[int, str], list[tuple[datetime, int, bool]]] = defaultdict(list)
    rows = access.get_emergencies_for(viewer).filter(opened_at__gte=since).select_related("user")
    for one in rows.order_by("opened_at"):
        opened[one.user_id, one.user.name].append((one.opened_at, one.student_id, is_overdue(one, at)))
    found = []
    for (user_id, name), times in opened.items():
        waiting = [one for one in times if one[2]]
        if len(times) >= audit.unusual_rules().emergencies_a_month:
            day = timezone.localtime(times[-1][0]).date()
            found.append(audit.UnusualLooking("many_emergencies", day, user_id, name, len(times)))
        if waiting:
            day = timezone.localtime(waiting[-1][0]).date()
            found.append(audit.UnusualLooking("emergency_unreviewed", day, user_id, name, len(waiting)))
    return found
