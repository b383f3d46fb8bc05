"""A file of real staff costs, and how schools are charged for staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.positions import AVERAGE, REAL
from throughline.rooms.funding.staff.files import MOST_BYTES
from throughline.web.forms import PlainForm

WAYS = [
    (AVERAGE, _("The district's average of each position, as the catalog says")),
    (REAL, _("What their own people really cost")),
]


class FileForm(PlainForm):
    """A file of real staff costs."""

    file = forms.FileField(
        label=_("The file, as CSV or as an Excel workbook"),
        help_text=_(
            "One row for each school and position: school_id, position, units, cost. All who hold the position there"
            " together, never one row a person."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """Totals by school and position are small; a larger file is another one, such as the payroll itself."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", gettext("This file is larger than any list of totals. Choose another."))
        return cleaned

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the file by name and bytes."""
        file = self.cleaned_data["file"]
        return file.name, file.read()


class KeepForm(forms.Form):
    """What was looked at, sent again to be kept: it is read and checked anew."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)

    @classmethod
    def holding(cls, content: bytes) -> "KeepForm":
        """This function will return the form that sends these totals again."""
        return cls(initial={"text": content.decode("utf-8-sig")})

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the totals as a file, by name and bytes."""
        return "staff.csv", self.cleaned_data["text"].encode()


class ChargeForm(PlainForm):
    """How schools are charged for staff, and why."""

    way = forms.ChoiceField(label=_("For staff, schools are charged"), choices=WAYS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("In words for the public: schools read it beside their budget."),
    )
