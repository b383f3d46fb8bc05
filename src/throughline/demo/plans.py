"""Plans of students of the invented district: under way, to be reviewed, carried on, closed, and one still a draft."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from throughline.demo import named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support

# What is done, by whom (one of the cast, or student, family, partner), by when, and whether it is done already.
Todo = tuple[str, str, date | None, bool]
OTHERS = ("student", "family", "partner")


@dataclass(frozen=True, slots=True)
class Aim:
    """One goal of the demo, the programs that serve it, and what is done for it."""

    text: str
    domain: str
    sign: str
    baseline: str
    target: str
    due_on: date | None
    todo: tuple[Todo, ...]
    programs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """One plan of the demo: whose, by whom, why, from when, and what came of it."""

    by: str
    student: str
    kind: str
    why: str
    builds_on: str
    starts_on: date
    review_on: date
    aims: tuple[Aim, ...]
    is_started: bool = True
    # What a review said: of each goal how it stands and why, in words, and in how many weeks the next one is.
    reviewed: tuple[tuple[tuple[str, str], ...], str, int | None] | None = None


PLANS = (
    Writing(
        "coordinator",
        named.CAST_STUDENT,
        "academic_plus",
        "Mateo wants to build things. Mathematics is the way there, and it goes best where he may try things out.",
        "He takes things apart to understand them, and he asks early when he trusts somebody.",
        date(2026, 9, 8),
        date(2026, 12, 11),
        (
            Aim(
                "I solve linear equations by myself and can say how.",
                "academic",
                "The winter test in mathematics",
                "half of the tasks right in September",
                "four of five tasks right",
                date(2026, 12, 9),
                (
                    ("Shows his teacher one task a week that he solved.", "student", date(2026, 12, 4), False),
                    ("Asks the teacher of mathematics for tasks with things to build.", "coordinator", None, True),
                    ("Makes a quiet hour at the kitchen table on Tuesdays.", "family", None, False),
                ),
                ("Mathematics tutoring",),
            ),
            Aim(
                "I build something with others and show it.",
                "social_emotional_behavioral",
                "He shows a machine at the spring fair",
                "",
                "shown at the fair in May",
                date(2027, 5, 14),
                (
                    ("Finds out about a ride home on Thursdays.", "coordinator", date(2026, 11, 24), False),
                    ("Keeps a place for him in the Thursday group.", "partner", date(2026, 10, 1), True),
                ),
                ("Robotics club",),
            ),
        ),
    ),
    Writing(
        "coordinator",
        named.CLASSMATE,
        "comprehensive",
        "She was away for weeks in September. School is to feel like hers again, in class and at lunch.",
        "Her dialogues sound like real people; the class listens when she reads.",
        date(2026, 9, 1),
        date(2026, 11, 13),
        (
            Aim(
                "I am at school four days of five.",
                "family",
                "Days there in a month",
                "twelve of twenty in September",
                "sixteen of twenty",
                date(2026, 11, 13),
                (("Greets her at the door on Mondays.", "coordinator", None, True),),
            ),
            Aim(
                "I eat lunch with people I like.",
                "social_emotional_behavioral",
                "She says so, and names them",
                "",
                "two names",
                date(2026, 10, 30),
                (("Asks her on Fridays how lunch was.", "counselor", date(2026, 11, 20), False),),
                (),
            ),
        ),
    ),
    Writing(
        "coordinator",
        named.NOT_TAUGHT_STUDENT,
        "state_required",
        "He needs one more credit to graduate in June, and wants to know what comes after school.",
        "",
        date(2026, 9, 15),
        date(2026, 11, 20),
        (
            Aim(
                "I pass the course that I need to graduate.",
                "academic",
                "The mark at the end of the semester",
                "failing in September",
                "passing",
                date(2027, 1, 22),
                (("Comes to tutoring twice a week.", "student", None, False),),
                ("Mathematics tutoring",),
            ),
            Aim(
                "I visit two places where I could learn a trade.",
                "academic",
                "Visits made",
                "none",
                "two",
                date(2026, 11, 20),
                (("Arranges both visits.", "counselor", date(2026, 10, 30), True),),
            ),
        ),
        reviewed=(
            (("partly", "The last two tests were passed; the mark is not."), ("met", "He liked the electricians.")),
            "He comes more often since he chose his own days. Tutoring goes on until the end of the semester.",
            10,
        ),
    ),
    Writing(
        "coordinator_elsewhere",
        named.CAST_SIBLING,
        "enrichment",
        "Valentina tells stories all day. She is to read them aloud, and have others listen.",
        "Her stories and her drawings of animals.",
        date(2026, 10, 5),
        date(2026, 12, 18),
        (
            Aim(
                "I read a story of my own to my class.",
                "academic",
                "She reads it to the class",
                "reads to one friend",
                "reads to the class",
                date(2026, 12, 16),
                (
                    ("Draws and writes the story.", "student", date(2026, 12, 4), False),
                    ("Listens to a page in the evening, in Spanish or in English.", "family", None, False),
                ),
                ("Reading buddies",),
            ),
        ),
    ),
    Writing(
        "coordinator",
        named.LONG_NAME_STUDENT,
        "academic",
        "To be talked over with the family in December.",
        "",
        date(2026, 12, 1),
        date(2027, 2, 26),
        (Aim("I hand in what I begin.", "academic", "Work handed in", "", "", None, ()),),
        is_started=False,
    ),
)


# A goal that the family proposes for the plan, as they wrote it; it waits for an answer.
PROPOSED = (
    (
        "guardian",
        named.CAST_STUDENT,
        "es",
        "Nos gustaría que Mateo aprenda a explicar en español lo que construye, para contárselo a su abuela.",
    ),
)


def write_plans(users: dict[str, accounts.User]) -> None:
    """This function will write the plans as those who work with the students, and say what came of them so far.

    A family proposes a goal for one of them.
    """
    for one in PLANS:
        with accounts.acting_as(users[one.by].viewer()):
            _write(users, one)
    for who, source_id, language, text in PROPOSED:
        by = users[who].viewer()
        with accounts.acting_as(by):
            student = students.get_students_for(by).get(source_id=source_id)
            key = uuid5(NAMESPACE_URL, f"proposal {source_id} {who}")
            support.propose_goal(by=by, at=timezone.now(), student_id=student.pk, key=key, text=text, language=language)


def _write(users: dict[str, accounts.User], one: Writing) -> None:
    by, at = users[one.by].viewer(), timezone.now()
    student = students.get_students_for(by).get(source_id=one.student)
    given = dict(support.get_supports_for(by).filter(student=student).values_list("program__name", "pk"))
    goals = tuple(_goal(users, aim, given) for aim in one.aims)
    facts = support.PlanFacts(
        one.kind, one.why, one.starts_on, one.review_on, users[one.by].pk, goals, builds_on=one.builds_on
    )
    key = uuid5(NAMESPACE_URL, f"plan {one.student} {one.kind}")
    plan = support.write_plan(by=by, at=at, key=key, student_id=student.pk, facts=facts, is_started=one.is_started)
    done = {todo[0] for aim in one.aims for todo in aim.todo if todo[3]}
    for action in support.get_actions_for(by).filter(plan=plan, text__in=done):
        support.mark_action(by=by, at=at, action_id=action.pk, mark="done")
    if one.reviewed:
        said, words, weeks = one.reviewed
        ids = support.get_goals_for(by).filter(plan=plan).order_by("place").values_list("pk", flat=True)
        next_on = accounts.today() + timedelta(weeks=weeks) if weeks else None
        reviewed = support.Reviewed(words, dict(zip(ids, said, strict=True)), next_on)
        support.review_plan(by=by, at=at, plan_id=plan.pk, based_on=plan.revision, reviewed=reviewed)


def _goal(users: dict[str, accounts.User], aim: Aim, given: dict[str, int]) -> support.GoalFacts:
    actions = tuple(
        support.ActionFacts(what, who if who in OTHERS else "staff", None if who in OTHERS else users[who].pk, due_on)
        for what, who, due_on, _is_done in aim.todo
    )
    ties = tuple(given[name] for name in aim.programs if name in given)
    return support.GoalFacts(
        aim.text, aim.domain, aim.sign, aim.baseline, aim.target, aim.due_on, actions, support_ids=ties
    )
