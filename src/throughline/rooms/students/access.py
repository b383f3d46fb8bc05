"""The first wall: the sole way to a row of the roster.

Each function filters in SQL by the same rules the second wall is made from: the roles a viewer holds (accounts)
and the relations they stand in (this room). Rows of students and places that ended are in; callers leave them out.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import in_part
from throughline.rooms.students.in_part import Sight as Sight
from throughline.rooms.students.joins import AdultJoin
from throughline.rooms.students.models import (
    AssessmentResult,
    AttendanceDay,
    BehaviorIncident,
    ClassList,
    ClassPlace,
    ClassWish,
    Demographics,
    Emergency,
    Enrollment,
    Guardianship,
    HomeLanguage,
    Join,
    LikelyPair,
    Mark,
    Need,
    NextPlace,
    PlaceStep,
    Relation,
    Saying,
    Student,
    WishReason,
)
from throughline.rooms.students.pairs import LikelyAdults
from throughline.rooms.students.portrait import Photo, PhotoImage
from throughline.rooms.students.reached import find_standing as find_standing
from throughline.rooms.students.reached import get_relations_of as get_relations_of
from throughline.rooms.students.reached import holding_today as holding_today
from throughline.rooms.students.reached import (
    reaches_one,
    reaches_somebody,
    rows_of_one,
    students_within,
    within_by_class,
)
from throughline.rooms.students.reached import relations_held as relations_held
from throughline.rooms.students.rights import DependentStudent, DirectoryOptOut, RecordRequest, RequestStatus
from throughline.rooms.students.walls import NEED_CLASSES as NEED_CLASSES
from throughline.values.viewer import Viewer

# A day of attendance on which the student was not at school.
AWAY = Q(status__in=("absent_excused", "absent_unexcused"))
# Relations whose own looking is nobody's disclosure: the student, and those who stand for them.
FAMILY = frozenset({"self", "guardian"})
# Relations of everybody at home: also of parents of a student who is 18, whose looking the student may know of.
HOME = FAMILY | {"guardian_of_adult"}
PARENTS = HOME - {"self"}
TEAM_SEEN_WITH = "enrollment"
FAMILY_CONTACTS = "family_contacts"

# What an act gives to somebody of the staff about one student, in the order a family would ask.
NAMED = ("case_manager", "team_member")

_WHO_SEES = Viewer(duty="who_sees", name="Who may see a student")
_RECORD_RIGHTS = Viewer(duty="record_rights", name="What families said of a record")

_Row = TypeVar("_Row", bound=Model)


def get_students_for(viewer: Viewer, record_class: str = "directory", *, act: str = "see") -> QuerySet[Student]:
    """This function will return the students of whom `viewer` may see (or write, or export) one class of record."""
    return students_within(viewer, accounts.find_reach(viewer, act, record_class), record_class)


def find_student_for(viewer: Viewer, student_id: int, record_class: str) -> Student | None:
    """This function will return a student whom `viewer` may see, and of whom also this class of record."""
    known = get_students_for(viewer, record_class).filter(pk__in=get_students_for(viewer).values("pk"))
    return known.filter(pk=student_id).select_related("home_school").first()


def reaches_student(viewer: Viewer, student: Student, record_class: str, *, act: str = "see") -> bool:
    """This function will tell whether `viewer` may see (or write, or export) a class of record of a student.

    The student is one whom the viewer was shown in this request: no question is asked anew.
    """
    return reaches_one(viewer, accounts.find_reach(viewer, act, record_class), student, record_class)


def sees_anybody(viewer: Viewer, record_class: str) -> bool:
    """This function will tell whether there is any place or student of whom `viewer` may see a class of record."""
    return reaches_somebody(viewer, accounts.find_reach(viewer, "see", record_class), record_class)


def get_needs_for(viewer: Viewer, *, act: str = "see", of: Student | None = None) -> QuerySet[Need]:
    """This function will return the needs whose own class of record `viewer` may see."""
    reaches = accounts.find_reaches(viewer, act, NEED_CLASSES)
    return in_part.reading(Need.objects.all(), viewer).filter(within_by_class(viewer, reaches, "record_class", of=of))


def get_enrollments_for(viewer: Viewer, *, act: str = "see", of: Student | None = None) -> QuerySet[Enrollment]:
    """This function will return the enrollments `viewer` may see (or export)."""
    return _within(Enrollment.objects.all(), viewer, "enrollment", act, of)


def get_demographics_for(viewer: Viewer) -> QuerySet[Demographics]:
    """This function will return the demographics `viewer` may see."""
    return _within(Demographics.objects.all(), viewer, "demographics")


def get_class_places_for(viewer: Viewer, *, act: str = "see", of: Student | None = None) -> QuerySet[ClassPlace]:
    """This function will return the students' places in classes that `viewer` may see (or export)."""
    return _within(ClassPlace.objects.all(), viewer, "enrollment", act, of)


