"""What is asked before somebody views as another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class ViewAsForm(PlainForm):
    """Why."""

    reason = forms.CharField(
        label=_("Why you need to see what they see"),
        help_text=_("They can read this, and so can the privacy officer."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
