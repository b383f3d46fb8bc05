"""A goal that the student or the family proposes for the plan, in their own words, and what became of it."""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support.places import READS_ONLY
from throughline.rooms.support.planned import PLAN_CLASS, Goal

# What the family and the student tell is of this class: they write it, and those who work with the student read it.
VOICE_CLASS = "strengths"


@audit.tracked()
class Proposal(models.Model):
    """What a student or an adult who stands for them would like the plan to work on, word for word.

    Nobody else writes here, nor changes a word of it: it stands, is withdrawn by whoever proposed it, or has an answer
    beside it. That it waited too long and was passed on, a duty of the system keeps. An adult who may not be told what
    others in the family say reads their own alone. `key` is made with the page it was written on, so that it is kept
    once.
    """

    wall = accounts.Wall(VOICE_CLASS, student="student_id", family="proposed_by_id", told=True)

    key = models.UUIDField(unique=True)
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8, help_text="The language of the page it was written on")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=40, help_text="self or guardian")
    proposed_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    passed_on = models.DateField(null=True, help_text="When it had waited too long, and who leads the school was told")
    passed_further_on = models.DateField(null=True, help_text="When who leads student support was told too")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proposed_as__in=["self", "guardian"]), name="proposed_by_student_or_family"
            )
        ]
        indexes = [models.Index(fields=["student", "-proposed_on"])]


@audit.tracked()
class ProposalAnswer(models.Model):
    """What became of a proposal: the goal of a plan that it became, or why it is not taken in; one stands at a time.

    Where the goal is let go of before its plan starts, the answer stands no more, and the proposal waits anew.
    """

    wall = accounts.Wall(PLAN_CLASS, student="student_id", in_person=True, reads_only=READS_ONLY, told=True)

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True, help_text="Why it is not taken in, by its code")
    words = models.TextField(blank=True, help_text="Why, in the words of whoever answers")
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField()
    let_go_at = models.DateTimeField(null=True, help_text="When it stood no more")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=models.Q(let_go_at=None), name="one_answer_a_proposal"
            ),
            models.CheckConstraint(
                condition=models.Q(goal__isnull=False, reason="") | (models.Q(goal=None) & ~models.Q(reason="")),
                name="proposal_taken_or_answered",
            ),
        ]
        indexes = [models.Index(fields=["goal"], condition=models.Q(let_go_at=None), name="proposal_taken")]