def get_attendance_for(viewer: Viewer, *, act: str = "see", of: Student | None = None) -> QuerySet[AttendanceDay]:
    """This function will return the days of attendance `viewer` may see (or export)."""
    return _within(AttendanceDay.objects.all(), viewer, "attendance", act, of)


def get_marks_for(viewer: Viewer, *, of: Student | None = None) -> QuerySet[Mark]:
    """This function will return the marks `viewer` may see."""
    return _within(Mark.objects.all(), viewer, "academic", of=of)


def get_results_for(viewer: Viewer, *, of: Student | None = None) -> QuerySet[AssessmentResult]:
    """This function will return the assessment results `viewer` may see."""
    return _within(AssessmentResult.objects.all(), viewer, "assessments", of=of)


def get_incidents_for(viewer: Viewer, *, of: Student | None = None) -> QuerySet[BehaviorIncident]:
    """This function will return the behavior incidents `viewer` may see."""
    return _within(BehaviorIncident.objects.all(), viewer, "behavior", of=of)


def get_sayings_for(viewer: Viewer, *, act: str = "see", of: Student | None = None) -> QuerySet[Saying]:
    """This function will return what is told of the students, as far as `viewer` may read it (or write there)."""
    return _within(Saying.objects.all(), viewer, "strengths", act, of)


def get_photos_for(viewer: Viewer) -> QuerySet[Photo]:
    """This function will return whether students have photos, where `viewer` may see them."""
    return _within(Photo.objects.all(), viewer, "photo")


def get_photo_images_for(viewer: Viewer, *, of: Student | None = None) -> QuerySet[PhotoImage]:
    """This function will return the pictures of students that `viewer` may see."""
    return _within(PhotoImage.objects.all(), viewer, "photo", of=of)


def get_guardianships_for(viewer: Viewer, *, of: Student | None = None) -> QuerySet[Guardianship]:
    """This function will return who stands for which student, where `viewer` may see family contacts."""
    return _within(Guardianship.objects.all(), viewer, "family_contacts", of=of)


def get_languages_for(viewer: Viewer, *, act: str = "see", of: Student | None = None) -> QuerySet[HomeLanguage]:
    """This function will return the languages of homes, where `viewer` may see (or export) how to reach the family."""
    return _within(HomeLanguage.objects.all(), viewer, FAMILY_CONTACTS, act, of)


def get_emergencies_for(viewer: Viewer) -> QuerySet[Emergency]:
    """This function will return who opened a record in an emergency, where `viewer` answers for the student."""
    return _within(Emergency.objects.all(), viewer, "oversight")


def find_related_to(student: Student) -> list[accounts.Related]:
    """This function will list who stands in a relation to a student today, whoever asks: a duty looks.

    Only for those who may see the class of record `oversight` of this student; the caller has checked.
    """
    with accounts.acting_as(_WHO_SEES, reads=True):
        rows = holding_today().filter(student=student).order_by("relation", "pk")
        return [
            accounts.Related(
                row.user_id,
                row.organization_id,
                row.relation,
                row.starts_on,
                row.ends_on,
                tuple(row.record_classes),
                row.given_by,
                row.until_at,
            )
            for row in rows
        ]


def find_named_for(student: Student, *, today: bool = False) -> list[Relation]:
    """This function will list who is, was or will be named for a student (or is today), whoever asks: a duty looks.

    Only for those who may see who works with this student; the caller has checked.
    """
    with accounts.acting_as(_WHO_SEES, reads=True):
        named = holding_today() if today else Relation.objects.all()
        rows = named.filter(student=student, relation__in=NAMED).exclude(user=None)
        return list(rows.select_related("user").order_by("starts_on", "pk"))


def get_record_requests_for(viewer: Viewer) -> QuerySet[RecordRequest]:
    """This function will return the requests about records that `viewer` may see."""
    return _within(RecordRequest.objects.all(), viewer, "oversight")


