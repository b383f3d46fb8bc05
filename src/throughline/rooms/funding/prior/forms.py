"""Ask for a file of earlier budgets and what it holds, and send it again to be kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.funding.models import PriorBudget
from throughline.rooms.funding.prior.files import MOST_BYTES
from throughline.web.forms import PlainForm

KINDS = [
    (PriorBudget.BUDGET, _("Each school's budget of the year")),
    (PriorBudget.MINIMUM, _("The minimum to operate each school")),
]


class FileForm(PlainForm):
    """A file, and whether it holds budgets or minimums."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=KINDS)
    file = forms.FileField(
        label=_("The file, as CSV or as an Excel workbook"),
        help_text=_("One row for each school: school_id, amount. Or one for each school and source."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """A list of budgets is small; a larger file is another one."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", gettext("This file is larger than any list of budgets. Choose another."))
        return cleaned

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the file by name and bytes."""
        file = self.cleaned_data["file"]
        return file.name, file.read()


class KeepForm(forms.Form):
    """What was looked at, sent again to be kept: it is read and checked anew."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=KINDS)
    text = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)

    @classmethod
    def holding(cls, kind: str, content: bytes) -> "KeepForm":
        """This function will return the form that sends these budgets again."""
        return cls(initial={"kind": kind, "text": content.decode("utf-8-sig")})

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the budgets as a file, by name and bytes."""
        return "prior.csv", self.cleaned_data["text"].encode()
