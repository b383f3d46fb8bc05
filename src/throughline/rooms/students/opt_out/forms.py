"""What is written down of a refusal that came on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughline.rooms.students.rights import CameBy
from throughline.web.forms import PlainForm


class PaperForm(PlainForm):
    """Who refused, from which day, and how it came."""

    said_by = forms.CharField(max_length=200)
    starts_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    came_by = forms.ChoiceField(choices=[choice for choice in CameBy.choices if choice[0] != CameBy.PAGE])

    def __init__(self, *answers: Any) -> None:
        super().__init__(*answers)
        self.fields["said_by"].label = _("Who refused")
        self.fields["starts_on"].label = _("The day it came")
        self.fields["came_by"].label = _("How it came")
