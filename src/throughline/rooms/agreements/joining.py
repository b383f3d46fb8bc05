"""What becomes of consents, and of places on lists, when one student's record is joined to another."""

from django.utils.translation import gettext_noop as _

from throughline.rooms.agreements import models
from throughline.rooms.students import api as students

MOVES = (
    students.Moves(models.ListedStudent, _("places on lists of agreements"), alone=("agreement_id",)),
    students.Moves(models.Consent, _("consents")),
    students.Moves(models.ConsentRequest, _("requests for consent")),
    students.Moves(models.ConsentPaper, ""),
    students.Moves(models.Objection, _("objections")),
    students.Moves(models.ContactLimit, _("limits of contact")),
    students.Moves(models.Placement, _("placements with partners")),
)
