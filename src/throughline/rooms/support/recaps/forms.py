"""What is asked before a meeting is closed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class CloseForm(PlainForm):
    """Whether those who took part are mailed."""

    tell = forms.BooleanField(
        label=_("Mail everybody who takes part a link to the recap"),
        help_text=_("The mail names no student. Each reads there what they may see."),
        required=False,
        initial=True,
    )
