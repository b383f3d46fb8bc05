"""What the cast tells of students of the invented district: their own words first, then strengths and interests."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from throughline.demo import named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students

# Who tells what of whom, by the code of its kind.
OF_THE_NAMED = (
    (
        "student",
        named.CAST_STUDENT,
        "words",
        "I learn best when I can take a thing apart first. If I look out of the window I am still listening.",
    ),
    ("student", named.CAST_STUDENT, "interest", "Robots, bicycles, and cooking with my grandmother on Sundays."),
    ("student", named.CAST_STUDENT, "hope", "To build things that help people get around, maybe as an engineer."),
    ("student", named.CAST_STUDENT, "trusted_adult", "Ms. Nguyễn in English, and Mr. Mbeki."),
    ("student", named.CAST_STUDENT, "called", "Teo, he/him"),
    (
        "guardian",
        named.CAST_STUDENT,
        "language",
        "Español en casa; inglés con su hermana. Prefiero que me llamen en español.",
    ),
    ("guardian", named.CAST_STUDENT, "strength", "Cuida de su hermana por las tardes y nunca olvida recogerla."),
    ("teacher", named.CAST_STUDENT, "strength", "Explains a hard paragraph to others in a way that they remember."),
    ("coordinator", named.CAST_STUDENT, "strength", "Asks for help early when he trusts the person he asks."),
    ("guardian", named.CAST_SIBLING, "interest", "Dibujar animales y contar historias a sus muñecos."),
    (
        "counselor",
        named.CLASSMATE,
        "words",
        "I do better when I know the plan for the day. Please tell me first and not in front of everyone.",
    ),
    ("teacher", named.CLASSMATE, "strength", "Writes dialogue that sounds like real people talking."),
)
# A line each for classmates of the cast's teacher and others of the high school, in turn.
STRENGTHS = (
    "Notices when somebody is left out, and makes room.",
    "Keeps going on a hard problem long after others have stopped.",
    "Brings a group back to the question without being unkind.",
    "Remembers what people said weeks ago.",
    "Draws what others only describe.",
    "Speaks up for a fair rule, also when it costs something.",
    "Fixes what is broken before anybody asks.",
    "Makes new students feel that they belong by the second day.",
)
INTERESTS = (
    "Basketball, and the numbers behind it.",
    "Sewing and old clothes.",
    "Birds along the river.",
    "Making beats on an old laptop.",
    "Chess at lunch.",
    "The garden behind the house.",
    "Science fiction, mostly in paperback.",
    "Baking for the whole street.",
)
N_OF_CLASS = 24


def tell_of_students(users: dict[str, accounts.User]) -> None:
    """This function will let the cast tell what they know of students, each by their own right."""
    for key, source_id, kind, text in OF_THE_NAMED:
        _tell(users[key], source_id, kind, text)
    teacher = users["teacher"].viewer()
    with accounts.acting_as(teacher):
        taught = students.get_students_for(teacher).exclude(source_id__in=[row[1] for row in OF_THE_NAMED])
        listed = list(taught.order_by("source_id").values_list("source_id", flat=True)[:N_OF_CLASS])
    for key, source_id, kind, text in _in_turn(listed):
        _tell(users[key], source_id, kind, text)


def _in_turn(source_ids: list[str]) -> Iterator[tuple[str, str, str, str]]:
    for n, source_id in enumerate(source_ids):
        if n % 3 != 2:
            yield "teacher", source_id, "strength", STRENGTHS[n % len(STRENGTHS)]
        if n % 4 != 3:
            yield "coordinator", source_id, "interest", INTERESTS[(n * 3) % len(INTERESTS)]


def _tell(user: accounts.User, source_id: str, kind: str, text: str) -> None:
    viewer = user.viewer()
    with accounts.acting_as(viewer):
        student = students.get_students_for(viewer).get(source_id=source_id)
        students.tell(
            by=viewer,
            at=timezone.now(),
            student_id=student.pk,
            key=uuid5(NAMESPACE_URL, f"{user.username} {source_id} {kind} {text}"),
            kind=kind,
            text=text,
        )
