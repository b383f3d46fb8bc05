"""Courses of the district and classes of a school, with a timetable in which nobody is in two places."""

from collections.abc import Iterator
from dataclasses import dataclass

from throughline.demo.sample.plan import GRADE_CODES, Plan, School

SUBJECTS = ("ELA", "MTH", "SCI", "SOC", "PED", "ELE")
CLASSES_PER_TEACHER = 5
_SUBJECT_WORDS = {
    "HR": "Homeroom",
    "ELA": "English Language Arts",
    "MTH": "Mathematics",
    "SCI": "Science",
    "SOC": "Social Studies",
    "PED": "Physical Education",
    "ELE": "Electives",
}
_TITLES = {
    "ELA": ("English {grade}",) * 7,
    "MTH": ("Math 6", "Math 7", "Pre-Algebra", "Algebra I", "Geometry", "Algebra II", "Statistics"),
    "SCI": (
        "Earth Science",
        "Life Science",
        "Physical Science",
        "Biology",
        "Chemistry",
        "Physics",
        "Environmental Science",
    ),
    "SOC": (
        "Ancient Civilizations",
        "World Geography",
        "U.S. History to 1877",
        "World Cultures",
        "World History",
        "U.S. History",
        "Government and Economics",
    ),
    "PED": ("Physical Education {grade}",) * 7,
    "ELE": ("Exploratory {grade}",) * 3 + ("Electives {grade}",) * 4,
}
_ELECTIVES = ("Visual Art", "Concert Band", "Spanish", "Computer Science", "Theater", "Choir", "Ceramics")


@dataclass(frozen=True)
class SchoolClass:
    """One class of a school. `turn` is its place among the classes of its subject there, from 0."""

    id: str
    title: str
    course_id: str
    grade: int
    subject: str
    section: int
    turn: int
    period: int
    teacher_id: str


def subjects_of(grade: int) -> tuple[str, ...]:
    """This function will name the subjects with classes of their own: one homeroom before grade 6."""
    return SUBJECTS if grade >= 6 else ("HR",)


def class_id(school: int, grade: int, subject: str, section: int, mark: str = "") -> str:
    """This function will return the id of a class; `mark` is that of the plan it is a class of.

    **Example**

    >>> class_id(8, 10, "ELA", 1)
    'C-0008-10-ELA-1'
    """
    return f"C-{mark}{school:04d}-{GRADE_CODES[grade]}-{subject}-{section}"


def teacher_id(school: int, number: int) -> str:
    """This function will return the id of a school's teacher, counted from 0: teachers begin at 101."""
    return f"E-{school:04d}-{101 + number:03d}"


def classes_of(school: School, mark: str = "") -> Iterator[SchoolClass]:
    """This function will yield every class of a school.

    The sections of a school are counted through all its grades; at any one time a section has one subject
    and a teacher one section, because each next section is one period later.
    """
    turns = [(grade, section) for grade, n in school.sections.items() for section in range(1, n + 1)]
    if school.level == "elementary":
        for turn, (grade, section) in enumerate(turns):
            yield _class(school, mark, grade, "HR", section, turn, turn)
        return
    per_subject = -(-len(turns) // CLASSES_PER_TEACHER)
    for position, subject in enumerate(SUBJECTS):
        for turn, (grade, section) in enumerate(turns):
            teacher = position * per_subject + turn // CLASSES_PER_TEACHER
            yield _class(school, mark, grade, subject, section, turn, teacher)


def n_class_teachers(school: School) -> int:
    """This function will count the teachers a school needs for its classes."""
    n = sum(school.sections.values())
    return n if school.level == "elementary" else -(-n // CLASSES_PER_TEACHER) * len(SUBJECTS)


def course_rows(plan: Plan, year_id: str) -> Iterator[tuple[str, ...]]:
    """This function will yield the district's courses as rows of courses.csv."""
    for grade in plan.grades:
        for subject in subjects_of(grade):
            code = f"{GRADE_CODES[grade]}-{subject}"
            title, words = _course_title(grade, subject), _SUBJECT_WORDS[subject]
            yield f"CRS-{code}", year_id, title, code, GRADE_CODES[grade], plan.district_id, words, subject


def class_rows(plan: Plan, school: School) -> Iterator[tuple[str, ...]]:
    """This function will yield a school's classes as rows of classes.csv."""
    terms = f"SY-{plan.year.ends}-S1,SY-{plan.year.ends}-S2"
    for each in classes_of(school, plan.id_mark):
        kind = "homeroom" if each.subject == "HR" else "scheduled"
        room = f"Room {100 + int(each.teacher_id[-3:])}"
        period = "" if each.subject == "HR" else str(each.period)
        yield (
            each.id,
            each.title,
            GRADE_CODES[each.grade],
            each.course_id,
            each.id[2:],
            kind,
            room,
            school.id,
            terms,
            _SUBJECT_WORDS[each.subject],
            each.subject,
            period,
        )


COURSE_COLUMNS = (
    "sourcedId",
    "schoolYearSourcedId",
    "title",
    "courseCode",
    "grades",
    "orgSourcedId",
    "subjects",
    "subjectCodes",
)
CLASS_COLUMNS = (
    "sourcedId",
    "title",
    "grades",
    "courseSourcedId",
    "classCode",
    "classType",
    "location",
    "schoolSourcedId",
    "termSourcedIds",
    "subjects",
    "subjectCodes",
    "periods",
)


def _class(school: School, mark: str, grade: int, subject: str, section: int, turn: int, teacher: int) -> SchoolClass:
    title = _course_title(grade, subject)
    if subject == "ELE":
        title = _ELECTIVES[(turn + school.number) % len(_ELECTIVES)]
    period = (SUBJECTS.index(subject) + turn) % len(SUBJECTS) + 1 if subject in SUBJECTS else 0
    return SchoolClass(
        id=class_id(school.number, grade, subject, section, mark),
        title=f"{title}, section {section}",
        course_id=f"CRS-{GRADE_CODES[grade]}-{subject}",
        grade=grade,
        subject=subject,
        section=section,
        turn=turn,
        period=period,
        teacher_id=teacher_id(school.number, teacher),
    )


def _course_title(grade: int, subject: str) -> str:
    if subject == "HR":
        return "Kindergarten" if grade == 0 else f"Grade {grade}"
    return _TITLES[subject][grade - 6].format(grade=grade)
