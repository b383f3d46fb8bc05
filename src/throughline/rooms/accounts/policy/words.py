"""The policy table's codes, in words people use."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from throughline.rooms.accounts.sight.fields import class_of, fields_of
from throughline.values.words import gettext_noop as _

# In the order of the table: from the district to the student, then those outside.
RELATIONS = {
    "district_data": _("District data lead"),
    "district_admin": _("Administrator"),
    "privacy_officer": _("Privacy officer"),
    "district_support": _("District student support"),
    "district_finance": _("District finance"),
    "school_leader": _("School leadership"),
    "coordinator": _("Coordinator"),
    "school_health": _("Nurse"),
    "school_counselor": _("Counselor"),
    "school_social_worker": _("Social worker"),
    "state_analyst": _("State analyst"),
    "cabinet_analyst": _("Cabinet analyst"),
    "partner": _("Partner"),
    "directory_recipient": _("Partner, for directory information"),
    "partner_session": _("Partner, with the student in a session"),
    "partner_referral": _("Partner, on a referral"),
    "emergency": _("In an emergency"),
    "team_member": _("Team member"),
    "case_manager": _("Case manager"),
    "teacher": _("Teacher"),
    "guardian": _("Family"),
    "guardian_of_adult": _("Family of a student who is 18"),
    "self": _("Student"),
    "public": _("Public"),
    "duty:need_count": _("The system, counting needs"),
    "duty:relations": _("The system, working out relations"),
    "duty:agreements": _("The system, working out agreements"),
    "duty:who_sees": _("The system, working out who sees a student"),
    "duty:households": _("The system, naming who stands for a student"),
    "duty:middles": _("The system, working out the middle of a class or a school"),
    "duty:emergency": _("The system, in an emergency"),
    "duty:record_rights": _("The system, keeping to what families said"),
    "duty:consent_link": _("The system, answering a link about consent"),
    "duty:notes": _("The system, keeping who opened a note"),
    "duty:proposals": _("The system, passing on what waits for an answer"),
    "duty:warning": _("The system, working out early warning"),
    "duty:joining": _("The system, joining two records of one student"),
    "duty:set_up": _("The system, setting up the demo"),
}
RECORD_CLASSES = {
    "directory": _("Name, school and grade"),
    "photo": _("Photo"),
    "enrollment": _("Enrollment and classes"),
    "attendance": _("Attendance"),
    "demographics": _("Birth, sex and race"),
    "academic": _("Marks"),
    "assessments": _("Assessments"),
    "behavior": _("Behavior"),
    "warning": _("Early warning: how students stand, and flags"),
    "strengths": _("Own words, strengths and interests"),
    "needs": _("Needs"),
    "supports": _("Plans and supports"),
    "notes": _("Notes"),
    "notes_health": _("Restricted notes on health"),
    "notes_protection": _("Restricted notes on child protection"),
    "notes_legal": _("Restricted notes on legal matters"),
    "health": _("Health"),
    "special_education": _("Special education"),
    "housing": _("Housing and foster care"),
    "family_contacts": _("Family and how to reach them"),
    "oversight": _("Who may see the record, who looked, and what was agreed"),
    "finance": _("School budgets"),
    "personnel_cost": _("Cost of staff"),
    "schools": _("Facts about schools"),
    "public": _("What is public"),
}
SCOPES = {
    "district": _("The whole district"),
    "school": _("Students of the school where the role is held"),
    "student": _("The one student it names"),
    "agreement": _("Students whom an agreement and, where needed, a consent in force name"),
    "none": _("No student"),
}
SOURCES = {
    "role": _("A role that the administrator gives"),
    "roster": _("The school's roster"),
    "act": _("Given for one student, by those who may"),
    "nobody": _("Needs nothing"),
    "system": _("The system itself"),
}
GROUNDS = {
    "school_official": _("School official with legitimate educational interest"),
    "consent": _("Consent"),
    "emergency": _("Health or safety emergency"),
    "audit_evaluation": _("Audit, evaluation or study under a written agreement"),
    "own_record": _("Own record"),
    "dependent": _("Parents of a student who depends on them"),
    "directory": _("Directory information"),
    "no_student": _("No student's record"),
    "duty": _("A duty of the system"),
}


def relation_words(code: str) -> str:
    """This function will name a relation in the reader's language."""
    return gettext(RELATIONS[code]) if code in RELATIONS else code


def class_words(code: str) -> str:
    """This function will name a class of record in the reader's language."""
    return gettext(RECORD_CLASSES[code]) if code in RECORD_CLASSES else code


def field_words(share: str) -> str:
    """This function will name one field of a class of record in the reader's language; empty for a whole class."""
    language = get_language() or "en"
    found = next((one for one in fields_of(class_of(share)) if one.share == share), None)
    return found.in_language(language) if found else ""


def share_words(shares: Iterable[str], *, within_sentence: bool = False) -> str:
    """This function will say what is shared: `Enrollment and classes, Attendance (only days at school and away)`."""
    fields: dict[str, list[str]] = {}
    for share in shares:
        fields.setdefault(class_of(share), []).extend([words] if (words := field_words(share)) else [])
    found = []
    for record_class, only in fields.items():
        name = class_words(record_class).lower() if within_sentence else class_words(record_class)
        says = gettext("%(class)s (only %(fields)s)") % {"class": name, "fields": ", ".join(only)}
        found.append(says if only else name)
    return ", ".join(found)


def ground_words(code: str) -> str:
    """This function will name a legal ground in the reader's language."""
    return gettext(GROUNDS[code]) if code in GROUNDS else code


def source_words(code: str) -> str:
    """This function will say in the reader's language how somebody comes to stand in a relation."""
    return gettext(SOURCES[code]) if code in SOURCES else code
