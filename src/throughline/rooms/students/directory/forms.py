"""Finding a student by name. What is typed is posted and kept in the session: a name never stands in an address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """A name, or part of one."""

    text = forms.CharField(
        label=_("Find by name or student number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
