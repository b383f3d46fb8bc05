"""What becomes of notes and meetings when one student's record is joined to another."""

from django.utils.translation import gettext_noop as _

from throughline.rooms.students import api as students
from throughline.rooms.support import models

MOVES = (
    students.Moves(models.Note, _("notes")),
    students.Moves(models.NoteText, ""),
    students.Moves(models.NoteWord, ""),
    students.Moves(models.Mention, ""),
    students.Moves(models.Opening, ""),
    students.Moves(models.NoteFile, _("files kept with notes")),
    students.Moves(
        models.SheetDraft, "", how="stay", why="Its writer alone may touch it, and finds it among their drafts."
    ),
    students.Moves(models.Draft, "", how="stay", why="Its writer alone may touch it, and finds it among their drafts."),
    students.Moves(models.Turn, _("places on lists of meetings"), alone=("meeting_id",)),
    students.Moves(models.Handover, _("handovers to another school"), alone=("year", "from_school_id")),
    students.Moves(models.Decision, _("decisions of meetings")),
    students.Moves(models.Plan, _("plans"), alone=("kind",), among="{row}.state = 'active'"),
    students.Moves(models.Goal, "", follows=("plan_id", "support_plan")),
    students.Moves(models.Action, "", follows=("plan_id", "support_plan")),
    students.Moves(models.LookBack, "", follows=("plan_id", "support_plan")),
    students.Moves(models.Proposal, _("goals proposed by the student or the family")),
    students.Moves(models.ProposalAnswer, "", follows=("proposal_id", "support_proposal")),
    students.Moves(models.Support, _("supports")),
    students.Moves(models.Session, _("sessions of supports")),
)
