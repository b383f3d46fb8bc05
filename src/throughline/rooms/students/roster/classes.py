"""What is taught, by whom and to whom."""

from throughline.rooms.district.api import Check, Prepare, Step, Target
from throughline.rooms.students.models import Class, ClassPlace, Course, Teaching
from throughline.rooms.students.roster import rules

COURSE = Target(
    "course",
    Course,
    wanted="""
        select c.row_no, c.digest as source_digest, c."sourcedId" as source_id, c.title, c."courseCode" as code,
            o.id as organization_id, s.id as session_id
        from in_courses c left join ids_organization o on o.source_id = c."orgSourcedId"
            left join ids_session s on s.source_id = c."schoolYearSourcedId"
        where c.status <> 'tobedeleted'""",
    ends="select id from students_course where ended_at is null and source_id in (select source_id from gone_courses)",
    referred_to=True,
)
_CLASSES = Prepare(
    "feed_class",
    """select c.*, o.id as school_id, k.id as course_id
    from in_classes c left join ids_organization o on o.source_id = c."schoolSourcedId"
        left join ids_course k on k.source_id = c."courseSourcedId"
    where c.status <> 'tobedeleted'""",
)
CLASS = Target(
    "class",
    Class,
    wanted="""
        select row_no, digest as source_digest, "sourcedId" as source_id, title, "classCode" as code,
            left("classType", 20) as kind, location, grades, subjects, course_id, school_id,
            "termSourcedIds" as sessions
        from feed_class where school_id is not null""",
    ends="select id from students_class where ended_at is null and source_id in (select source_id from gone_classes)",
    referred_to=True,
)
_PLACES = Prepare(
    "feed_place",
    """select e.row_no, e.digest, e."sourcedId" as source_id, e.role, e."classSourcedId" as class,
        e."userSourcedId" as person, coalesce(nullif(e."primary", '')::boolean, false) as is_primary,
        nullif(e."beginDate", '')::date as starts_on, nullif(e."endDate", '')::date as ends_on, c.id as classroom_id,
        case e.role when 'student' then s.id else t.id end as person_id
    from in_enrollments e left join ids_class c on c.source_id = e."classSourcedId"
        left join ids_student s on e.role = 'student' and s.source_id = e."userSourcedId"
        left join ids_staff t on e.role <> 'student' and t.source_id = e."userSourcedId"
    where e.status <> 'tobedeleted'""",
)
_SAME = "row_no, digest as source_digest, source_id, person_id as {person}, classroom_id, {more}starts_on, ends_on"


def _place(entity: str, model: type[ClassPlace | Teaching], person: str, people: str, more: str, kind: str) -> Target:
    return Target(
        entity,
        model,
        wanted=f"""
            select {_SAME.format(person=person, more=more)} from feed_place
            where {kind} and classroom_id is not null and person_id is not null""",
        ends=f"""
            select id from {model._meta.db_table} t where t.ended_at is null and (
                t.source_id in (select source_id from gone_enrollments)
                or t.{person} in (select id from e_{people}) or t.classroom_id in (select id from e_class))""",
    )


CLASS_PLACE = _place("class_place", ClassPlace, "student_id", "student", "", "role = 'student'")
TEACHING = _place("teaching", Teaching, "staff_id", "staff", "role, is_primary, ", "role <> 'student'")


def _missing(column: str, person: str) -> str:
    return f"select row_no, {column} as value from feed_place where {person}"


_FILE = "enrollments.csv"
CLASSES: tuple[Step, ...] = (
    COURSE,
    _CLASSES,
    Check(
        rules.ORGANIZATION_UNKNOWN,
        "classes.csv",
        "schoolSourcedId",
        """select row_no, "schoolSourcedId" as value from feed_class where school_id is null""",
    ),
    Check(
        rules.COURSE_UNKNOWN,
        "classes.csv",
        "courseSourcedId",
        """select row_no, "courseSourcedId" as value from feed_class
        where course_id is null and "courseSourcedId" <> ''""",
    ),
    CLASS,
    _PLACES,
    Check(rules.CLASS_UNKNOWN, _FILE, "classSourcedId", _missing("class", "classroom_id is null")),
    Check(rules.NOT_A_STUDENT, _FILE, "userSourcedId", _missing("person", "person_id is null and role = 'student'")),
    Check(rules.NOT_STAFF, _FILE, "userSourcedId", _missing("person", "person_id is null and role <> 'student'")),
    CLASS_PLACE,
    TEACHING,
)
