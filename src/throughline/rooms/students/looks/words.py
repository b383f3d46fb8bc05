"""Where somebody looked and what is unusual, in words people use."""

from django.utils.translation import gettext, ngettext

from throughline.rooms.audit import api as audit
from throughline.values.words import gettext_noop as _

_PLACES = {
    "today": _("Today: a task that names the student"),
    "students.student": _("The student's page"),
    "students.list": _("The list of students"),
    "students.export": _("A file of the list of students"),
    "students.who_sees": _("Who can see this student"),
    "students.who_looked": _("Who looked at this record"),
    "students.record_requests": _("Requests about the record"),
    "students.opt_out": _("What may be shared without asking"),
    "students.opt_outs": _("The list of refusals"),
    "students.history": _("What changed in this record"),
    "students.photo": _("The student's photo"),
    "students.sayings": _("Own words, strengths and interests"),
    "students.timeline": _("The student's timeline"),
    "students.packet": _("A printed packet about the student"),
    "students.packet_choice": _("What a packet can hold"),
    "students.charts": _("The student's charts"),
    "students.team": _("The student's team"),
    "students.class_list": _("A class list of next year"),
    "students.class_list_export": _("A file of a class list of next year"),
    "students.class_wishes": _("Who is to be apart or together next year"),
    "students.class_history": _("How a class list came to be"),
    "students.duplicates": _("The list of students who may be entered twice"),
    "students.pair": _("Two students side by side, who may be one"),
    "students.joins": _("The list of students whose records were joined"),
    "students.adult_duplicates": _("The list of adults of families who may be entered twice"),
    "students.adults": _("Two adults of families who may be one person"),
    "students.adult_joins": _("The list of adults of families whose records were joined"),
    "students.emergency": _("Found by exact name, in an emergency"),
    "students.emergency_open": _("Opened in an emergency"),
    "students.emergencies": _("What was opened in emergencies"),
    "support.notes": _("Notes about the student"),
    "support.note": _("A note"),
    "support.opened": _("A restricted note, opened for a reason"),
    "support.changed": _("A note, to change it"),
    "support.file": _("A file kept with a note"),
    "support.find": _("A search in notes"),
    "support.handover": _("A handover to another school"),
    "support.handovers": _("A list of students who change schools"),
    "support.meeting": _("A meeting: the student's page there"),
    "support.list": _("The list of a meeting"),
    "support.recap": _("The recap of a meeting"),
    "support.decisions": _("What was decided in a meeting"),
    "support.supports": _("The student's supports"),
    "support.plans": _("The student's plan"),
    "support.proposals": _("Goals the student and the family proposed"),
    "support.group": _("Who is in a program, to write down a session"),
    "warning.student": _("The student's early warning"),
    "warning.flags": _("The list of flags"),
    "warning.no_contact": _("The list of those absent with whom nobody spoke"),
    "warning.plan_late": _("The list of plans whose review is late"),
    "warning.unchecked": _("The list of supports that ended unchecked"),
    "warning.no_note": _("The list of those failing of whom nobody wrote"),
    "warning.trial": _("Whom other rules of early warning would flag"),
    "agreements.consents": _("Consents to sharing"),
    "agreements.paper": _("The scan of a consent"),
    "agreements.list": _("The list of students of an agreement"),
    "imports": _("What an import brings"),
    "imports.sample": _("A sample of an import, to be checked"),
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
        "many_emergencies": ngettext(
            "Opened %(n)s record in an emergency within 30 days.",
            "Opened %(n)s records in an emergency within 30 days.",
            n,
        ),
        "emergency_unreviewed": ngettext(
            "Opened %(n)s record in an emergency that nobody reviewed in time.",
            "Opened %(n)s records in an emergency that nobody reviewed in time.",
            n,
        ),
    }
    return words[one.code] % {"n": n}
