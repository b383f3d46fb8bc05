"""Where people are: students' enrollments, and the posts of staff and guardians."""

from throughline.formats.oneroster import rules as feed_rules
from throughline.rooms.district.api import Check, Prepare, Step, Target
from throughline.rooms.students.models import Demographics, Enrollment, GuardianPost, StaffPost
from throughline.rooms.students.roster import rules

_PLACED = Prepare(
    "placed_post",
    """select p.*, o.id as organization_id,
        case p.kind when 'student' then s.id when 'staff' then t.id else g.id end as person_id
    from feed_post p left join ids_organization o on o.source_id = p.org
        left join ids_student s on p.kind = 'student' and s.source_id = p.person
        left join ids_staff t on p.kind = 'staff' and t.source_id = p.person
        left join ids_guardian g on p.kind = 'guardian' and g.source_id = p.person""",
)


def _checks(file: str, org_column: str, person_column: str) -> tuple[Check, ...]:
    org = "select row_no, org as value from placed_post where organization_id is null"
    person = "select row_no, person as value from placed_post where person_id is null"
    return (
        Check(rules.ORGANIZATION_UNKNOWN, file, org_column, org),
        Check(rules.PERSON_UNKNOWN, file, person_column, person),
    )


_ONE_PRIMARY = Check(
    feed_rules.TWO_PRIMARY_ROLES,
    "roles.csv",
    "roleType",
    """select p.row_no, p.person as value from feed_post p
    join (select person, org from feed_post where is_primary group by person, org having count(*) > 1) twice
        using (person, org)
    where p.is_primary and p.row_no is not null""",
)


def _ends(table: str, kind: str, person_column: str, entity: str) -> str:
    return f"""
        select id from gone_post where kind = '{kind}'
        union select t.id from {table} t join e_{entity} e on e.id = t.{person_column} where t.ended_at is null"""


# A student's grade stands on the enrollment too: when only the grade changed, the enrollments kept follow it.
ENROLLMENT = Target(
    "enrollment",
    Enrollment,
    wanted="""
        select p.row_no, p.digest as source_digest, p.source_id, p.person_id as student_id,
            p.organization_id as school_id, f.grade, p.is_primary, p.starts_on, p.ends_on
        from placed_post p join feed_person f on f.person = p.person
        where p.kind = 'student' and p.person_id is not null and p.organization_id is not null
        union all
        select w.row_no, e.source_digest, e.source_id, e.student_id, e.school_id, w.grade, e.is_primary, e.starts_on,
            e.ends_on
        from students_enrollment e join w_student w on w.id = e.student_id
        where e.ended_at is null and e.grade <> w.grade and e.source_id not in (select source_id from feed_post)
            and e.id not in (select id from gone_post where kind = 'student')""",
    ends=_ends("students_enrollment", "student", "student_id", "student"),
)
STAFF_POST = Target(
    "staff_post",
    StaffPost,
    wanted="""
        select row_no, digest as source_digest, source_id, person_id as staff_id, organization_id, role, is_primary,
            starts_on, ends_on
        from placed_post where kind = 'staff' and person_id is not null and organization_id is not null""",
    ends=_ends("students_staffpost", "staff", "staff_id", "staff"),
)
GUARDIAN_POST = Target(
    "guardian_post",
    GuardianPost,
    wanted="""
        select row_no, digest as source_digest, source_id, person_id as guardian_id, organization_id, role, is_primary,
            starts_on, ends_on
        from placed_post where kind = 'guardian' and person_id is not null and organization_id is not null""",
    ends=_ends("students_guardianpost", "guardian", "guardian_id", "guardian"),
)

_RACES = {
    "american_indian_or_alaska_native": "americanIndianOrAlaskaNative",
    "asian": "asian",
    "black_or_african_american": "blackOrAfricanAmerican",
    "native_hawaiian_or_other_pacific_islander": "nativeHawaiianOrOtherPacificIslander",
    "white": "white",
    "two_or_more_races": "demographicRaceTwoOrMoreRaces",
    "hispanic_or_latino": "hispanicOrLatinoEthnicity",
}
_FLAGS = ", ".join(f"""nullif(d."{theirs}", '')::boolean as {ours}""" for ours, theirs in _RACES.items())
DEMOGRAPHICS = Target(
    "demographics",
    Demographics,
    wanted=f"""
        select d.row_no, s.id as student_id, d.digest as source_digest, nullif(d."birthDate", '')::date as birth_on,
            d.sex, {_FLAGS}
        from in_demographics d join ids_student s on s.source_id = d."sourcedId"
        where d.status <> 'tobedeleted'
            and not exists (select from students_join j join students_student x on x.id = j.joined_id
                where j.undone_at is null and x.source_id = d."sourcedId")""",
    match=("student_id",),
)
_DEMOGRAPHICS_CHECK = Check(
    rules.DEMOGRAPHICS_OF_NO_STUDENT,
    "demographics.csv",
    "sourcedId",
    """select row_no, "sourcedId" as value from in_demographics
    where status <> 'tobedeleted' and "sourcedId" not in (select source_id from ids_student)""",
)

_AFTER_CHECKS: tuple[Step, ...] = (ENROLLMENT, STAFF_POST, GUARDIAN_POST, _DEMOGRAPHICS_CHECK, DEMOGRAPHICS)
POSTS: dict[str, tuple[Step, ...]] = {
    "1.1": (_PLACED, *_checks("users.csv", "orgSourcedIds", "sourcedId"), *_AFTER_CHECKS),
    "1.2": (_ONE_PRIMARY, _PLACED, *_checks("roles.csv", "orgSourcedId", "userSourcedId"), *_AFTER_CHECKS),
}
