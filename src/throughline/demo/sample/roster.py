"""The rows of the OneRoster package: schools, classes, people and who is enrolled where."""

from collections.abc import Iterator
from dataclasses import dataclass

from throughline.demo.sample import courses, names
from throughline.demo.sample.courses import class_id, subjects_of
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.people import Family, People
from throughline.demo.sample.plan import GRADE_CODES, Plan
from throughline.demo.sample.staff import Staff
from throughline.demo.sample.students import NEVER, Students
from throughline.formats.oneroster.writer import PackageWriter

_USER_COLUMNS = (
    "sourcedId",
    "enabledUser",
    "username",
    "givenName",
    "familyName",
    "identifier",
    "email",
    "phone",
    "agentSourcedIds",
    "grades",
    "preferredGivenName",
    "primaryOrgSourcedId",
)
_ROLE_COLUMNS = ("sourcedId", "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId")
_DEMOGRAPHIC_COLUMNS = (
    "sourcedId",
    "birthDate",
    "sex",
    *names.RACES,
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
)
_ENROLLMENT_COLUMNS = (
    "sourcedId",
    "classSourcedId",
    "schoolSourcedId",
    "userSourcedId",
    "role",
    "primary",
    "beginDate",
    "endDate",
)
_TRUTH = ("false", "true")


@dataclass(frozen=True)
class Stint:
    """A student's time at one school: first and last day as positions in the year; `last` None while it goes on."""

    school: int
    section: int
    first: int
    last: int | None


def stints_of(students: Students, at: int) -> tuple[Stint, ...]:
    """This function will say where a student was this year, in order."""
    first, moved = int(students.first_day[at]), int(students.moved_on[at])
    last = int(students.last_day[at]) if students.left[at] else None
    school, section = int(students.school[at]), int(students.section[at])
    if moved == NEVER:
        return (Stint(school, section, first, last),)
    there = Stint(int(students.moved_to[at]), int(students.moved_section[at]), moved, last)
    return Stint(school, section, first, moved - 1), there


