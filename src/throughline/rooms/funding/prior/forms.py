"""Ask for a file of earlier budgets and what it holds, and send it again to be kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.funding.brought import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.models import PriorBudget
from throughline.rooms.funding.prior.files import MOST_BYTES

KINDS = [
    (PriorBudget.BUDGET, _("Each school's budget of the year")),
    (PriorBudget.MINIMUM, _("The minimum to operate each school")),
]


class FileForm(BroughtForm):
    """A file, and whether it holds budgets or minimums."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of budgets. Choose another.")

    kind = forms.ChoiceField(label=_("What the file holds"), choices=KINDS)
    file = file_field(_("One row for each school: school_id, amount. Or one for each school and source."))


class KeepForm(SentAgainForm):
    """The budgets that were looked at, and what they are."""

    file_name = "prior.csv"

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=KINDS)
    text = text_field(MOST_BYTES)
