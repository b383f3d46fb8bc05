"""Who may open what, as data. Every address of the project stands here; a new one without an entry is red.

`get` and `post` name the members of the cast who are answered. Everybody else is refused (403, 404 or 405), and a
visitor who has not signed in is sent to sign in, unless the page is `open`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.demo import cast, named

EVERYBODY = frozenset(cast.BY_KEY)
NOBODY: frozenset[str] = frozenset()
OFFICE = frozenset({"administrator", "data_lead"})
AT_HIGH = frozenset({"coordinator", "nurse", "principal"})
FAMILY = frozenset({"student", "guardian"})
SEES_STUDENTS = OFFICE | AT_HIGH | FAMILY | {"coordinator_elsewhere", "teacher"}
EXPORTS_STUDENTS = FAMILY | {"data_lead", "coordinator", "coordinator_elsewhere", "principal"}
SEES_BUDGETS = frozenset({"finance", "data_lead", "principal"})
SEES_ALL_BUDGETS = frozenset({"finance", "data_lead"})
WRITES_BUDGETS = frozenset({"finance"})
KEEPS_SCHOOLS = OFFICE | {"finance"}


@dataclass(frozen=True)
class Aim:
    """One address, with what fills it and what is posted to it, and who is answered."""

    page: str
    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    fill: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    open: bool = False

    def __str__(self) -> str:
        words = [self.page, *self.fill.values(), *(f"{key}={value}" for key, value in self.query.items())]
        return " ".join(words)


def _student(source_id: str, seen_by: frozenset[str]) -> Aim:
    return Aim("students:student", get=seen_by, fill={"student_id": source_id})


def _oversight(source_id: str, answered: frozenset[str]) -> tuple[Aim, ...]:
    pages = ("students:who_sees", "students:who_looked", "students:print_who_looked")
    return tuple(Aim(page, get=answered, fill={"student_id": source_id}) for page in pages)


# A run is "run"; a student, a school and a formula are named by their ids in the roster and their keys.
RUN = {"number": "run"}
AT_HIGH_SCHOOL = RUN | {"school_id": named.HIGH}
AT_CEDAR_HOLLOW = RUN | {"school_id": named.CEDAR_HOLLOW}
COUNT = {"on": str(named.COUNT_DAY), "school_id": named.HIGH, "code": "english_learner"}
COUNT_ELSEWHERE = COUNT | {"school_id": named.CEDAR_HOLLOW}
FORMULA = {"formula_id": "formula"}
IMPORT = {"run_id": "import"}
LIBRARY = {"key": "guidebook-table-2-2"}

AIMS: tuple[Aim, ...] = (
    Aim("accounts:today", get=EVERYBODY),
    Aim("accounts:sign_in", get=EVERYBODY, post=EVERYBODY, open=True),
    Aim("accounts:sign_in_as", post=EVERYBODY, data={"username": "jordan.hale"}, open=True),
    Aim("accounts:sign_in_as", data={"username": "nobody"}, open=True),
    Aim("accounts:sign_out", post=EVERYBODY, open=True),
    Aim("accounts:welcome", fill={"number": "MQ", "token": "never-made"}, open=True),
    Aim("accounts:policy", get=OFFICE),
    Aim("web:styleguide", get=EVERYBODY, open=True),
    Aim("web:language", get=EVERYBODY, post=EVERYBODY, data={"language": "es"}, open=True),
    Aim("web:theme", post=EVERYBODY, data={"theme": "dark"}, open=True),
    Aim("students:students", get=SEES_STUDENTS),
    Aim("students:students", get=EXPORTS_STUDENTS, query={"export": "csv"}),
    Aim("students:find", post=EVERYBODY, data={"text": "Mateo"}),
    _student(named.CAST_STUDENT, OFFICE | AT_HIGH | FAMILY | {"teacher"}),
    _student(named.CAST_SIBLING, OFFICE | {"coordinator_elsewhere", "guardian"}),
    _student(named.CLASSMATE, OFFICE | AT_HIGH | {"teacher"}),
    _student(named.NOT_TAUGHT_STUDENT, OFFICE | AT_HIGH),
    _student(named.OTHER_SCHOOL_STUDENT, OFFICE | {"coordinator_elsewhere"}),
    _student(named.MOVED_STUDENT, OFFICE),
    _student(named.HOMELESS_STUDENT, OFFICE),
    _student("nobody", NOBODY),
    *_oversight(named.CAST_STUDENT, OFFICE | FAMILY | {"coordinator", "principal"}),
    *_oversight(named.CAST_SIBLING, OFFICE | {"coordinator_elsewhere", "guardian"}),
    *_oversight(named.CLASSMATE, OFFICE | {"coordinator", "principal"}),
    *_oversight("nobody", NOBODY),
    Aim("students:looks", get=OFFICE),
    Aim("funding:budgets", get=SEES_BUDGETS),
    Aim("funding:new_run", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:runs", get=SEES_ALL_BUDGETS),
    Aim("funding:run", get=SEES_BUDGETS, fill=RUN),
    # A principal's own school only: the test of school_budget below shows that no other is theirs.
    Aim("funding:run_workbook", get=SEES_BUDGETS, fill=RUN),
    Aim("funding:run_trace", get=SEES_BUDGETS, fill=RUN),
    Aim("funding:school_budget", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:school_budget", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:school_workbook", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:school_workbook", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:school_trace", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:school_trace", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:counts", get=SEES_BUDGETS),
    Aim("funding:count", get=OFFICE | AT_HIGH | {"finance"}, fill=COUNT),
    Aim("funding:count", get=OFFICE | {"coordinator_elsewhere", "finance"}, fill=COUNT_ELSEWHERE),
    Aim("funding:formulas", get=SEES_BUDGETS),
    Aim("funding:new_formula", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:library_formula", get=SEES_BUDGETS, fill=LIBRARY),
    Aim("funding:adopt_formula", post=WRITES_BUDGETS, fill=LIBRARY),
    Aim("funding:formula", get=SEES_BUDGETS, fill=FORMULA),
    Aim("funding:change_formula", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=FORMULA),
    Aim("funding:formula_document", get=SEES_BUDGETS, fill=FORMULA),
    Aim("exchange:runs", get=OFFICE),
    Aim("exchange:start", get=OFFICE, post=OFFICE),
    Aim("exchange:run", get=OFFICE, fill=IMPORT),
    Aim("exchange:changes", get=OFFICE, fill=IMPORT | {"action": "create"}),
    Aim("exchange:progress", get=OFFICE, fill=IMPORT),
    Aim("exchange:problems", get=OFFICE, fill=IMPORT),
    Aim("exchange:apply", post=OFFICE, fill=IMPORT),
    Aim("exchange:ask_roll_back", get=OFFICE, fill=IMPORT),
    Aim("exchange:roll_back", post=OFFICE, fill=IMPORT),
    Aim("exchange:cancel", post=OFFICE, fill=IMPORT),
    Aim("exchange:read_again", post=OFFICE, fill=IMPORT),
    Aim("funding:schools", get=KEEPS_SCHOOLS, post=KEEPS_SCHOOLS),
)

# Tables behind no wall, each with the reason why a stranger to every student may read it.
OPEN_TABLES: dict[str, str] = {
    "accounts_user": "Read before anybody is known, to sign them in; holds what a person signs in with.",
    "accounts_userevent": "History of the same.",
    "accounts_roleassignment": "Who holds which role: what both walls are worked out from.",
    "accounts_roleassignmentevent": "History of the same.",
    "accounts_rule": "The policy table: what both walls are worked out from.",
    "accounts_ruleevent": "History of the same.",
    "accounts_signintries": "How often a password was tried, by digests; needed before anybody is known.",
    "audit_auditrecord": "Who did what, by ids; never a student's data. Only ever added to.",
    "audit_disclosure": "Who looked at whom, by ids; written by people who see nothing else. Only ever added to.",
    "audit_link": "The chain of the two: numbers and digests. Only ever added to.",
    "auth_group": "Django's own; empty, since roles are not groups.",
    "auth_group_permissions": "Django's own; empty.",
    "auth_permission": "Django's own names of permissions.",
    "django_content_type": "Django's own names of models.",
    "django_migrations": "Which upgrades were made; the application may only read it.",
    "django_session": "Sessions, signed; needed before anybody is known.",
    "district_academicsession": "The school year's terms.",
    "district_academicsessionevent": "History of the same.",
    "district_organization": "Schools and their levels, which are public.",
    "district_organizationevent": "History of the same.",
    "exchange_progress": "How far a run has come: numbers.",
    "pghistory_context": "In which request a change was made, and by whom.",
    "procrastinate_events": "The job queue: when a job moved.",
    "procrastinate_jobs": "The job queue: a job takes ids, never rows.",
    "procrastinate_periodic_defers": "The job queue: what repeats.",
    "procrastinate_workers": "The job queue: who works.",
    "students_class": "What is taught where; no student is in it.",
    "students_classevent": "History of the same.",
    "students_course": "What is taught.",
    "students_courseevent": "History of the same.",
    "students_staffmember": "Who works in the district: directory information of its staff.",
    "students_staffmemberevent": "History of the same.",
    "students_staffpost": "Which post a staff member holds.",
    "students_staffpostevent": "History of the same.",
    "students_teaching": "Who teaches which class; no student is in it.",
    "students_teachingevent": "History of the same.",
}

# Functions that run with another's rights. None: each would be a door through the second wall.
DEFINER_FUNCTIONS: frozenset[str] = frozenset()
