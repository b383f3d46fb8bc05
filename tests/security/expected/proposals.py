"""What is expected of the goals that students and families propose: who may open their pages."""

from collections.abc import Callable

from tests.security.expected.aim import AT_HIGH, FAMILY, Aim
from tests.security.expected.support import ELSEWHERE, MATEO, PLAN, TYPED

from throughline.demo import cast, named

# What the family and the student propose is read by all who read what they tell, and answered by who writes plans.
READ_VOICES = AT_HIGH | FAMILY | {"support_lead", "teacher"}
PROPOSED = {"text": "I would like to read a whole book.", "key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2b14"}
TYPED_VOICE = TYPED | {"text": "I would li"}

AIMS: tuple[Aim, ...] = (
    Aim("support:proposals", get=READ_VOICES, post=FAMILY, fill=MATEO, data=PROPOSED),
    Aim("support:proposals", get=frozenset({"support_lead", "coordinator_elsewhere"}), fill=ELSEWHERE),
    Aim("support:proposals", fill={"student_id": "nobody"}),
    Aim("support:save_proposal", post=FAMILY, fill=MATEO | {"page": "proposal"}, data=TYPED_VOICE),
    Aim("support:save_proposal", post=PLAN, fill=MATEO | {"page": "answer-1"}, data=TYPED_VOICE),
    Aim("support:answer_proposal", get=PLAN, post=PLAN, fill={"proposal_id": "guardian"}, data={"reason": "later"}),
    Aim("support:answer_proposal", fill={"proposal_id": "none"}),
    Aim("support:withdraw_proposal", post=frozenset({"guardian"}), fill={"proposal_id": "guardian"}),
    Aim("support:withdraw_proposal", post=frozenset({"student"}), fill={"proposal_id": "student"}),
    Aim("support:withdraw_proposal", fill={"proposal_id": "none"}),
)


def _proposal_id(who: str) -> object:
    """A goal that somebody of the cast proposes for Mateo."""
    from uuid import uuid4

    from django.utils import timezone

    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.proposing.commands import propose_goal

    if who == "none":
        return 999_999_999
    mateo = Student.objects.get(source_id=named.CAST_STUDENT)
    viewer = User.objects.get(username=cast.BY_KEY[who].username).viewer()
    with acting_as(viewer):
        text = "I would like to read a whole book."
        return propose_goal(by=viewer, at=timezone.now(), student_id=mateo.pk, key=uuid4(), text=text, language="en").pk


FILLS: dict[str, Callable[[str], object]] = {"proposal_id": _proposal_id}
