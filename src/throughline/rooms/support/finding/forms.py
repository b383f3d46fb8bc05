"""What is looked for. It is posted: words of a note never stand in an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class FindForm(PlainForm):
    """Words of a note."""

    text = forms.CharField(
        label=_("Words in the notes"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
