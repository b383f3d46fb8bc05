"""Ask which formula to turn loose on which day."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding.budgets.figures import (
    Brought,
    begins_from_last_year,
    can_come_from_budgets,
    read_facts,
    sources_asked,
)
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.revenues.funds import funds_of
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures


class NewRunForm(forms.Form):
    """A formula and a count day."""

    formula = forms.ChoiceField(
        label=_("Formula"),
        error_messages={"required": _("Choose a formula.")},
        help_text=_("The newest version of each formula that is kept."),
    )
    count_on = forms.DateField(
        label=_("Count day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Students count where they were enrolled on this day, in the needs they had on it."),
        error_messages={
            "required": _("Choose the day to count on."),
            "invalid": _("Write a day of the calendar, such as 2026-10-01."),
        },
    )

    year = forms.TypedChoiceField(
        label=_("Fiscal year"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Whose budgets these are: they stand beside that year's minimum and the budgets before it."),
    )

    funds = forms.ChoiceField(
        label=_("Revenues it draws on"),
        required=False,
        help_text=_("Each school's dollars are then traced to the sources they come from."),
    )

    base = forms.ChoiceField(
        label=_("Last year's dollars"),
        required=False,
        help_text=_("What a formula begins from where it reads last year's dollars, or how many students there were."),
    )

    field_order: Sequence[str] | None = ("formula", "year", "count_on")
    has_formulas = False
    always_has_a_base = False  # a scenario is compared with it, whatever its formula reads

    def offer(
        self,
        choices: Sequence[tuple[str, str]],
        today: date,
        years: Sequence[tuple[int, str]] = (),
        kept: Sequence[tuple[int, str]] = (),
        filed: Sequence[date] = (),
    ) -> "NewRunForm":
        """This function will offer the kept formulas, the years that have revenues or budgets, and days to count.

        Of the days to come only those in `filed` have counts.
        """
        self._offer_fiscal_years(today)
        self._offer_years(years)
        self._offer_bases(kept)
        chosen = self.fields["formula"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(choices)
        last = max([today, *filed])
        self.fields["count_on"].widget.attrs["max"] = last.isoformat()
        if filed:
            says = gettext("From a file are counted: %(days)s. Every other day is counted from the roster.")
            self.fields["count_on"].help_text = says % {"days": "; ".join(map(figures.day, filed))}
        self.has_formulas = bool(choices)
        return self

    def _offer_years(self, years: Sequence[tuple[int, str]]) -> None:
        field = self.fields["funds"]
        if not years:
            del self.fields["funds"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("None")), *((str(year), name) for year, name in years)]
            of = self.initial["year"]
            field.initial = of if of in dict(years) else ""

    def _offer_fiscal_years(self, today: date) -> None:
        field, now = self.fields["year"], SchoolYear.of(today).ends
        if isinstance(field, forms.ChoiceField):
            asked = str(self.initial.get("year") or "")
            years = {now, now + 1} | ({int(asked)} if asked.isdigit() and now - 5 <= int(asked) <= now + 5 else set())
            field.choices = [(year, str(SchoolYear(year))) for year in sorted(years)]
            self.initial["year"] = int(asked) if asked.isdigit() and int(asked) in years else now

    def fiscal_year(self) -> int | None:
        """This function will return the year that was chosen; None where none was, and it is that of the count."""
        year: int | None = self.cleaned_data.get("year")
        return year

    def _offer_bases(self, kept: Sequence[tuple[int, str]]) -> None:
        field = self.fields["base"]
        if not kept:
            del self.fields["base"]
        elif isinstance(field, forms.ChoiceField):
            years = [
                (str(year), gettext("Budgets of %(year)s, as they are kept") % {"year": name}) for year, name in kept
            ]
            field.choices = [*years, ("", gettext("The newest run's"))]
            is_near = kept[0][0] >= self.initial["year"] - 1  # what schools had longer ago is not what they have
            field.initial = years[0][0] if is_near else ""

    def clean(self) -> dict[str, object]:
        """Where no revenues are drawn on, somebody says what each source brings."""
        cleaned = super().clean() or {}
        asked = {name: field for name, field in self.fields.items() if name.startswith("source.")}
        for name, field in asked.items():
            if not cleaned.get("funds") and cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, field.error_messages["required"])
        return cleaned

    def ask_for(self, formula: StepsFormula | None) -> "NewRunForm":
        """This function will add what a formula in steps asks for besides the roster, and return the form."""
        if not self.always_has_a_base and not (formula and begins_from_last_year(formula)):
            self.fields.pop("base", None)
        if formula is None:
            return self
        facts = asked_by(formula).facts
        if facts:
            labels = ", ".join(f"{words(column.label)} ({column.key})" for column in facts)
            self.fields["facts"] = forms.FileField(
                label=gettext("Figures of each school, as CSV"),
                help_text=gettext("The roster does not hold: %(labels)s. One row a school, with its school_id.")
                % {"labels": labels},
                required=not all(can_come_from_budgets(column) for column in facts),
                error_messages={"required": gettext("Choose the file with these figures.")},
            )
        has_years = "funds" in self.fields
        for money in sources_asked(formula):
            label = words(money.label)
            self.fields[f"source.{money.key}"] = forms.DecimalField(
                label=gettext("What “%(source)s” brings, in dollars") % {"source": label},
                min_value=0,
                max_digits=15,
                decimal_places=2,
                required=False,
                help_text=gettext("Left blank where it draws on the revenues chosen above.") if has_years else "",
                error_messages={"required": gettext("Write how many dollars “%(source)s” brings.") % {"source": label}},
            )
        self._formula = formula
        return self

    _formula: StepsFormula | None = None

    def brought(self) -> Brought:
        """This function will return what was written and read the file. **Raises** `RefusedInput` for its rows."""
        year, base = self.cleaned_data.get("funds"), self.cleaned_data.get("base")
        funds, of = funds_of(int(year)) if year else None, int(base) if base else None
        if self._formula is None:
            return Brought(funds=funds, base=of)
        file = self.cleaned_data.get("facts")
        facts = read_facts(self._formula, (file.name, file.read())) if file else {}
        revenues = {
            name.removeprefix("source."): int(amount * 100)
            for name, amount in self.cleaned_data.items()
            if name.startswith("source.") and amount is not None
        }
        return Brought(facts, {} if funds else revenues, funds, of)
