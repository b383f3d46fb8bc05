"""What stands beside each adult on a student's page: what they may do for the student, and what limits them today.

A duty reads the limits, whose order and reason are for those who answer district-wide; staff read what holds, not why.
"""

from collections.abc import Mapping

from django.db.models import F
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.access import DUTY
from throughline.rooms.agreements.compiling.days import eighteenth_birthday
from throughline.rooms.agreements.consents.speakers import limits_today
from throughline.rooms.agreements.models import ContactLimit
from throughline.rooms.agreements.words import limit_words
from throughline.rooms.students import api as students


def find_contact_rights(student: students.Student) -> Mapping[int, students.Rights]:
    """This function will return the rights of each guardian of a student; the caller has checked who is told.

    Where two records are one person, what limits either limits both.
    """
    with accounts.acting_as(DUTY, reads=True):
        standing = students.get_guardianships_for(DUTY).filter(student=student, ended_at=None, guardian__ended_at=None)
        birth = F("student__demographics__birth_on")
        rows = list(
            standing.annotate(one=students.one_adult("guardian"), born=birth).values_list("guardian", "one", "born")
        )
        people = {guardian_id: one for guardian_id, one, _born in rows}
        held: dict[int, list[ContactLimit]] = {one: [] for one in people.values()}
        limits = limits_today().filter(student=student).annotate(one=students.one_adult("guardian"))
        for row in limits.filter(one__in=list(held)).order_by("pk"):
            held[row.one].append(row)
    born = next((born for _guardian_id, _one, born in rows), None)
    is_adult = born is not None and eighteenth_birthday(born) <= accounts.today()
    return {guardian_id: _rights(held[one], is_adult=is_adult) for guardian_id, one in people.items()}


def _rights(rows: list[ContactLimit], *, is_adult: bool) -> students.Rights:
    limits = tuple(dict.fromkeys(words for row in rows for words in limit_words(row)))
    if is_adult:
        says = _("The student is 18 and speaks for themselves.")
    elif any(row.may_not_consent for row in rows):
        says = ""
    else:
        says = _("May consent for the student.")
    return students.Rights(says, limits, not any(row.may_not_be_reached for row in rows))
