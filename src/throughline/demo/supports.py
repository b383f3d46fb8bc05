"""Programs of the invented district, and supports in them: attended or missed, ended, and checked or not."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from throughline.demo import cast, named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.values.viewer import Viewer

# Whose program, by whom it was written down, and what is said of it.
PROGRAMS = {
    "tutoring": (
        named.HIGH,
        "coordinator",
        partners.ProgramFacts(
            "Mathematics tutoring", "academic", "Two afternoons a week with a teacher and four others.", minutes=45
        ),
    ),
    "lunch": (
        named.HIGH,
        "coordinator",
        partners.ProgramFacts(
            "Lunch circle", "social_emotional_behavioral", "Lunch with the counselor and new friends.", minutes=30
        ),
    ),
    "robotics": (
        named.PARTNER_ORGANIZATION,
        "coordinator",
        partners.ProgramFacts(
            "Robotics club", "academic", "Building and programming, Thursdays after school.", minutes=90
        ),
    ),
    "asthma": (
        named.HIGH,
        "nurse",
        partners.ProgramFacts(
            "Breathing well", "health", "A few minutes with the nurse before sports.", record_class="health", minutes=10
        ),
    ),
    "reading": (
        named.CEDAR_HOLLOW,
        "coordinator_elsewhere",
        partners.ProgramFacts("Reading buddies", "academic", "An older student reads along.", minutes=20),
    ),
}


@dataclass(frozen=True, slots=True)
class Gift:
    """One support of the demo: whose, in which program, for what, from when, each how many days, and what came."""

    by: str
    student: str
    program: str
    purpose: str
    starts_on: date
    every: int
    missed: tuple[int, ...] = ()
    ended_on: date | None = None
    why: str = ""
    checked: support.Checked | None = None
    times: int = 1
    ends_on: date | None = None


GIFTS = (
    Gift(
        "coordinator",
        named.CAST_STUDENT,
        "tutoring",
        "To be sure of linear equations before the winter test.",
        date(2026, 9, 8),
        3,
        (4, 9, 15),
        times=2,
        ends_on=date(2027, 1, 29),
    ),
    Gift(
        "coordinator",
        named.CAST_STUDENT,
        "robotics",
        "He wants to build, and to be among others who do.",
        date(2026, 10, 1),
        7,
        (2,),
        ends_on=date(2027, 6, 4),
    ),
    Gift(
        "coordinator",
        named.CLASSMATE,
        "tutoring",
        "To catch up after the weeks away in September.",
        date(2026, 9, 22),
        3,
        (1, 2, 5),
        ended_on=date(2026, 11, 6),
        why="The weeks that were planned are over.",
        times=2,
        ends_on=date(2026, 11, 6),
    ),
    Gift(
        "coordinator",
        named.CLASSMATE,
        "lunch",
        "Somebody to eat with while she finds her friends.",
        date(2026, 9, 1),
        7,
        (3,),
        ended_on=date(2026, 10, 16),
        why="She eats with friends from her class now.",
        checked=support.Checked(
            "yes", "She says she looks forward to lunch. Her mother hears new names at home.", "Nothing more is needed."
        ),
    ),
    Gift(
        "coordinator",
        named.NOT_TAUGHT_STUDENT,
        "tutoring",
        "To pass the course he needs to graduate.",
        date(2026, 9, 15),
        4,
        (2, 3, 6, 8),
        times=2,
        ends_on=date(2026, 11, 13),
    ),
    Gift(
        "coordinator_elsewhere",
        named.CAST_SIBLING,
        "reading",
        "To read aloud with less worry.",
        date(2026, 10, 5),
        5,
        (3,),
        ends_on=date(2026, 12, 18),
    ),
)
WHY_MISSED = ("away", "elsewhere", "no_way_there")


def give_supports(users: dict[str, accounts.User]) -> None:
    """This function will write the programs down, and give supports in them as those who work with the students."""
    organizations, programs = district.ids_by_source_id(), {}
    for name, (provider, writer, facts) in PROGRAMS.items():
        by = users["coordinator" if writer == "nurse" else writer].viewer()
        with accounts.acting_as(by):
            key, place = _key("program", name), organizations[provider]
            programs[name] = partners.add_program(by=by, at=timezone.now(), key=key, provider_id=place, facts=facts)
    for gift in GIFTS:
        by = users[gift.by].viewer()
        with accounts.acting_as(by):
            _give(by, gift, programs[gift.program])
    nurse = users[cast.NURSE.key].viewer()
    gift = Gift("nurse", named.CAST_STUDENT, "asthma", "To run without worry.", date(2026, 10, 12), 7, (1,))
    with accounts.acting_as(nurse):
        _give(nurse, gift, programs["asthma"])


def _give(by: Viewer, gift: Gift, program: partners.Program) -> None:
    at, student = timezone.now(), students.get_students_for(by).get(source_id=gift.student)
    facts = support.SupportFacts(
        gift.purpose, gift.starts_on, by.user_id or 0, gift.ends_on, gift.times, program.minutes
    )
    key = _key(gift.student, gift.program)
    given = support.give_support(by=by, at=at, key=key, student_id=student.pk, program_id=program.pk, facts=facts)
    on, n = gift.starts_on, 0
    while on <= (gift.ended_on or accounts.today() - timedelta(days=1)):
        if on.weekday() < 5:
            n += 1
            came = n not in gift.missed
            logged = support.Logged(
                _key(gift.student, gift.program, str(on)), on, came, "" if came else WHY_MISSED[n % len(WHY_MISSED)]
            )
            support.log_session(by=by, at=at, support_id=given.pk, logged=logged)
        on += timedelta(days=gift.every)
    if gift.ended_on:
        support.end_support(by=by, at=at, support_id=given.pk, ended_on=gift.ended_on, why=gift.why)
    if gift.checked:
        support.check_support(by=by, at=at, support_id=given.pk, checked=gift.checked)


def _key(*words: str) -> UUID:
    return uuid5(NAMESPACE_URL, " ".join(("support", *words)))
