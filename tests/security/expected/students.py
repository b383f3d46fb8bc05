"""What is expected of the students room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable

from tests.security.expected.aim import (
    AT_HIGH,
    EVERYBODY,
    EXPORTS_STUDENTS,
    FAMILY,
    NOBODY,
    OFFICE,
    OVERSEERS,
    SEES_STUDENTS,
    Aim,
)

from throughline.demo import named


def _team(source_id: str, seen_by: frozenset[str], given_by: frozenset[str]) -> tuple[Aim, ...]:
    given = {"person": "1", "relation": "team_member", "starts_on": "2026-11-20"}
    return (
        Aim("students:team", get=seen_by, post=given_by, fill={"student_id": source_id}, data=given),
        Aim("students:end_member", post=given_by, fill={"student_id": source_id}, made={"member": source_id}),
        Aim("students:end_member", fill={"student_id": source_id}, made={"member": "another"}),
        Aim("students:end_member", fill={"student_id": source_id}, data={"member": "999999999"}),
    )


# Whose role lets them open a record in an emergency.
OPENS = AT_HIGH | {"coordinator_elsewhere", "support_lead"}


def _student(source_id: str, seen_by: frozenset[str]) -> Aim:
    return Aim("students:student", get=seen_by, fill={"student_id": source_id})


def _views(source_id: str, seen_by: frozenset[str]) -> tuple[Aim, ...]:
    """The timeline is for all who see the student; charts for those who see what is drawn."""
    fill = {"student_id": source_id}
    return (
        Aim("students:timeline", get=seen_by, fill=fill),
        Aim("students:charts", get=seen_by - {"partner"}, fill=fill),  # the agreement shares nothing that is drawn
        Aim("students:packet", get=seen_by, fill=fill),
        Aim("students:packet", get=seen_by, fill=fill, query={"part": "attendance"}),
        Aim("students:packet_pdf", get=seen_by, fill=fill, query={"part": "attendance"}),
    )


def _oversight(source_id: str, answered: frozenset[str]) -> tuple[Aim, ...]:
    pages = (
        "students:who_sees",
        "students:who_looked",
        "students:print_who_looked",
        "students:who_looked_pdf",
        "students:history",
        "students:record_requests",
    )
    return tuple(Aim(page, get=answered, fill={"student_id": source_id}) for page in pages)


MATEO = {"student_id": named.CAST_STUDENT}
REQUEST = MATEO | {"request_id": "asked"}
# Mateo is not 18: the right to ask is his mother's; staff of his school may write down what comes on paper.
ASKS = OVERSEERS | {"guardian", "coordinator", "principal"}
READS = ASKS | {"student"}


# What Mateo told himself: he, his mother and those who answer for records set it aside.
SAID = MATEO | {"saying_id": "told"}
MENDS = FAMILY | {"coordinator", "principal", "support_lead"}
# Who reads and writes what is told of Mateo, and of a student elsewhere.
TELLS = AT_HIGH | FAMILY | {"teacher", "support_lead"}
TOLD = {"key": "0b6f7a4e-6f0e-4a44-9d0c-0d7f6c1f2a3b", "kind": "strength", "text": "Explains patiently."}


# Mateo's photo: who works with him at school, and home; the coordinator and the principal put one beside the family.
KNOWS_BY_PHOTO = AT_HIGH | FAMILY | {"teacher"}
PUTS_PHOTO = FAMILY | {"coordinator", "principal"}

# Who sees the attendance of a class or a school.
COUNTS_MANY = AT_HIGH | OVERSEERS | {"coordinator_elsewhere", "teacher"}
# A list that the coordinator keeps and shares with nobody.
KEEPER = frozenset({"coordinator"})
KEPT = {"name": "Tenth grade", "shared": "nobody"}

# The demo has one class list: the high school's tenth grade, begun by the coordinator; the cast's teacher proposes.
LISTS = {"list_id": "next_year"}
LEADS = frozenset({"coordinator", "principal", "support_lead"})
PROPOSES = LEADS | {"teacher"}
READS_LISTS = PROPOSES | OVERSEERS
MATEO_MOVES = {"student": "999999999", "room": "0", "was": "1"}

# Who keeps the roster of the whole district looks for students who are in it twice.
PAIR = {"pair_id": "pair"}
ADULTS = {"adults_id": "adults"}

AIMS: tuple[Aim, ...] = (
    Aim("students:duplicates", get=OFFICE),
    Aim("students:duplicates", get=OFFICE, query={"said": "two"}),
    Aim("students:look_for_duplicates", post=OFFICE),
    Aim("students:duplicate", get=OFFICE, fill=PAIR),
    Aim("students:duplicate", fill={"pair_id": "none"}),
    Aim("students:join_students", fill=PAIR | {"student_id": "nobody"}),
    Aim("students:joins", get=OFFICE),
    Aim("students:undo_join", fill={"join_id": "none"}),
    Aim("students:adult_duplicates", get=OFFICE),
    Aim("students:adult_duplicates", get=OFFICE, query={"said": "two"}),
    Aim("students:adult_duplicate", get=OFFICE, fill=ADULTS),
    Aim("students:adult_duplicate", fill={"adults_id": "none"}),
    Aim(
        "students:join_adults",
        get=OFFICE,
        post=OFFICE,
        fill=ADULTS | {"guardian_id": "kept"},
        data={"reason": "The school asked her."},
    ),
    Aim("students:join_adults", fill=ADULTS | {"guardian_id": "none"}, data={"reason": "The school asked her."}),
    Aim("students:adult_joins", get=OFFICE),
    Aim("students:part_adults", fill={"adults_join_id": "none"}),
    Aim("students:say_two_adults", post=OFFICE, fill=ADULTS),
    Aim("students:take_back_two_adults", post=OFFICE, fill=ADULTS),
    Aim("students:say_two_people", post=OFFICE, fill=PAIR),
    Aim("students:take_back_two_people", post=OFFICE, fill=PAIR),
    Aim("students:class_lists", get=READS_LISTS | {"coordinator_elsewhere"}),
    Aim(
        "students:begin_class_list",
        get=LEADS | {"coordinator_elsewhere"},
        post=LEADS | {"coordinator_elsewhere"},
        data={"grade": "1:03", "rooms": "A"},
    ),
    Aim("students:class_list", get=READS_LISTS, fill=LISTS),
    Aim("students:class_list", fill={"list_id": "none"}),
    Aim("students:export_class_list", get=READS_LISTS, fill=LISTS),
    Aim("students:export_class_list", fill=LISTS, query={"export": "csv"}),
    Aim("students:change_class_list", get=LEADS, post=LEADS, fill=LISTS, data={"rooms": ""}),
    Aim("students:add_to_class_list", post=LEADS, fill=LISTS, data={"text": "Mateo"}),
    Aim("students:take_off_class_list", fill=LISTS, data={"student": "999999999"}),
    Aim("students:let_go_of_class_list", post=LEADS, fill=LISTS),
    Aim("students:move_class_seat", fill=LISTS, data=MATEO_MOVES),
    Aim("students:fix_class_seat", fill=LISTS, data=MATEO_MOVES),
    Aim("students:undo_class_move", post=PROPOSES, fill=LISTS),
    Aim("students:suggest_class_list", post=LEADS, fill=LISTS),
    Aim("students:send_class_list", post=PROPOSES, fill=LISTS, data={"stage": "revising"}),
    Aim("students:class_list_history", get=READS_LISTS, fill=LISTS),
    Aim("students:class_wishes", get=READS_LISTS, post=PROPOSES, fill=LISTS, data={"kind": "apart"}),
    Aim("students:make_class_rule", fill=LISTS | {"key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a3b"}),
    Aim("students:take_back_class_wish", fill=LISTS | {"key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a3b"}),
    Aim("students:sayings", get=TELLS, post=TELLS, fill=MATEO, data=TOLD),
    Aim("students:sayings", get=TELLS, post=TELLS, fill=MATEO, data={"text": ""}),
    Aim("students:sayings", fill={"student_id": "nobody"}, data=TOLD),
    Aim("students:change_saying", get=MENDS, post=MENDS, fill=SAID, data={"text": ""}),
    Aim("students:set_aside_saying", post=MENDS, fill=SAID),
    Aim("students:photo", get=KNOWS_BY_PHOTO, post=PUTS_PHOTO, fill=MATEO),
    Aim("students:photo", fill={"student_id": "nobody"}),
    Aim("students:take_photo_away", post=PUTS_PHOTO, fill=MATEO),
    Aim("students:take_photo_away", post=FAMILY, fill=MATEO, data={"refuse": "yes"}),
    Aim("students:allow_photo", post=FAMILY, fill=MATEO),
    Aim("students:all_record_requests", get=OVERSEERS),
    Aim("students:opt_outs", get=OVERSEERS),
    Aim("students:ask_record", get=ASKS, post=ASKS, fill=MATEO | {"kind": "amend"}),
    Aim("students:ask_record", get=ASKS, post=ASKS, fill=MATEO | {"kind": "inspect"}),
    Aim("students:record_request", get=READS, fill=REQUEST),
    Aim("students:record_request_step", get=OVERSEERS, post=OVERSEERS, fill=REQUEST | {"step": "refuse"}),
    Aim(
        "students:record_request_step",
        get=OVERSEERS | {"guardian"},
        post=OVERSEERS | {"guardian"},
        fill=REQUEST | {"step": "withdraw"},
    ),
    Aim("students:record_dependent", get=OVERSEERS, post=OVERSEERS, fill=MATEO),
    Aim("students:opt_out", get=READS, post=ASKS, fill=MATEO),
    Aim("students:withdraw_opt_out", post=ASKS, fill=MATEO),
    Aim("students:students", get=SEES_STUDENTS),
    Aim("students:students", get=EXPORTS_STUDENTS, query={"export": "csv"}),
    Aim("students:students", get=SEES_STUDENTS, query={"need": "homeless"}),
    Aim("students:students", get=frozenset({"data_lead"}), query={"need": "homeless", "export": "csv"}),
    Aim(
        "students:student",
        get=OVERSEERS | AT_HIGH | FAMILY | {"teacher", "partner"},
        fill=MATEO,
        query={"in": "grade=10", "n": "3"},
    ),
    Aim("students:attendance_dashboard", get=COUNTS_MANY, query={"by": "group"}),
    Aim("students:behavior_dashboard", get=COUNTS_MANY - {"nurse", "privacy_officer"}, query={"by": "what"}),
    Aim("students:kept_lists", get=SEES_STUDENTS),
    Aim("students:keep_list", get=SEES_STUDENTS, post=SEES_STUDENTS, query={"grade": "10"}, data=KEPT),
    Aim("students:change_list", get=KEEPER, post=KEEPER, fill={"list_id": "kept"}, data=KEPT),
    Aim("students:let_go_of_list", post=KEEPER, fill={"list_id": "kept"}),
    Aim("students:find", post=EVERYBODY, data={"text": "Mateo"}),
    _student(named.CAST_STUDENT, OVERSEERS | AT_HIGH | FAMILY | {"teacher", "partner"}),
    _student(named.CAST_SIBLING, OVERSEERS | {"coordinator_elsewhere", "guardian"}),
    _student(named.CLASSMATE, OVERSEERS | AT_HIGH | {"teacher"}),
    _student(named.NOT_TAUGHT_STUDENT, OVERSEERS | AT_HIGH),
    _student(named.OTHER_SCHOOL_STUDENT, OVERSEERS | {"coordinator_elsewhere"}),
    _student(named.MOVED_STUDENT, OVERSEERS),
    _student(named.HOMELESS_STUDENT, OVERSEERS),
    _student("nobody", NOBODY),
    *_views(named.CAST_STUDENT, OVERSEERS | AT_HIGH | FAMILY | {"teacher", "partner"}),
    *_views(named.CLASSMATE, OVERSEERS | AT_HIGH | {"teacher"}),
    *_views("nobody", NOBODY),
    *_oversight(named.CAST_STUDENT, OVERSEERS | FAMILY | {"coordinator", "principal"}),
    *_oversight(named.CAST_SIBLING, OVERSEERS | {"coordinator_elsewhere", "guardian"}),
    *_oversight(named.CLASSMATE, OVERSEERS | {"coordinator", "principal"}),
    *_oversight("nobody", NOBODY),
    Aim("students:looks", get=OVERSEERS),
    *_team(
        named.CAST_STUDENT,
        OVERSEERS | AT_HIGH | FAMILY | {"teacher"},
        frozenset({"administrator", "support_lead", "coordinator", "principal"}),
    ),
    *_team(
        named.OTHER_SCHOOL_STUDENT,
        OVERSEERS | {"coordinator_elsewhere"},
        frozenset({"administrator", "support_lead", "coordinator_elsewhere"}),
    ),
    *_team("nobody", NOBODY, NOBODY),
    Aim("students:emergency", get=OPENS, post=OPENS, data={"text": "Nobody Atall"}),
    Aim("students:open_emergency", post=OPENS, data={"found": "", "student": "1", "reason": "x"}),
    Aim("students:close_emergency", post=frozenset({"nurse"}), fill={"emergency_id": "reviewed"}),
    Aim("students:emergencies", get=OVERSEERS),
    Aim("students:review_emergency", get=OVERSEERS, post=OVERSEERS, fill={"emergency_id": "reviewed"}),
)

OPEN_TABLES: dict[str, str] = {
    "students_class": "What is taught where; no student is in it.",
    "students_classevent": "History of the same.",
    "students_keptlist": "What somebody narrows their list of students by, under a name; no student is in it.",
    "students_keptlistevent": "History of the same.",
    "students_course": "What is taught.",
    "students_courseevent": "History of the same.",
    "students_staffmember": "Who works in the district: directory information of its staff.",
    "students_staffmemberevent": "History of the same.",
    "students_staffpost": "Which post a staff member holds.",
    "students_staffpostevent": "History of the same.",
    "students_teaching": "Who teaches which class; no student is in it.",
    "students_teachingevent": "History of the same.",
}


def _student_id(source_id: str) -> object:
    from throughline.rooms.students.models import Student

    row = Student.objects.filter(source_id=source_id).first()
    return row.pk if row else 999_999_999


def _emergency_id(_which: str) -> object:
    from throughline.rooms.students.models import Emergency

    row = Emergency.objects.first()
    return row.pk if row else 999_999_999


def _request_id(_word: str) -> object:
    from datetime import date

    from throughline.rooms.students.models import RecordRequest, Student

    student = Student.objects.get(source_id=named.CAST_STUDENT)
    row = RecordRequest.objects.create(student=student, kind="amend", part="academic", asked_on=date(2026, 11, 2))
    return row.pk


def _saying_id(_word: str) -> object:
    from throughline.rooms.students.models import Saying

    return Saying.objects.filter(student__source_id=named.CAST_STUDENT, told_as="self").earliest("pk").pk


def _pair_id(word: str) -> object:
    from throughline.rooms.students.models import LikelyPair

    row = LikelyPair.objects.first() if word == "pair" else None
    return row.pk if row else 999_999_999


def _adults(word: str, what: str) -> object:
    from throughline.rooms.students.pairs import LikelyAdults

    row = LikelyAdults.objects.first() if word != "none" else None
    return getattr(row, what) if row else 999_999_999


def _member_id(word: str) -> object:
    """Somebody named for a student, or for one of no school the cast works at: they see everybody by their role."""
    from throughline.demo import cast
    from throughline.rooms.accounts.models import User
    from throughline.rooms.students.models import Relation, Student

    student = Student.objects.filter(source_id=named.HOMELESS_STUDENT if word == "another" else word).first()
    if student is None:
        return 999_999_999
    lead = User.objects.get(username=cast.BY_KEY["support_lead"].username)
    row = Relation.objects.create(user=lead, student=student, relation="team_member", given_by="Somebody")
    return row.pk


def _list_id(word: str) -> object:
    if word != "kept":
        return _class_list_id(word)
    from django.utils import timezone

    from throughline.demo import cast
    from throughline.rooms.accounts.models import User
    from throughline.rooms.students.models import KeptList

    owner = User.objects.get(username=cast.BY_KEY["coordinator"].username)
    return KeptList.objects.get_or_create(owner=owner, name="Mine", defaults={"kept_at": timezone.now()})[0].pk


def _class_list_id(word: str) -> object:
    from throughline.rooms.students.models import ClassList

    return ClassList.objects.get().pk if word == "next_year" else 999_999_999


FILLS: dict[str, Callable[[str], object]] = {
    "student_id": _student_id,
    "member": _member_id,
    "list_id": _list_id,
    "pair_id": _pair_id,
    "adults_id": lambda word: _adults(word, "pk"),
    "guardian_id": lambda word: _adults(word, "one_id"),
    "adults_join_id": lambda _word: 999_999_999,
    "join_id": lambda _word: 999_999_999,
    "saying_id": _saying_id,
    "emergency_id": _emergency_id,
    "request_id": _request_id,
}
