"""A catalog as a file, one position as a form, and what every school is guaranteed, row by row."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.positions import DOWN, NEAREST, UP, Guarantee, Position
from throughline.formats.positions import CODE
from throughline.rooms.district.api import Level
from throughline.rooms.funding.brought import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.floors import Program
from throughline.rooms.funding.positions.files import MOST_BYTES
from throughline.web.forms import PlainForm, PlainWords

N_BLANK = 3
ROUNDINGS = (
    (f"0.01 {NEAREST}", _("nearest 0.01")),
    (f"0.1 {NEAREST}", _("nearest 0.1")),
    (f"0.25 {NEAREST}", _("nearest 0.25")),
    (f"0.5 {NEAREST}", _("nearest 0.5")),
    (f"0.5 {UP}", _("up to 0.5")),
    (f"0.5 {DOWN}", _("down to 0.5")),
    (f"1 {NEAREST}", _("nearest 1")),
    (f"1 {UP}", _("up to 1")),
    (f"1 {DOWN}", _("down to 1")),
)
_NUMBER = {"step": "any", "inputmode": "decimal"}


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


def _dollars(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs=_NUMBER),
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
        widget=forms.NumberInput(attrs=_NUMBER),
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
        "salary": _shown(Decimal(position.salary_cents) / 100),
        "benefits_percent": _shown(position.benefits_share * 100),
        "benefits_amount": _shown(Decimal(position.benefits_cents) / 100),
        "source": position.source,
    }


class _ProgramFields(forms.Form):
    """A row for each guarantee, and a few more to write others in; one without a position is none."""

    def __init__(self, program: Program, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers)
        guarantees = program.guarantees
        asked = answers.get("n", "") if answers else ""
        most = max(len(guarantees), len(program.catalog)) + N_BLANK
        self.n_rows = min(int(asked), most) if asked.isdecimal() and len(asked) < 5 else len(guarantees) + N_BLANK
        positions = [("", "–"), *((one.code, one.name) for one in program.catalog.values())]
        levels = [("", gettext("Every school")), *Level.choices]
        for n in range(self.n_rows):
            self._add_row(n, guarantees[n] if n < len(guarantees) else None, positions, levels)

    def _add_row(
        self, n: int, one: Guarantee | None, positions: list[tuple[str, Any]], levels: list[tuple[str, Any]]
    ) -> None:
        number = forms.NumberInput(attrs=_NUMBER)
        self.fields[f"position{n}"] = forms.ChoiceField(
            label=gettext("Position"),
            choices=positions,
            required=False,
            initial=one.position if one else "",
        )
        self.fields[f"units{n}"] = forms.DecimalField(
            label=gettext("Units"),
            min_value=0,
            max_digits=8,
            decimal_places=4,
            widget=number,
            required=False,
            initial=_shown(one.units) if one else "",
        )
        self.fields[f"per{n}"] = forms.IntegerField(
            label=gettext("Per … students"),
            min_value=1,
            max_value=100_000,
            required=False,
            initial=one.per if one else None,
        )
        self.fields[f"rounding{n}"] = forms.ChoiceField(
            label=gettext("Rounded"),
            choices=_roundings(one),
            required=False,
            initial=_rounding(one) if one else ROUNDINGS[0][0],
        )
        self.fields[f"least{n}"] = forms.DecimalField(
            label=gettext("At least"),
            min_value=0,
            max_digits=8,
            decimal_places=4,
            widget=number,
            required=False,
            initial=_shown(one.least) if one else "",
        )
        self.fields[f"level{n}"] = forms.ChoiceField(
            label=pgettext("schools of a level", "At"),
            choices=levels,
            required=False,
            initial=one.level if one else "",
        )

    def clean(self) -> dict[str, Any]:
        """A position needs units, and units a position."""
        cleaned = super().clean() or {}
        for n in range(self.n_rows):
            position, units = cleaned.get(f"position{n}"), cleaned.get(f"units{n}")
            row = {"row": n + 1}
            if position and units is None and f"units{n}" not in self.errors:
                self.add_error(f"units{n}", gettext("Say how many units in row %(row)s, such as 0.5.") % row)
            elif units is not None and not position and f"position{n}" not in self.errors:
                self.add_error(f"position{n}", gettext("Choose the position in row %(row)s.") % row)
        return cleaned


class ProgramForm(PlainWords, _ProgramFields):
    """What every school is guaranteed as staff."""

    PARTS = ("position", "level", "units", "per", "rounding", "least")

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """This function will return the fields of each row in the order of `PARTS`."""
        for n in range(self.n_rows):
            yield [self[f"{part}{n}"] for part in self.PARTS]

    def guarantees(self) -> list[Guarantee]:
        """This function will return what is guaranteed; a row without a position says nothing."""
        found = []
        for n in range(self.n_rows):
            given = {part: self.cleaned_data[f"{part}{n}"] for part in self.PARTS}
            if given["position"]:
                step, mode = (given["rounding"] or ROUNDINGS[0][0]).split()
                found.append(
                    Guarantee(
                        given["position"],
                        given["units"],
                        given["per"],
                        Decimal(step),
                        mode,
                        (given["least"] or Decimal(0)) if given["per"] else Decimal(0),
                        given["level"],
                    )
                )
        return found


def _rounding(one: Guarantee) -> str:
    return f"{format(one.step.normalize(), 'f')} {one.mode}"


def _roundings(one: Guarantee | None) -> list[tuple[str, Any]]:
    """The choices, and the one that is kept where it is none of them."""
    kept = _rounding(one) if one else ROUNDINGS[0][0]
    return [*ROUNDINGS, *([] if kept in dict(ROUNDINGS) else [(kept, kept)])]


def _shown(figure: Decimal) -> str:
    return format(figure.normalize(), "f") if figure else ""