def get_opt_outs_for(viewer: Viewer) -> QuerySet[DirectoryOptOut]:
    """This function will return the refusals of sharing directory information that `viewer` may see."""
    return _within(DirectoryOptOut.objects.all(), viewer, "oversight")


def get_dependents_for(viewer: Viewer) -> QuerySet[DependentStudent]:
    """This function will return the adult students whose parents still may ask, as far as `viewer` may see them."""
    return _within(DependentStudent.objects.all(), viewer, "oversight")


def get_class_lists_for(viewer: Viewer) -> QuerySet[ClassList]:
    """This function will return the class lists `viewer` takes part in, or answers for at a school."""
    reach = accounts.find_reach(viewer, "see", "oversight")
    if reach.everything:
        return ClassList.objects.filter(let_go_at=None)
    own = Q(member_ids__contains=[viewer.user_id or 0]) | Q(school__in=reach.school_ids)
    if viewer.behind is not None:
        own &= Q(pk__in=get_class_lists_for(viewer.behind).values("pk"))
    return ClassList.objects.filter(own, let_go_at=None)


def get_next_places_for(viewer: Viewer, *, act: str = "see") -> QuerySet[NextPlace]:
    """This function will return next year's places of students of whom `viewer` may know (or write) notes."""
    return _within(NextPlace.objects.all(), viewer, "notes", act)


def get_place_steps_for(viewer: Viewer) -> QuerySet[PlaceStep]:
    """This function will return how students came to next year's places, where `viewer` may know of their notes."""
    return _within(PlaceStep.objects.all(), viewer, "notes")


def get_class_wishes_for(viewer: Viewer, *, act: str = "see") -> QuerySet[ClassWish]:
    """This function will return wishes for two students, each half of which `viewer` may see (or write)."""
    return _within(ClassWish.objects.all(), viewer, "notes", act)


def get_wish_reasons_for(viewer: Viewer, audiences: Iterable[str], *, act: str = "see") -> QuerySet[WishReason]:
    """This function will return why, among reasons for these audiences, where `viewer` belongs to the audience."""
    reaches = accounts.find_reaches(viewer, act, audiences)
    return WishReason.objects.filter(within_by_class(viewer, reaches, "audience"))


def get_likely_pairs_for(viewer: Viewer) -> QuerySet[LikelyPair]:
    """This function will return the pairs that may be one person, for whoever keeps the whole roster."""
    everybody = accounts.find_reach(viewer, "write", "directory").everything
    return LikelyPair.objects.all() if everybody else LikelyPair.objects.none()


def get_joins_for(viewer: Viewer) -> QuerySet[Join]:
    """This function will return which records were joined to students `viewer` may see."""
    reach = accounts.find_reach(viewer, "see", "directory")
    joins = Join.objects.all()
    return joins if reach.everything else joins.filter(kept__in=students_within(viewer, reach, "directory"))


def get_likely_adults_for(viewer: Viewer) -> QuerySet[LikelyAdults]:
    """This function will return the pairs of adults that may be one person, for whoever keeps the whole roster."""
    everybody = accounts.find_reach(viewer, "write", FAMILY_CONTACTS).everything
    return LikelyAdults.objects.all() if everybody else LikelyAdults.objects.none()


def get_adult_joins_for(viewer: Viewer) -> QuerySet[AdultJoin]:
    """This function will return which adults were said to be one person, to whoever reads of all families."""
    everybody = accounts.find_reach(viewer, "see", FAMILY_CONTACTS).everything
    return AdultJoin.objects.all() if everybody else AdultJoin.objects.none()


def record_ids_of(viewer: Viewer, student: Student) -> list[int]:
    """This function will return the student's own id, and those of the records that were joined to it.

    What is never rewritten, such as who looked and what changed, stands under the id it was written with.
    """
    joined = get_joins_for(viewer).filter(kept=student, undone_at=None).order_by("joined_id")
    return [student.pk, *joined.values_list("joined_id", flat=True)]


@contextmanager
def keeping_rights() -> Iterator[None]:
    """This function will run its block as the duty that knows what families said, whoever asks."""
    with accounts.acting_as(_RECORD_RIGHTS, reads=True):
        yield


def all_opt_outs() -> QuerySet[DirectoryOptOut]:
    """This function will return every refusal: to be asked within `keeping_rights`, and never shown."""
    return DirectoryOptOut.objects.all()


