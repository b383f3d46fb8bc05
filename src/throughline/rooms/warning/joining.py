"""What becomes of flags, and of what was worked out, when one student's record is joined to another."""

from django.utils.translation import gettext_noop as _

from throughline.rooms.students import api as students
from throughline.rooms.warning import models

_TRIED = "A trial stays what it found on its day."
_AGAIN = "It is worked out anew for every student."

MOVES = (
    students.Moves(models.Flag, _("flags"), alone=(), among="{row}.cleared_at is null"),
    students.Moves(models.FlagReason, "", follows=("flag_id", "warning_flag")),
    students.Moves(models.StudentStanding, "", how="again", why=_AGAIN),
    students.Moves(models.Suggestion, "", how="again", why=_AGAIN),
    students.Moves(models.TrialStudent, "", how="stay", why=_TRIED),
    students.Moves(models.TrialReason, "", how="stay", why=_TRIED),
    students.Moves(models.TrialOutcome, "", how="stay", why=_TRIED),
)
