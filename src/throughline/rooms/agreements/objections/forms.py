"""What is asked of who objects, and of who decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class ObjectForm(PlainForm):
    """Why, where they want to say."""

    reason = forms.CharField(
        label=_("Why, if you want to say"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class DecideForm(PlainForm):
    """What the office decides, and why."""

    upheld = forms.ChoiceField(
        label=_("What is decided"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Nothing is shared")), ("no", _("The consent that was given counts"))],
    )
    decision = forms.CharField(
        label=_("Why"),
        help_text=_("The family reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
