"""What changed in one student's record, as far as a viewer may see it, class by class."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access, models
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.households import with_history
from throughline.rooms.students.languages.names import language_words
from throughline.rooms.students.models import Student
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.rooms.students.rights import DirectoryOptOut, RecordRequest
from throughline.rooms.students.sayings.kinds import saying_kinds
from throughline.rooms.students.sayings.queries import STRENGTHS
from throughline.rooms.students.sight.queries import OVERSIGHT, STUDENT_CLASSES, find_overseen
from throughline.values.viewer import Viewer
from throughline.web.components.pieces import Link


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One student, and the tables whose history the viewer may read, each under a kind with words for it."""

    student: Student
    sources: list[audit.Tracked]
    kinds: dict[str, str]
    may_open_imports: bool
    refusal: int | None

    def undo(self, change: audit.Change) -> Link | None:
        """This function will offer to take back the refusal that stands, where a change made it."""
        if change.kind != "opt_out" or change.label != "made" or change.object_id != self.refusal:
            return None
        return Link(_("Take the refusal back"), reverse("students:opt_out", args=[self.student.pk]))


def history_page(viewer: Viewer, student_id: int, *, at: datetime, kind: str = "") -> HistoryPage:
    """This function will return what of a student's history `viewer` may read, and note that they looked.

    **Raises** `NotFound` where they may not ask what changed: the same rule as who sees and who looked.
    """
    student, _sight = find_overseen(viewer, student_id)
    sight = access.explain_sight(viewer, [student], STUDENT_CLASSES)[student.pk]
    offered = _sources(viewer, student, sight)
    chosen = [(name, source) for name, source in offered if kind in ("", source.kind)]
    shown = {"directory", OVERSIGHT, *(name for name, _source in chosen)}
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, shown)], place="students.history")
    kinds = {source.kind: _kind_words()[source.kind] for _name, source in offered}
    may_open = accounts.may(viewer, "write", "directory")
    standing = (
        access.get_opt_outs_for(viewer).filter(student=student, ends_on=None).values_list("pk", flat=True).first()
    )
    return HistoryPage(student, [source for _name, source in chosen], kinds, may_open, standing)


def _sources(viewer: Viewer, student: Student, sight: access.Sight) -> list[tuple[str, audit.Tracked]]:
    ids = access.record_ids_of(viewer, student)
    of = Q(student_id__in=ids)
    found = [
        ("directory", audit.Tracked(Student, "student", Q(pgh_obj_id__in=ids), _person(_("Grade")), _GRADE)),
        ("enrollment", audit.Tracked(models.Enrollment, "enrollment", of, _enrollment(), _GRADE)),
        ("enrollment", audit.Tracked(models.ClassPlace, "class_place", of, _place())),
        ("demographics", audit.Tracked(models.Demographics, "demographics", of, _demographics())),
        ("family_contacts", audit.Tracked(models.Guardianship, "guardianship", of, _guardianship())),
    ]
    seen = [(name, source) for name, source in found if name in sight]
    if "family_contacts" in sight:
        spoken = audit.Tracked(models.HomeLanguage, "home_language", of, _language(), {"language": language_words})
        seen.append(("family_contacts", spoken))
        standing = access.get_guardianships_for(viewer).filter(student=student)
        adults = with_history(viewer, standing).values_list("guardian_id", flat=True)
        reached = Q(pgh_obj_id__in=[0, *adults])  # one that nobody has: the query is never empty
        seen.append(("family_contacts", audit.Tracked(models.Guardian, "guardian", reached, _person())))
    if STRENGTHS in sight:
        seen.append((STRENGTHS, audit.Tracked(models.Saying, "saying", of, _saying(), {"kind": _saying_kind})))
    for name in access.NEED_CLASSES:  # each need by its own class of record, and noted as that
        if name in sight:
            own = of & Q(record_class=name)
            seen.append((name, audit.Tracked(models.Need, f"need_{name}", own, _need(), {"category": _category})))
    if OVERSIGHT in sight:
        seen.append((OVERSIGHT, audit.Tracked(RecordRequest, "record_request", of, _request(), _PART)))
        seen.append((OVERSIGHT, audit.Tracked(DirectoryOptOut, "opt_out", of, _opt_out())))
    return seen


_GRADE = {"grade": grade_words}
_PART = {"part": accounts.class_words}


def _saying_kind(code: str) -> str:
    kind = saying_kinds().get(code)
    return kind.name() if kind else code


def _category(code: str) -> str:
    category = need_categories().get(code)
    return category.name(get_language() or "en") if category else code


def _kind_words() -> dict[str, str]:
    needs = {
        f"need_{name}": _("Need (%(class)s)") % {"class": accounts.class_words(name)} for name in access.NEED_CLASSES
    }
    return needs | {
        "student": _("Name and grade"),
        "enrollment": _("Enrollment"),
        "class_place": _("Place in a class"),
        "demographics": _("Birth, sex and race"),
        "home_language": _("Language at home"),
        "guardianship": _("Who stands for the student"),
        "guardian": _("Family contact"),
        "saying": _("Own words, strengths and interests"),
        "record_request": _("Request about the record"),
        "opt_out": _("Directory information refused"),
    }


def _person(grade: str = "") -> dict[str, str]:
    words = {
        "given_name": _("Given name"),
        "middle_name": _("Middle name"),
        "family_name": _("Family name"),
        "preferred_given_name": _("Preferred given name"),
        "preferred_family_name": _("Preferred family name"),
        "pronouns": _("Pronouns"),
        "email": _("E-mail"),
        "phone": _("Phone"),
    }
    of_student = {"grade": grade, "home_school": _("School"), "local_id": _("Student number")} if grade else {}
    return words | of_student | {"ended_at": _("Left the roster")}


def _enrollment() -> dict[str, str]:
    return {"school": _("School"), "grade": _("Grade"), "is_primary": _("Main school")} | _days()


def _place() -> dict[str, str]:
    return {"classroom": _("Class")} | _days()


def _need() -> dict[str, str]:
    days = {"starts_on": _("First day"), "ends_on": _("Last day")}
    return {"category": _("Need"), "level": _("Level")} | days | {"source": _("Where it was learned")}


def _language() -> dict[str, str]:
    return {"language": _("Language at home")}


def _saying() -> dict[str, str]:
    return {"kind": _("What it is about"), "text": _("What was told"), "set_aside_at": _("Set aside")}


def _guardianship() -> dict[str, str]:
    return {"guardian": _("Adult"), "ended_at": _("No longer so from")}


def _request() -> dict[str, str]:
    return {"kind": _("What is asked"), "part": _("Part of the record"), "status": _("How it stands")}


def _opt_out() -> dict[str, str]:
    return {"said_by": _("Who refused"), "starts_on": _("From"), "ends_on": _("Taken back on")}


def _days() -> dict[str, str]:
    return {"starts_on": _("First day"), "ends_on": _("Last day"), "ended_at": _("Left the roster")}


def _demographics() -> dict[str, str]:
    return {
        "birth_on": _("Date of birth"),
        "sex": _("Sex"),
        "american_indian_or_alaska_native": _("American Indian or Alaska Native"),
        "asian": _("Asian"),
        "black_or_african_american": _("Black or African American"),
        "native_hawaiian_or_other_pacific_islander": _("Native Hawaiian or other Pacific Islander"),
        "white": _("White"),
        "two_or_more_races": _("Two or more races"),
        "hispanic_or_latino": _("Hispanic or Latino"),
    }
