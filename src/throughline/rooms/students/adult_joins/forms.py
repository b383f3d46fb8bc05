"""What is asked of whoever joins two adults."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class JoinAdultsForm(PlainForm):
    """Why the two are one person."""

    reason = forms.CharField(
        label=_("Why they are one person"),
        help_text=_("Such as: the school asked her; she gave the same name and phone for both children."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
