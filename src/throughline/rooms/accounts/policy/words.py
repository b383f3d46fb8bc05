"""The policy table's codes, in words people use."""

from django.utils.translation import gettext

from throughline.values.words import gettext_noop as _

RELATIONS = {
    "district_data": _("District data lead"),
    "district_admin": _("Administrator"),
    "district_finance": _("District finance"),
    "school_leader": _("School leadership"),
    "coordinator": _("Coordinator"),
    "school_health": _("Nurse"),
    "school_counselor": _("Counselor"),
    "teacher": _("Teacher"),
    "guardian": _("Family"),
    "self": _("Student"),
    "partner": _("Partner"),
    "state_analyst": _("State analyst"),
    "duty:need_count": _("The system, counting needs"),
    "duty:relations": _("The system, working out relations"),
    "duty:who_sees": _("The system, working out who sees a student"),
    "duty:set_up": _("The system, setting up the demo"),
}
RECORD_CLASSES = {
    "directory": _("Name, school and grade"),
    "enrollment": _("Enrollment and attendance"),
    "academic": _("Marks and assessments"),
    "behavior": _("Behavior"),
    "needs": _("Needs"),
    "notes": _("Notes"),
    "restricted_notes": _("Restricted notes"),
    "health": _("Health"),
    "special_education": _("Special education"),
    "housing": _("Housing and foster care"),
    "family_contacts": _("Family and how to reach them"),
    "oversight": _("Who may see the record, and who looked"),
    "finance": _("School budgets"),
    "personnel_cost": _("Cost of staff"),
    "schools": _("Facts about schools"),
    "public": _("What is public"),
}
SCOPES = {
    "district": _("The whole district"),
    "school": _("Students of the school where the role is held"),
    "student": _("The one student it names"),
    "none": _("No student"),
}


def relation_words(code: str) -> str:
    """This function will name a relation in the reader's language."""
    return gettext(RELATIONS[code]) if code in RELATIONS else code


def class_words(code: str) -> str:
    """This function will name a class of record in the reader's language."""
    return gettext(RECORD_CLASSES[code]) if code in RECORD_CLASSES else code
