"""What our own CSV files want of the roster's tables. Rows are added or changed, never ended by being left out."""

from collections.abc import Mapping
from typing import Final

from throughline.rooms.district.api import Check, Prepare, Step, Target
from throughline.rooms.students.languages.names import known_codes
from throughline.rooms.students.models import (
    AssessmentResult,
    AttendanceDay,
    BehaviorIncident,
    HomeLanguage,
    Mark,
    Need,
)
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.rooms.students.records import rules
from throughline.values.problem import Rule

# The identifier of a record that was joined to another leads to the one that was kept.
_STUDENTS: Final = """(select x.source_id, coalesce(j.kept_id, x.id) as id from students_student x
    left join students_join j on j.joined_id = x.id and j.undone_at is null)"""
_LOOK_UP: Final = {
    "student": ("student_id", _STUDENTS, rules.STUDENT_UNKNOWN),
    "school": ("school_id", "district_organization", rules.SCHOOL_UNKNOWN),
    "class": ("class_id", "students_class", rules.CLASS_UNKNOWN),
    "session": ("session_id", "district_academicsession", rules.SESSION_UNKNOWN),
}


def _read(file: str, *people_and_places: str, more: str = "", joins: str = "") -> tuple[Step, ...]:
    """Find the ids that a file's rows name, and report those that there are not."""
    ids = ", ".join(f"{name}.id as the_{name}" for name in people_and_places)
    found = " ".join(
        f"""left join {_LOOK_UP[name][1]} {name} on {name}.source_id = i.{_LOOK_UP[name][0]}"""
        for name in people_and_places
    )
    table = f"found_{file}"
    checks = [_missing(table, file, _LOOK_UP[name][0], f"the_{name}", _LOOK_UP[name][2]) for name in people_and_places]
    select = f"select i.*, {ids}{more} from in_{file} i {found} {joins}"
    return (Prepare(table, select), *checks)


def _missing(table: str, file: str, column: str, found: str, rule: Rule) -> Check:
    return Check(
        rule,
        f"{file}.csv",
        column,
        f"select row_no, {column} as value from {table} where {found} is null",
    )


_CATEGORIES = ", ".join(f"('{c.code}', '{c.record_class}')" for c in need_categories().values())

NEEDS: tuple[Step, ...] = (
    *_read(
        "needs",
        "student",
        more=", c.record_class",
        joins=f"left join (values {_CATEGORIES}) c(code, record_class) on c.code = i.category",
    ),
    _missing("found_needs", "needs", "category", "record_class", rules.CATEGORY_UNKNOWN),
    Target(
        "need",
        Need,
        wanted="""
            select row_no, the_student as student_id, category, level, record_class,
                start_date::date as starts_on, nullif(end_date, '')::date as ends_on, source
            from found_needs where the_student is not null and record_class is not null""",
        match=("student_id", "category", "level", "starts_on"),
    ),
    Check(
        rules.NOT_IN_FILE,
        "needs.csv",
        "",
        """select null::integer as row_no, count(*)::text as value from students_need n
        where (n.ends_on is null or n.ends_on >= throughline_today()) and n.id not in (select id from w_need)
        having count(*) > 0""",
    ),
)
ATTENDANCE: tuple[Step, ...] = (
    *_read("attendance", "student", "school"),
    Target(
        "attendance",
        AttendanceDay,
        wanted="""
            select row_no, the_student as student_id, the_school as school_id, date::date as "on", status, reason
            from found_attendance where the_student is not null and the_school is not null""",
        match=("student_id", "school_id", "on"),
    ),
)
MARKS: tuple[Step, ...] = (
    *_read("marks", "student", "class", "session"),
    Target(
        "mark",
        Mark,
        wanted="""
            select m.row_no, the_student as student_id, the_class as classroom_id, the_session as session_id,
                left(mark, 20) as mark, nullif(percent, '')::numeric(5, 2) as percent,
                coalesce(nullif(posted_date, '')::date, s.ends_on) as posted_on,
                nullif(nullif(credits, '')::numeric(4, 2), 0) as credits
            from found_marks m join district_academicsession s on s.id = m.the_session
            where the_student is not null and the_class is not null""",
        match=("student_id", "classroom_id", "session_id"),
    ),
)
BEHAVIOR: tuple[Step, ...] = (
    *_read("behavior", "student", "school"),
    Target(
        "behavior",
        BehaviorIncident,
        wanted="""
            select row_no, incident_id as source_id, the_student as student_id, the_school as school_id,
                date::date as "on", nullif(time, '')::time as at_time, location, behavior, response,
                coalesce(nullif(days_suspended, '')::numeric(5, 1), 0) as days_suspended
            from found_behavior where the_student is not null and the_school is not null""",
        match=("source_id", "student_id"),
    ),
)
ASSESSMENTS: tuple[Step, ...] = (
    *_read("assessments", "student"),
    Target(
        "assessment",
        AssessmentResult,
        wanted="""
            select row_no, the_student as student_id, assessment, subject, date::date as taken_on,
                nullif(score, '')::numeric(9, 2) as score, level
            from found_assessments where the_student is not null""",
        match=("student_id", "assessment", "subject", "taken_on"),
    ),
)

_LANGUAGES = ", ".join(f"('{code}', '{kept}')" for code, kept in sorted(known_codes().items()))
LANGUAGES: tuple[Step, ...] = (
    *_read(
        "languages",
        "student",
        more=", l.kept",
        joins=f"left join (values {_LANGUAGES}) l(code, kept) on l.code = lower(i.language)",
    ),
    _missing("found_languages", "languages", "language", "kept", rules.LANGUAGE_UNKNOWN),
    Target(
        "home_language",
        HomeLanguage,
        wanted="""
            select row_no, the_student as student_id, kept as language
            from found_languages where the_student is not null and kept is not null""",
        match=("student_id",),
    ),
)

DISTRICT_FILES: Mapping[str, tuple[Step, ...]] = {
    "needs": NEEDS,
    "attendance": ATTENDANCE,
    "marks": MARKS,
    "behavior": BEHAVIOR,
    "assessments": ASSESSMENTS,
    "languages": LANGUAGES,
}
