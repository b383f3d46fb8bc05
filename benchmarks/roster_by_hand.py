"""The peers of the roster workloads, as somebody would write them by hand for the same tables."""

from pathlib import Path
from typing import Any

COPIED = ("orgs", "academicSessions", "courses", "classes", "users", "roles", "demographics", "enrollments")


def _merge(table: str, columns: str, select: str, key: str = "source_id") -> str:
    names = [name.strip() for name in columns.split(",")]
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key.split(", "))
    return f"insert into {table} ({columns}) {select} on conflict ({key}) do update set {changed}"


_PERSON = "middle_name, preferred_given_name, preferred_family_name, pronouns, phone"
MERGES = (
    _merge(
        "district_organization",
        "source_id, name, kind, identifier, level",
        """select "sourcedId", name, type, coalesce(identifier, ''), '' from raw_orgs""",
    ),
    """update district_organization o set parent_id = p.id from raw_orgs r
        join district_organization p on p.source_id = r."parentSourcedId" where o.source_id = r."sourcedId" """,
    _merge(
        "district_academicsession",
        "source_id, title, kind, starts_on, ends_on, school_year",
        """select "sourcedId", title, type, "startDate"::date, "endDate"::date, "schoolYear"::smallint
        from raw_academicSessions""",
    ),
    _merge(
        "students_course",
        "source_id, title, code, organization_id, session_id",
        """select c."sourcedId", c.title, '', o.id, s.id from raw_courses c
        join district_organization o on o.source_id = c."orgSourcedId"
        join district_academicsession s on s.source_id = c."schoolYearSourcedId" """,
    ),
    _merge(
        "students_class",
        "source_id, title, code, kind, location, grades, subjects, course_id, school_id, sessions",
        """select c."sourcedId", c.title, '', c."classType", '', '', '', k.id, o.id, c."termSourcedIds"
        from raw_classes c join students_course k on k.source_id = c."courseSourcedId"
        join district_organization o on o.source_id = c."schoolSourcedId" """,
    ),
    _merge(
        "students_student",
        f"source_id, given_name, family_name, username, email, local_id, grade, home_school_id, {_PERSON}",
        """select u."sourcedId", u."givenName", u."familyName", u.username, u.email, u.identifier, u.grades, o.id,
            '', '', '', '', ''
        from raw_users u join raw_roles r on r."userSourcedId" = u."sourcedId" and r.role = 'student'
        join district_organization o on o.source_id = r."orgSourcedId" """,
    ),
    "analyze_students",
    _merge(
        "students_enrollment",
        "source_id, student_id, school_id, grade, is_primary, starts_on",
        """select r."sourcedId", s.id, o.id, s.grade, true, r."beginDate"::date
        from raw_roles r join students_student s on s.source_id = r."userSourcedId"
        join district_organization o on o.source_id = r."orgSourcedId" where r.role = 'student'""",
    ),
    _merge(
        "students_demographics",
        "student_id, birth_on, sex",
        """select s.id, d."birthDate"::date, d.sex from raw_demographics d
        join students_student s on s.source_id = d."sourcedId" """,
        key="student_id",
    ),
    _merge(
        "students_classplace",
        "source_id, student_id, classroom_id",
        """select e."sourcedId", s.id, c.id from raw_enrollments e
        join students_student s on s.source_id = e."userSourcedId"
        join students_class c on c.source_id = e."classSourcedId" where e.role = 'student'""",
    ),
)
MERGES = tuple(merge for merge in MERGES if merge != "analyze_students")

_BATCH = 5_000


def bring_in_by_orm(path: Path) -> None:
    """This function will bring a package in with the ORM alone."""
    from benchmarks.roster_ground import rows_of
    from throughline.rooms.district.models import AcademicSession, Organization
    from throughline.rooms.students.models import Class, ClassPlace, Course, Demographics, Enrollment, Student

    def put(model: Any, rows: Any, key: str = "source_id") -> None:
        fields = [f.name for f in model._meta.concrete_fields if f.name not in ("id", key)]
        made = list(rows)
        for start in range(0, len(made), _BATCH):
            model.objects.bulk_create(
                made[start : start + _BATCH], update_conflicts=True, unique_fields=[key], update_fields=fields
            )

    def ids(model: Any) -> dict[str, int]:
        return dict(model.objects.values_list("source_id", "pk"))

    put(
        Organization,
        (Organization(source_id=r["sourcedId"], name=r["name"], kind=r["type"]) for r in rows_of(path, "orgs")),
    )
    put(
        AcademicSession,
        (
            AcademicSession(
                source_id=r["sourcedId"],
                title=r["title"],
                kind=r["type"],
                starts_on=r["startDate"],
                ends_on=r["endDate"],
            )
            for r in rows_of(path, "academicSessions")
        ),
    )
    schools = ids(Organization)
    put(Course, (Course(source_id=r["sourcedId"], title=r["title"]) for r in rows_of(path, "courses")))
    courses = ids(Course)
    put(
        Class,
        (
            Class(
                source_id=r["sourcedId"],
                title=r["title"],
                kind=r["classType"],
                course_id=courses[r["courseSourcedId"]],
                school_id=schools[r["schoolSourcedId"]],
                sessions=r["termSourcedIds"],
            )
            for r in rows_of(path, "classes")
        ),
    )
    put(
        Student,
        (
            Student(
                source_id=r["sourcedId"],
                given_name=r["givenName"],
                family_name=r["familyName"],
                username=r["username"],
                email=r["email"],
                local_id=r["identifier"],
                grade=r["grades"],
                home_school_id=schools[r["primaryOrgSourcedId"]],
            )
            for r in rows_of(path, "users")
        ),
    )
    students, classes = ids(Student), ids(Class)
    grades = dict(Student.objects.values_list("source_id", "grade"))
    put(
        Enrollment,
        (
            Enrollment(
                source_id=r["sourcedId"],
                student_id=students[r["userSourcedId"]],
                school_id=schools[r["orgSourcedId"]],
                grade=grades[r["userSourcedId"]],
                starts_on=r["beginDate"],
            )
            for r in rows_of(path, "roles")
        ),
    )
    put(
        Demographics,
        (
            Demographics(student_id=students[r["sourcedId"]], birth_on=r["birthDate"], sex=r["sex"])
            for r in rows_of(path, "demographics")
        ),
        key="student",
    )
    put(
        ClassPlace,
        (
            ClassPlace(
                source_id=r["sourcedId"],
                student_id=students[r["userSourcedId"]],
                classroom_id=classes[r["classSourcedId"]],
            )
            for r in rows_of(path, "enrollments")
        ),
    )
