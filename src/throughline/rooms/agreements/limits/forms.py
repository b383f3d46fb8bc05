"""What is asked to keep a limit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.agreements.documents.forms import day_field
from throughline.rooms.agreements.documents.shares import choose
from throughline.rooms.students import api as students
from throughline.web.forms import PlainForm


class LimitForm(PlainForm):
    """Who may not do what, for which days, and by what order."""

    guardian = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    limits = forms.MultipleChoiceField(
        label=_("What they may not do"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("consent", _("Consent for the student")),
            ("told", _("Be told what others consented to")),
            ("pick_up", _("Pick the student up from school")),
            ("reached", _("Be contacted by the school about the student")),
        ],
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), required=False, help_text=_("Leave it open where the order has no end."))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The order, its court and its number. Neither the family nor school staff see this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, guardians: list[students.Guardian], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "guardian", [(str(one.pk), one.name) for one in guardians])