class Roster:
    """Writes people into the tables of one OneRoster package as they come.

    `is_over`: the year has ended, and with it every student's place in a school and in its classes.
    """

    def __init__(self, package: PackageWriter, plan: Plan, days: SchoolDays, *, is_over: bool = False) -> None:
        self._plan, self._is_over = plan, is_over
        self._dates = [day.isoformat() for day in days.whole_year]
        self._users = package.open_table("users", columns=_USER_COLUMNS)
        self._roles = package.open_table("roles", columns=_ROLE_COLUMNS)
        self._demographics = package.open_table("demographics", columns=_DEMOGRAPHIC_COLUMNS)
        self._enrollments = package.open_table("enrollments", columns=_ENROLLMENT_COLUMNS)

    def add_staff(self, staff: Staff) -> None:
        """This function will write one staff member; those whose job needs no account are left out."""
        if not staff.job.role:
            return
        org = f"SCH-{staff.school:04d}" if staff.school else self._plan.district_id
        person = staff.person
        self._users.add(
            (
                staff.id,
                "true",
                person.username,
                person.given_name,
                person.family_name,
                staff.id,
                person.email,
                "",
                "",
                "",
                "",
                org,
            )
        )
        self._roles.add((f"R-{staff.id}", staff.id, "primary", staff.job.role, self._dates[0], "", org))

    def add_class_teacher(self, each: courses.SchoolClass, school_id: str) -> None:
        """This function will enroll a class's teacher in it."""
        row = (f"N-{each.id}", each.id, school_id, each.teacher_id, "teacher", "true", self._dates[0], "")
        self._enrollments.add(row)

    def add_students(self, students: Students, people: People) -> None:
        """This function will write the students of a zone and their guardians."""
        born = people.birth_dates()
        races, hispanic = people.races()
        has, also = races.tolist(), hispanic.tolist()
        for family in people.families():
            self._add_guardians(students, family)
            for at in family.children:
                self._add_student(students, people, family, at)
                flags = [_TRUTH[flag] for flag in (*has[at], sum(has[at]) > 1, also[at])]
                sex = "female" if students.is_female[at] else "male"
                self._demographics.add((people.ids[at], born[at], sex, *flags))

    def _add_guardians(self, students: Students, family: Family) -> None:
        now = (stints_of(students, at)[-1].school for at in family.children)
        schools = list(dict.fromkeys(now))
        for guardian in family.guardians:
            person, main = guardian.person, f"SCH-{schools[0]:04d}"
            names_and_email = (person.username, person.given_name, person.family_name, "", person.email)
            self._users.add((guardian.id, "true", *names_and_email, guardian.phone, "", "", "", main))
            for school in schools:
                role_id = f"R-{guardian.id}-{school:04d}"
                self._roles.add((role_id, guardian.id, "primary", guardian.role, "", "", f"SCH-{school:04d}"))

    def _add_student(self, students: Students, people: People, family: Family, at: int) -> None:
        student_id, grade, mark = people.ids[at], int(students.grade[at]), self._plan.id_mark
        stints = stints_of(students, at)
        given, last, preferred, username = people.student(at, family)
        self._users.add(
            (
                student_id,
                _TRUTH[stints[-1].last is None],
                username,
                given,
                last,
                student_id[2:],
                f"{username}@students.aldervalley.example",
                "",
                family.agents,
                GRADE_CODES[grade],
                preferred,
                f"SCH-{stints[-1].school:04d}",
            )
        )
        n_rows = 0
        for stint in stints:
            begin, end = self._dates[stint.first], self._end_of(stint)
            school_id = f"SCH-{stint.school:04d}"
            role_id = f"R-{mark}{student_id}-{stint.school:04d}"
            self._roles.add((role_id, student_id, "primary", "student", begin, end, school_id))
            for subject in subjects_of(grade):
                n_rows += 1
                in_class = class_id(stint.school, grade, subject, stint.section, mark)
                row = (
                    f"N-{mark}{student_id}-{n_rows}",
                    in_class,
                    school_id,
                    student_id,
                    "student",
                    "false",
                    begin,
                    end,
                )
                self._enrollments.add(row)

    def _end_of(self, stint: Stint) -> str:
        if stint.last is None:
            return self._dates[-1] if self._is_over else ""
        return self._dates[stint.last]


def write_frame(package: PackageWriter, plan: Plan, days: SchoolDays) -> None:
    """This function will write the tables that hold no people: orgs, sessions, courses and classes."""
    package.write("orgs", _org_rows(plan), columns=("sourcedId", "name", "type", "identifier", "parentSourcedId"))
    columns = ("sourcedId", "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear")
    package.write("academicSessions", _session_rows(plan, days), columns=columns)
    course_rows = courses.course_rows(plan, f"SY-{plan.year.ends}")
    package.write("courses", course_rows, columns=courses.COURSE_COLUMNS)
    class_rows = (row for school in plan.schools for row in courses.class_rows(plan, school))
    package.write("classes", class_rows, columns=courses.CLASS_COLUMNS)


def _org_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    yield plan.district_id, plan.name, "district", plan.district_id, ""
    for school in plan.schools:
        yield school.id, school.name, "school", f"{school.number:04d}", plan.district_id


def _session_rows(plan: Plan, days: SchoolDays) -> Iterator[tuple[str, ...]]:
    ends, quarters = plan.year.ends, days.quarters
    whole = f"SY-{ends}"
    yield whole, str(plan.year), "schoolYear", str(days.first), str(days.last), "", str(ends)
    for n, (title, first, last) in enumerate((("Fall", 0, 1), ("Spring", 2, 3)), start=1):
        begin, end = str(quarters[first][0]), str(quarters[last][1])
        yield f"{whole}-S{n}", f"{title} semester {plan.year}", "semester", begin, end, whole, str(ends)
    for n, (begins, stops) in enumerate(quarters, start=1):
        parent = f"{whole}-S{(n + 1) // 2}"
        title = f"Quarter {n} {plan.year}"
        yield f"{whole}-Q{n}", title, "gradingPeriod", str(begins), str(stops), parent, str(ends)
