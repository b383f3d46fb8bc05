"""Where somebody looked and what is unusual, in words people use."""

from django.utils.translation import gettext, ngettext

from throughline.rooms.audit import api as audit
from throughline.values.words import gettext_noop as _

_PLACES = {
    "students.student": _("The student's page"),
    "students.list": _("The list of students"),
    "students.export": _("A file of the list of students"),
    "students.who_sees": _("Who can see this student"),
    "students.who_looked": _("Who looked at this record"),
    "funding.count": _("Who is in a school's count"),
}


def place_words(code: str) -> str:
    """This function will name the page on which somebody looked."""
    return gettext(_PLACES[code]) if code in _PLACES else code


def unusual_words(one: audit.UnusualLooking) -> str:
    """This function will say why somebody's looking on a day is pointed out."""
    n = one.n_students
    words = {
        "many_students": ngettext("Looked at %(n)s student in one day.", "Looked at %(n)s students in one day.", n),
        "after_hours": ngettext(
            "Looked at %(n)s student at night or on a weekend.", "Looked at %(n)s students at night or on a weekend.", n
        ),
        "own_relatives": ngettext(
            "Looked at %(n)s student of their own family by a role at work.",
            "Looked at %(n)s students of their own family by a role at work.",
            n,
        ),
    }
    return words[one.code] % {"n": n}
