"""The rules as a form: each thing that is watched, with its figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.engines.warning import Measure
from throughline.formats.warning import IndicatorPart, RulesPart
from throughline.rooms.warning.words import SHARES, named
from throughline.web.forms import PlainForm, PlainWords


class _Figures(forms.Form):
    """Fields made of a document of rules; the names of an indicator's begin with its code."""

    def __init__(self, part: RulesPart, answers: Any = None) -> None:
        self._part = part
        super().__init__(answers)
        for one in part.indicator:
            for name, field in _fields_of(one):
                self.fields[f"{one.code}.{name}"] = field
        for level in part.level:
            label = _("Points from which on it suggests “%(name)s”") % {"name": named(level)}
            self.fields[f"level.{level.code}"] = _number(label, level.at_least, 1, 99)
        names = [(level.code, named(level)) for level in part.level]
        self.fields["from_level"] = forms.ChoiceField(
            label=_("Raise a flag from"), choices=names, initial=part.flags.from_level
        )
        self.fields["due_days"] = _number(_("Days in which somebody decides"), part.flags.due_days, 1, 90)
        self.fields["quiet_days"] = _number(
            _("Days in which an answered flag is not raised again"), part.flags.quiet_days, 0, 366
        )
        self.fields["least_days"] = _number(_("School days enrolled before days are judged"), part.days.least, 1, 200)
        self.fields["pass_percent"] = _figure(
            _("The percent that passes a course"), part.marks.pass_percent, most=100, needed=True
        )
        self.fields["absences_only"] = forms.BooleanField(
            label=_("The district's system records absences alone"), required=False, initial=part.days.absences_only
        )


class RulesForm(PlainWords, _Figures):
    """Every figure of the rules. What does not hold together is said above the form."""

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """This function will yield what is watched, one after another, each with its fields."""
        for one in self._part.indicator:
            yield named(one), [self[f"{one.code}.{name}"] for name, _field in _fields_of(one)]

    def rest(self) -> list[forms.BoundField]:
        """This function will return the fields that are of no one thing watched."""
        codes = {one.code for one in self._part.indicator}
        return [self[name] for name in self.fields if name.partition(".")[0] not in codes]

    def part(self) -> RulesPart:
        """This function will return the rules as they were sent, unchecked as a whole."""
        given, part = self.cleaned_data, self._part
        days = part.days.model_copy(update={"least": given["least_days"], "absences_only": given["absences_only"]})
        flags = part.flags.model_copy(update={name: given[name] for name in ("from_level", "due_days", "quiet_days")})
        return part.model_copy(
            update={
                "days": days,
                "flags": flags,
                "marks": part.marks.model_copy(update={"pass_percent": given["pass_percent"]}),
                "level": tuple(
                    level.model_copy(update={"at_least": given[f"level.{level.code}"]}) for level in part.level
                ),
                "indicator": tuple(_changed(one, given) for one in part.indicator),
            }
        )


class SwitchOnForm(PlainForm):
    """Why rules are put in force."""

    why = forms.CharField(
        label=gettext_lazy("Why these rules"),
        help_text=gettext_lazy("Kept with the rules, for all who see flags by them."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _fields_of(one: IndicatorPart) -> Iterator[tuple[str, forms.Field]]:
    share = one.measure in SHARES
    sign = _(", in percent") if share else ""
    yield "on", forms.BooleanField(label=_("Watch this"), required=False, initial=one.on)
    yield "off_at", _cut(_("Off track from%(sign)s") % {"sign": sign}, one.off_at, share, needed=True)
    yield "far_at", _cut(_("Far off track from%(sign)s") % {"sign": sign}, one.far_at, share, needed=False)
    if one.window:
        yield "window", _number(_("Over how many of the last school days"), one.window, 1, 366)


def _cut(label: str, figure: Decimal | None, share: bool, *, needed: bool) -> forms.DecimalField:
    shown = figure * 100 if share and figure is not None else figure
    return _figure(label, shown, most=100 if share else 366, needed=needed)


def _figure(label: str, figure: Decimal | None, *, most: int, needed: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        initial=None if figure is None else format(figure.normalize(), "f"),
        min_value=0,
        max_value=most,
        max_digits=7,
        decimal_places=4,
        required=needed,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def _number(label: str, value: int, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, initial=value, min_value=least, max_value=most)


def _changed(one: IndicatorPart, given: dict[str, Any]) -> IndicatorPart:
    part_of_hundred = Decimal(100) if Measure(one.measure) in SHARES else Decimal(1)
    cuts = {name: given[f"{one.code}.{name}"] for name in ("off_at", "far_at")}
    update = {name: None if cut is None else cut / part_of_hundred for name, cut in cuts.items()}
    if one.thriving_at is not None and update["off_at"] is not None and one.thriving_at >= update["off_at"]:
        update["thriving_at"] = None
    window = given[f"{one.code}.window"] if one.window else 0
    return one.model_copy(update=update | {"on": given[f"{one.code}.on"], "window": window})