def find_statements(student: Student, record_classes: Iterable[str]) -> list[RecordRequest]:
    """This function will return the statements that stand beside these parts of a student's record.

    Whoever is shown a contested part is shown the statement (34 CFR 99.21(c)), so a duty looks. The caller passes the
    classes that its viewer is shown, and shows the statement only.
    """
    with keeping_rights():
        placed = RecordRequest.objects.filter(
            student=student, status=RequestStatus.STATEMENT, part__in=list(record_classes)
        )
        return list(placed.order_by("statement_on", "pk"))


def find_statements_by_student() -> dict[int, list[tuple[str, str]]]:
    """This function will return every statement that stands, as (class of record, words), by student.

    For a file of many students. The caller hands out those beside parts that the file holds, and no others.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    with keeping_rights():
        placed = RecordRequest.objects.filter(status=RequestStatus.STATEMENT).order_by("statement_on", "pk")
        for student_id, part, words in placed.values_list("student_id", "part", "statement"):
            found.setdefault(student_id, []).append((part, words))
    return found


def explain_sight(viewer: Viewer, students: Iterable[Student], record_classes: Iterable[str]) -> dict[int, Sight]:
    """This function will say, for each student, which of the classes `viewer` may see, and on what basis.

    A query at most, however many students and classes. While somebody views as another: what both may see, on the basis
    of whoever really looks, and never as the family's own looking.
    """
    listed, wanted = list(students), tuple(record_classes)
    if viewer.behind is None:
        return _explain(viewer, listed, wanted)
    seen, real = _explain(replace(viewer, behind=None), listed, wanted), _explain(viewer.behind, listed, wanted)
    return {pk: in_part.seen_by_both(seen[pk], real[pk]) for pk in seen}


def sees_team(viewer: Viewer, sight: Sight) -> bool:
    """This function will tell whether a viewer who has this sight of a student may see who works with them.

    Whoever sees where the student goes to school may, but for people outside the district: an agreement shares what it
    names of the student, and not who else works with them.
    """
    return TEAM_SEEN_WITH in sight and (bool(sight.own) or not accounts.memberships(viewer))


def sees_students(viewer: Viewer, *, act: str = "see") -> bool:
    """This function will tell whether there is any place or relation from which `viewer` sees (or exports) students."""
    return reaches_somebody(viewer, accounts.find_reach(viewer, act, "directory"), "directory")


def _explain(viewer: Viewer, students: list[Student], record_classes: tuple[str, ...]) -> dict[int, Sight]:
    reaches = accounts.find_reaches(viewer, "see", record_classes)
    related: dict[int, list[tuple[str, tuple[str, ...]]]] = {student.pk: [] for student in students}
    for student_id, relation, classes in find_standing(viewer, related.keys()):
        related[student_id].append((relation, tuple(classes)))
    alike = cache(partial(_sight, reaches))
    return {student.pk: alike(student.home_school_id, tuple(related[student.pk])) for student in students}


def _sight(
    reaches: Mapping[str, accounts.Reach], home_school_id: int | None, related: tuple[tuple[str, tuple[str, ...]], ...]
) -> Sight:
    """The sight of every student of a school in whose relations the viewer stands alike."""
    bases, own = {}, set()
    shares: set[str] = set()
    for record_class, reach in reaches.items():
        every = accounts.all_shares(record_class)
        lets = [
            (relation, {record_class} if not classes else set(every).intersection(classes))
            for relation, classes in related
            if relation in reach.relations
        ]
        standing = [(relation, some) for relation, some in lets if some]
        if reach.everything or home_school_id in reach.school_ids:
            bases[record_class] = reach.basis
            shares.add(record_class)
        elif standing:
            bases[record_class] = reach.relation_bases[standing[0][0]]
            shares.update(*(some for _relation, some in standing))
        if any(relation in FAMILY for relation, _some in standing):
            own.add(record_class)
    return Sight(bases, frozenset(own), accounts.together(shares))


def _within(
    rows: QuerySet[_Row], viewer: Viewer, record_class: str, act: str = "see", of: Student | None = None
) -> QuerySet[_Row]:
    """Rows of one class of record; `of` one student, whom `viewer` was shown in this request, by what is known."""
    reach = accounts.find_reach(viewer, act, record_class)
    if of is not None:
        return rows_of_one(rows, viewer, reach, record_class, of)
    if reach.everything:
        return rows
    return in_part.reading(rows, viewer).filter(student__in=students_within(viewer, reach, record_class))
