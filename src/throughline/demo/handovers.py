"""Students of the invented district handed over from school to school: some who came, some who will go."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from throughline.demo import cast, named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support

LAST_SPRING = datetime(2026, 6, 5, 15, 20, tzinfo=UTC)
READ_ON = datetime(2026, 9, 2, 13, 10, tzinfo=UTC)
# What the middle school knew of students who are in grade 9 now, written down by the district's support lead.
CAME: tuple[dict[str, str], ...] = (
    {
        "first": "Settles in quickly once somebody has shown the way. The first walk to each classroom is worth it.",
        "works": "Builds things with patience and explains them gladly. Mornings go best; a task in steps helps.",
        "people": "Trusts the shop teacher. Three friends from the band come along.",
        "supports": "Mathematics tutoring twice a week until June. It should go on from the second week.",
        "family": "Grandmother is at home in the afternoon and likes a call. Ask what the summer was like.",
    },
    {
        "first": "Reads more than anyone and says little at first. A week of quiet is not a sign of trouble.",
        "works": "Writing. Let the student answer on paper when speaking is hard.",
        "people": "The librarian was the person to go to. Please say who that will be now.",
        "family": "Writes messages rather than answering the phone, in English or Spanish.",
    },
    {
        "works": "Organized the school's garden with four younger students and kept all of them at it.",
        "supports": "Breakfast club every day. The bus now takes 40 minutes: ask whether it still works.",
        "people": "A cousin in grade 11 looks out.",
    },
    {
        "first": "Missed many days in the winter after a move. Came daily once the route was settled.",
        "works": "Soccer, and helping to teach it. Was captain twice.",
        "supports": "A check-in at the door on Mondays, with a smile and without a form.",
        "family": "Father works nights; before nine in the morning is a good time.",
    },
)
N_READ = 1
# What the coordinator of Cedar Hollow knows already of students who go to the middle school in summer.
GOES: tuple[dict[str, str], ...] = (
    {
        "first": "Wants to know the timetable before the first day. We printed one last year and it hung on the door.",
        "works": "Draws what others only describe. Group work with one good friend goes well.",
        "people": "Trusts the nurse and tells her first.",
        "family": "Mother speaks Portuguese and English; ask which she likes that day.",
    },
    {
        "works": "Is proud of being on time, and of the little brother in grade 2.",
        "supports": "Reading group three times a week; moved up two levels since fall.",
    },
)
N_ASKED = 3


def hand_over(users: dict[str, accounts.User]) -> None:
    """This function will hand students over: last spring to the high school, and now to the middle school."""
    places = district.ids_by_source_id()
    lead = users[cast.SUPPORT_LEAD.key].viewer()
    with accounts.acting_as(lead):
        came = students.get_students_for(lead).filter(home_school=places[named.HIGH], grade="09", ended_at=None)
        listed = list(came.order_by("source_id")[: len(CAME)])
        moved = support.PlannedMove(to_school_id=places[named.HIGH], from_school_id=places[named.MIDDLE])
        written = [
            support.write_handover(
                by=lead,
                at=LAST_SPRING,
                student_id=one.pk,
                handed=support.HandedOver(
                    uuid5(NAMESPACE_URL, f"handover {one.source_id}"),
                    said,
                    to_school_id=places[named.HIGH],
                    wants_talk=n == 1,
                    planned=moved,
                ),
            )
            for n, (one, said) in enumerate(zip(listed, CAME, strict=True))
        ]
    reader = users[cast.COUNSELOR.key].viewer()
    with accounts.acting_as(reader):
        for row in written[:N_READ]:
            support.read_handover(by=reader, at=READ_ON, handover_id=row.pk)
    _go(users, places)


def _go(users: dict[str, accounts.User], places: dict[str, int]) -> None:
    """Cedar Hollow's coordinator has begun with next summer's students, and asked for some to be written."""
    sender = users[cast.COORDINATOR_ELSEWHERE.key].viewer()
    with accounts.acting_as(sender):
        leaving = students.get_students_for(sender).filter(home_school=places[named.CEDAR_HOLLOW], grade="05")
        listed = list(leaving.filter(ended_at=None).order_by("source_id")[: len(GOES) + N_ASKED])
        for one, said in zip(listed, GOES, strict=False):
            key = uuid5(NAMESPACE_URL, f"handover {one.source_id}")
            handed = support.HandedOver(key, said, to_school_id=places[named.MIDDLE])
            support.write_handover(by=sender, at=timezone.now(), student_id=one.pk, handed=handed)
        for one in listed[len(GOES) :]:
            asked = support.PlannedMove(to_school_id=places[named.MIDDLE], writer_id=sender.user_id)
            support.plan_handover(by=sender, at=timezone.now(), student_id=one.pk, planned=asked)
