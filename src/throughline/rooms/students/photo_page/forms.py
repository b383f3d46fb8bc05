"""A picture that somebody sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class PhotoForm(PlainForm):
    """One picture."""

    picture = forms.FileField(
        label=_("A picture of the student"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. It is made small; where and when it was taken is not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        max_length=255,
    )
