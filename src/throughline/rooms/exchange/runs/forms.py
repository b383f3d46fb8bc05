"""What a person gives to start, and to confirm, an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


class UploadForm(PlainForm):
    """Which kind of file, and the file."""

    kind = forms.ChoiceField(label=_("What the file brings"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "For a roster the OneRoster 1.1 or 1.2 zip; for the rest the CSV file. Passwords in it are not read."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.csv"}),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was made above
        field.choices = kinds


class ApplyForm(PlainForm):
    """Where many students would be ended: their number, typed by whoever confirms it."""

    n_confirmed = forms.IntegerField(
        label=_("Number of students that will be ended"),
        required=False,
        min_value=0,
        help_text=_("Type the number to confirm that you mean it."),
    )
