"""The words for what an import brings, changes and shows."""

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from throughline.web.components import figures

ENTITIES = {
    "organization": _("Organizations"),
    "session": _("School years and terms"),
    "student": _("Students"),
    "staff": _("Staff"),
    "guardian": _("Guardians"),
    "enrollment": _("Enrollments"),
    "staff_post": _("Staff posts"),
    "guardian_post": _("Guardians' roles"),
    "demographics": _("Demographics"),
    "guardianship": _("Who stands for whom"),
    "course": _("Courses"),
    "class": _("Classes"),
    "class_place": _("Places in classes"),
    "teaching": _("Who teaches what"),
    "need": _("Needs"),
    "attendance": _("Days of attendance"),
    "mark": _("Marks"),
    "behavior": _("Behavior incidents"),
    "assessment": _("Assessment results"),
    "home_language": _("Languages at home"),
}

COUNTED = {
    "organization": ngettext_lazy("%(n)s organization", "%(n)s organizations", "n"),
    "student": ngettext_lazy("%(n)s student", "%(n)s students", "n"),
    "staff": ngettext_lazy("%(n)s staff member", "%(n)s staff members", "n"),
    "class": ngettext_lazy("%(n)s class", "%(n)s classes", "n"),
    "need": ngettext_lazy("%(n)s need", "%(n)s needs", "n"),
    "attendance": ngettext_lazy("%(n)s day of attendance", "%(n)s days of attendance", "n"),
    "mark": ngettext_lazy("%(n)s mark", "%(n)s marks", "n"),
    "behavior": ngettext_lazy("%(n)s incident", "%(n)s incidents", "n"),
    "assessment": ngettext_lazy("%(n)s result", "%(n)s results", "n"),
    "home_language": ngettext_lazy("%(n)s language", "%(n)s languages", "n"),
}

ACTIONS = {
    "create": _("Added"),
    "change": _("Changed"),
    "reopen": _("Returned"),
    "end": _("Ended"),
    "same": _("The same"),
}

SEVERITIES = {"error": _("Kept out"), "warning": _("Taken, with a warning"), "notice": _("For your information")}

COLUMNS = {
    "name": _("Name"),
    "title": _("Title"),
    "kind": _("Kind"),
    "identifier": _("Identifier"),
    "parent_id": _("Parent"),
    "level": _("Level"),
    "given_name": _("Given name"),
    "middle_name": _("Middle name"),
    "family_name": _("Family name"),
    "preferred_given_name": _("Preferred given name"),
    "preferred_family_name": _("Preferred family name"),
    "pronouns": _("Pronouns"),
    "username": _("User name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "local_id": _("Local id"),
    "grade": _("Grade"),
    "grades": _("Grades"),
    "home_school_id": _("School"),
    "school_id": _("School"),
    "organization_id": _("Organization"),
    "student_id": _("Student"),
    "staff_id": _("Staff member"),
    "guardian_id": _("Guardian"),
    "classroom_id": _("Class"),
    "course_id": _("Course"),
    "session_id": _("Session"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "is_primary": _("Primary"),
    "role": _("Role"),
    "code": _("Code"),
    "location": _("Location"),
    "subjects": _("Subjects"),
    "sessions": _("Sessions"),
    "school_year": _("School year"),
    "birth_on": _("Date of birth"),
    "sex": _("Sex"),
    "american_indian_or_alaska_native": _("American Indian or Alaska Native"),
    "asian": _("Asian"),
    "black_or_african_american": _("Black or African American"),
    "native_hawaiian_or_other_pacific_islander": _("Native Hawaiian or other Pacific Islander"),
    "white": _("White"),
    "two_or_more_races": _("Two or more races"),
    "hispanic_or_latino": _("Hispanic or Latino"),
    "said_by_student": _("Named by the student's row"),
    "said_by_guardian": _("Named by the guardian's row"),
    "category": _("Category"),
    "source": _("Source"),
    "on": _("Day"),
    "status": _("Status"),
    "reason": _("Reason"),
    "mark": _("Mark"),
    "percent": _("Percent"),
    "posted_on": _("Posted"),
    "credits": _("Credits"),
    "at_time": _("Time"),
    "behavior": _("What happened"),
    "response": _("What the school did"),
    "days_suspended": _("Days suspended"),
    "assessment": _("Assessment"),
    "subject": _("Subject"),
    "taken_on": _("Taken"),
    "score": _("Score"),
    "language": _("Language"),
}


def entity_words(entity: str) -> str:
    """This function will name a kind of row, for a heading."""
    return str(ENTITIES.get(entity, entity))


class Grouped(int):
    """A number that chooses its plural as a number does, and is shown with its thousands grouped."""

    def __str__(self) -> str:
        return figures.number(int(self))


def counted_words(entity: str, n: int) -> str:
    """This function will say a number of rows in words: `3 students`."""
    if entity in COUNTED:
        return str(COUNTED[entity] % {"n": Grouped(n)})
    return gettext("%(n)s of %(what)s") % {"n": Grouped(n), "what": entity_words(entity)}
