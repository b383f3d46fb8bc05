"""What is asked before a restricted note opens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class OpenForm(PlainForm):
    """Why."""

    reason = forms.CharField(
        label=_("Why you need to read it"),
        help_text=_("Kept with your name and the time; whoever may open this note can read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
