"""What every school is guaranteed as staff, as a form: a row for each guarantee, closed until it is opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.positions import ALL, DOWN, NEAREST, UP, Group, Guarantee
from throughline.rooms.district.api import Level
from throughline.rooms.funding.floors import Program
from throughline.rooms.funding.grade_spans import FIRST_GRADE, LAST_GRADE
from throughline.rooms.funding.guarantee_words import grade_name, rule_says
from throughline.rooms.funding.positions.forms import NUMBER, shown_in_field
from throughline.rooms.students import api as students
from throughline.web.forms import PlainWords

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
_Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a row offers to choose from."""

    positions: _Choices
    levels: _Choices
    needs: _Choices
    grades: _Choices

    @classmethod
    def of(cls, program: Program) -> "Offered":
        """This function will offer a catalog's positions, and what there is to count on."""
        language = get_language() or "en"
        needs = [(code, one.name(language)) for code, one in students.need_categories().items()]
        grades = [(str(grade), grade_name(grade)) for grade in range(FIRST_GRADE, LAST_GRADE + 1)]
        return cls(
            [("", "–"), *((one.code, one.name) for one in program.catalog.values())],
            [("", gettext("Every school")), *Level.choices],
            [("", gettext("All students")), *needs],
            [("", "–"), *grades],
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, what it says in a line, its fields, and whether it begins open. A blank one says nothing."""

    number: int
    says: str
    fields: Sequence[forms.BoundField]
    is_open: bool
    is_first_blank: bool

    @property
    def summary(self) -> SafeString:
        """The line that the row is closed to; it is told again as the row is written."""
        blank = gettext("Add a position") if self.is_first_blank else gettext("Add another")
        return format_html('<span id="says{}">{}</span>', self.number - 1, self.says or blank)


class _ProgramFields(forms.Form):
    """A row for each guarantee, and a few more to write others in; one without a position is none."""

    def __init__(self, program: Program, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers)
        self.program = program
        guarantees = program.guarantees
        asked = answers.get("n", "") if answers else ""
        most = max(len(guarantees), len(program.catalog)) + N_BLANK
        self.n_rows = min(int(asked), most) if asked.isdecimal() and len(asked) < 5 else len(guarantees) + N_BLANK
        offered = Offered.of(program)
        for n in range(self.n_rows):
            self._add_row(n, guarantees[n] if n < len(guarantees) else None, offered)

    def _add_row(self, n: int, one: Guarantee | None, offered: Offered) -> None:
        group = one.group if one else ALL
        first, last = (str(grade) for grade in group.span) if group.span else ("", "")
        self._choose(f"position{n}", gettext("Position"), offered.positions, one.position if one else "")
        self._choose(f"level{n}", pgettext("schools of a level", "At"), offered.levels, one.level if one else "")
        self._number(f"units{n}", gettext("Units"), one.units if one else Decimal(0))
        self.fields[f"per{n}"] = forms.IntegerField(
            label=gettext("Per … students"),
            min_value=1,
            max_value=100_000,
            required=False,
            initial=one.per if one else None,
        )
        self._choose(f"need{n}", pgettext("whose students", "Counted on"), offered.needs, group.need)
        self._choose(f"from{n}", gettext("From grade"), offered.grades, first)
        self._choose(f"to{n}", gettext("To grade"), offered.grades, last)
        self._choose(f"rounding{n}", gettext("Rounded"), _roundings(one), _rounding(one) if one else ROUNDINGS[0][0])
        self._number(f"least{n}", gettext("At least"), one.least if one else Decimal(0))

    def _choose(self, name: str, label: str, choices: _Choices, initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def _number(self, name: str, label: str, initial: Decimal) -> None:
        self.fields[name] = forms.DecimalField(
            label=label,
            min_value=0,
            max_digits=8,
            decimal_places=4,
            widget=forms.NumberInput(attrs=NUMBER),
            required=False,
            initial=shown_in_field(initial),
        )

    def clean(self) -> dict[str, Any]:
        """A position needs units, and units a position; a span of grades has two ends."""
        cleaned = super().clean() or {}
        for n in range(self.n_rows):
            position, units = cleaned.get(f"position{n}"), cleaned.get(f"units{n}")
            row = {"row": n + 1}
            if position and units is None and f"units{n}" not in self.errors:
                self.add_error(f"units{n}", gettext("Say how many units in row %(row)s, such as 0.5.") % row)
            elif units is not None and not position and f"position{n}" not in self.errors:
                self.add_error(f"position{n}", gettext("Choose the position in row %(row)s.") % row)
            first, last = (cleaned.get(f"{part}{n}", "") for part in ("from", "to"))
            if first and not last and f"to{n}" not in self.errors:
                self.add_error(f"to{n}", gettext("Choose the last grade in row %(row)s as well.") % row)
            elif last and not first and f"from{n}" not in self.errors:
                self.add_error(f"from{n}", gettext("Choose the first grade in row %(row)s as well.") % row)
            elif first and last and int(first) > int(last):
                self.add_error(f"to{n}", gettext("In row %(row)s the last grade comes before the first.") % row)
        return cleaned


class ProgramForm(PlainWords, _ProgramFields):
    """What every school is guaranteed as staff."""

    PARTS = ("position", "level", "units", "per", "need", "from", "to", "rounding", "least")

    def rows(self) -> Iterator[Row]:
        """This function will return the rows, each with its fields in the order of `PARTS`.

        A row that says something is closed, unless something is still needed in it; the first blank one is open where
        nothing is guaranteed yet.
        """
        says = self.says()
        blank = [n for n in range(self.n_rows) if not says[n]]
        for n in range(self.n_rows):
            names = [f"{part}{n}" for part in self.PARTS]
            needed = self.is_bound and any(name in self.errors for name in names)
            is_first = blank[:1] == [n]
            yield Row(n + 1, says[n], [self[name] for name in names], needed or (is_first and n == 0), is_first)

    def says(self) -> list[str]:
        """This function will say each row in a line as it is written, or as it is kept; nothing of a blank one."""
        if not self.is_bound:
            kept = [self._line(one) for one in self.program.guarantees]
            return [*kept, *[""] * (self.n_rows - len(kept))]
        self.is_valid()  # reads what can be read of each row
        return [self._line(one) if (one := self._guarantee(n)) else self._named(n) for n in range(self.n_rows)]

    def guarantees(self) -> list[Guarantee]:
        """This function will return what is guaranteed; a row without a position says nothing."""
        return [one for n in range(self.n_rows) if (one := self._guarantee(n))]

    def _guarantee(self, n: int) -> Guarantee | None:
        if any(f"{part}{n}" in self.errors for part in self.PARTS):
            return None
        given = {part: self.cleaned_data[f"{part}{n}"] for part in self.PARTS}
        if not given["position"]:
            return None
        step, mode = (given["rounding"] or ROUNDINGS[0][0]).split()
        span = (int(given["from"]), int(given["to"])) if given["from"] else (None, None)
        return Guarantee(
            given["position"],
            given["units"],
            given["per"],
            Decimal(step),
            mode,
            (given["least"] or Decimal(0)) if given["per"] else Decimal(0),
            given["level"],
            Group(given["need"], *span),
        )

    def _line(self, one: Guarantee) -> str:
        says = f"{self.program.catalog[one.position].name}: {rule_says(one)}"
        return f"{says} ({dict(Level.choices)[one.level]})" if one.level else says

    def _named(self, n: int) -> str:
        """A row in which something is still needed, by its position if one is chosen."""
        chosen = self.program.catalog.get(self.cleaned_data.get(f"position{n}", ""))
        if chosen:
            return chosen.name
        wrong = any(f"{part}{n}" in self.errors for part in self.PARTS)
        return gettext("Row %(n)s") % {"n": n + 1} if wrong else ""


def _rounding(one: Guarantee) -> str:
    return f"{format(one.step.normalize(), 'f')} {one.mode}"


def _roundings(one: Guarantee | None) -> _Choices:
    """The choices, and the one that is kept where it is none of them."""
    kept = _rounding(one) if one else ROUNDINGS[0][0]
    return [*ROUNDINGS, *([] if kept in dict(ROUNDINGS) else [(kept, kept)])]
