"""Goals proposed in the town: how somebody proposes one, and who may do what with it."""

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground

if TYPE_CHECKING:
    from throughline.rooms.support.models import Proposal

WORDS = "Que lea un libro entero en español.\nY que le guste."
# Nobody of these speaks for Mateo: some read what is proposed, some not even that.
READ_ONLY = ("coordinator", "teacher", "nurse", "counselor", "principal", "support_lead")
STRANGERS = ("coordinator_elsewhere", "partner", "finance", "outsider", "state_analyst", "administrator")
PLANNERS = ("coordinator", "nurse", "counselor")


def propose(ground: Ground, who: str = "guardian", text: str = WORDS, student: str = "mateo") -> "Proposal":
    from throughline.rooms.support.proposing.commands import propose_goal

    with ground.acting(who):
        return propose_goal(
            by=ground.town.viewer(who),
            at=AT,
            student_id=ground.town.students[student].pk,
            key=uuid4(),
            text=text,
            language="es",
        )


def proposals_url(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/proposals/"


def limit(town: Town, relation: str, who: str = "guardian", student: str = "mateo") -> None:
    """Have somebody stand in a relation that limits them, as an order kept at the contacts does."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Relation

    with accounts.acting_as(SET_UP):
        Relation.objects.create(user=town.users[who], student=town.students[student], relation=relation)
