"""Who told something of a student, in words."""

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import Saying
from throughline.web.components import figures


def said_by(row: Saying) -> str:
    """This function will say who told something, as what, and when: `Thảo Nguyễn, Teacher, Nov 3, 2026`."""
    if row.is_own:
        return figures.short_day(row.told_on)
    parts = (row.author.name, accounts.relation_words(row.told_as), figures.short_day(row.told_on))
    return ", ".join(part for part in parts if part)
