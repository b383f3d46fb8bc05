"""A catalog as a file, and one position as a form."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.positions import Position
from throughline.formats.positions import CODE
from throughline.rooms.funding.brought.forms import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.positions.files import MOST_BYTES
from throughline.web.forms import PlainForm

NUMBER = {"step": "any", "inputmode": "decimal"}


class FileForm(BroughtForm):
    """A file of positions."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of positions. Choose another.")

    file = file_field(
        _(
            "One row for each position: code, name, salary, benefits_percent, benefits_amount, source. Averages only:"
            " no person is named."
        )
    )


class KeepForm(SentAgainForm):
    """The catalog that was looked at."""

    file_name = "positions.csv"

    text = text_field(MOST_BYTES)


class ProgramFileForm(BroughtForm):
    """A file of what schools are guaranteed as staff."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of guarantees. Choose another.")

    file = file_field(
        _(
            "One row for each guarantee: position, units, per_students, need, first_grade, last_grade, level, rounding,"
            " at_least."
        )
    )


class KeepProgramForm(SentAgainForm):
    """The guarantees that were looked at."""

    file_name = "guaranteed.csv"

    text = text_field(MOST_BYTES)


def _dollars(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs=NUMBER),
        required=required,
    )


class PositionForm(PlainForm):
    """One position of a year's catalog; its code stays what it was."""

    code = forms.RegexField(
        rf"^(?:{CODE.pattern})\Z",
        label=_("Code"),
        max_length=40,
        help_text=_("As payroll writes it: letters, digits, hyphens and underscores."),
        error_messages={"invalid": _("Write the code in letters, digits, hyphens and underscores, such as LIB-10.")},
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    salary = _dollars(_("Average salary"), _("Of one full unit in a year."), required=True)
    benefits_percent = forms.DecimalField(
        label=_("Benefits, as a part of the salary"),
        help_text=_("In percent."),
        min_value=Decimal(0),
        max_value=Decimal(200),
        max_digits=7,
        decimal_places=4,
        widget=forms.NumberInput(attrs=NUMBER),
        required=False,
    )
    benefits_amount = _dollars(_("Benefits in dollars"), _("On top of that part."))
    source = forms.CharField(
        label=_("Where the average is from"), max_length=240, help_text=_("Such as “Payroll of October 2026”.")
    )

    def __init__(self, position: Position | None, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers, initial=_initial(position) if position else None)
        if position:
            self.fields["code"].disabled = True

    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will pair each field with the sign before its figure."""
        signs = {"salary": "$", "benefits_percent": "%", "benefits_amount": "$"}
        for bound in self:
            yield bound, signs.get(bound.name, "")

    def position(self) -> Position:
        """This function will return the position as it was written."""
        given = self.cleaned_data
        return Position(
            given["code"],
            given["name"],
            int(given["salary"] * 100),
            (given["benefits_percent"] or Decimal(0)) / 100,
            int((given["benefits_amount"] or 0) * 100),
            given["source"],
        )


def _initial(position: Position) -> dict[str, Any]:
    return {
        "code": position.code,
        "name": position.name,
        "salary": shown_in_field(Decimal(position.salary_cents) / 100),
        "benefits_percent": shown_in_field(position.benefits_share * 100),
        "benefits_amount": shown_in_field(Decimal(position.benefits_cents) / 100),
        "source": position.source,
    }


def shown_in_field(figure: Decimal) -> str:
    """This function will write a figure as a field shows it; nothing where it is nought."""
    return format(figure.normalize(), "f") if figure else ""
