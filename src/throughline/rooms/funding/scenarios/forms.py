"""A scenario's decisions: each a sentence with a figure in it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.steps import Money
from throughline.rooms.funding.budgets.forms import NewRunForm
from throughline.rooms.funding.budgets.guaranteed import floor_money
from throughline.rooms.funding.charged import NOT_DECIDED, StaffKept
from throughline.rooms.funding.formulas.decisions import Decision, DecisionsForm
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.revenues.source_fields import STATUSES
from throughline.rooms.funding.scenarios.consequences import Decided
from throughline.rooms.funding.scenarios.net import GAINERS, OPEN, RESERVE, SafetyNet
from throughline.rooms.funding.scenarios.proxies import Proxy, category_name
from throughline.rooms.funding.scenarios.queries import KeptFloor, KeptFloors
from throughline.rooms.funding.staff.forms import ScenarioChargeForm
from throughline.web.forms import PlainForm, PlainWords


class NewScenarioForm(NewRunForm):
    """A name, a formula and a day to count on."""

    name = forms.CharField(
        label=_("Name of the scenario"),
        max_length=80,
        error_messages={"required": _("Give the scenario a name, such as “Phase in over three years”.")},
    )
    base = forms.ChoiceField(
        label=_("The budget it is compared with"),
        required=False,
        help_text=_(
            "Holding harmless and phasing in begin from it, and so does a formula that reads last year's dollars."
        ),
    )
    one_day = forms.BooleanField(
        label=_("Count every need on that day, whatever the year decides"),
        required=False,
        help_text=_("Or choose each need’s day in the scenario, once it is begun."),
    )
    field_order = ("name", "formula", "year", "count_on", "one_day", "base")
    always_has_a_base = True


class NameForm(PlainForm):
    """What a branch is called."""

    name = forms.CharField(label=_("Name of the branch"), max_length=80)


class ExplanationForm(PlainForm):
    """Why this budget, in words for the public."""

    explanation = forms.CharField(
        label=_("Explanation for the public"),
        widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        max_length=4000,
        help_text=_("What changes, for whom, and why. It is kept with the budget."),
    )
    explanation_es = forms.CharField(
        label=_("The same in Spanish"),
        widget=forms.Textarea(attrs={"rows": 5, "lang": "es"}),
        max_length=4000,
        required=False,
        help_text=_(
            "Whoever reads in Spanish meets this. Left empty, they meet the English, marked as English; it can still "
            "be written when this is adopted."
        ),
    )
    supplement_reason = forms.CharField(
        label=_("Why some of the district's own money may be left out"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("For whoever adopts it and for an auditor: which program, and how it meets the same purpose."),
    )

    def __init__(self, answers: Mapping[str, Any] | None = None, *, asks_reason: bool = True) -> None:
        super().__init__(answers)
        if not asks_reason:
            del self.fields["supplement_reason"]


class AdoptForm(PlainForm):
    """What is still wanted when a scenario is adopted: the Spanish, where it was proposed without."""

    explanation_es = forms.CharField(
        label=_("The explanation for the public, in Spanish"),
        widget=forms.Textarea(attrs={"rows": 5, "lang": "es"}),
        max_length=4000,
        required=False,
        help_text=_("Left empty, whoever reads in Spanish meets the English, marked as English."),
    )


class NoticeForm(PlainForm):
    """What schools are told beside their figures."""

    starts_on = forms.DateField(
        label=_("From which day it would hold"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    says = forms.CharField(
        label=_("What schools should know"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Why they are told, what is still open, and whom to ask."),
    )


def _percent(label: Any, initial: str, help_text: Any = "") -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        initial=initial,
        help_text=help_text,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=9,
        decimal_places=4,
        widget=widget,
        required=False,
    )


def _dollars(label: Any, help_text: Any = "") -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_digits=15, decimal_places=2, widget=widget, required=False
    )


class _NetFields(forms.Form):
    """The way there, and what each source brings."""

    hold = _percent(
        _("Keep at least this much of the current budget"), "", _("In percent; empty holds no school harmless.")
    )
    hold_paid = forms.ChoiceField(
        label=_("Who pays to hold schools harmless"),
        choices=[
            (GAINERS, pgettext_lazy("who pays", "Schools that gain, in proportion to their gain")),
            (RESERVE, pgettext_lazy("who pays", "A reserve, as far as it goes")),
            (OPEN, pgettext_lazy("who pays", "The district, whatever it takes")),
        ],
    )
    reserve = _dollars(_("The reserve"), _("Only where a reserve pays."))
    most_given = _percent(
        _("A gainer gives at most this much of its budget"), "", _("In percent; empty sets no limit.")
    )
    minimum = _dollars(_("Minimum to operate a school"), _("Every school with students has at least this."))
    kept_minimums = forms.BooleanField(label=_("Give each school at least its own minimum"), required=False)
    guaranteed = forms.BooleanField(
        label=_("Give each school at least the price of its guaranteed staff"), required=False
    )
    phase_years = forms.IntegerField(
        label=_("Phase in over this many years"), min_value=1, max_value=10, initial=1, help_text=_("1 is at once.")
    )
    phase_year = forms.IntegerField(label=_("This budget is for year"), min_value=1, max_value=10, initial=1)

    def __init__(
        self,
        sources: Sequence[Money],
        decided: Decided,
        answers: Mapping[str, Any] | None = None,
        floors: KeptFloors | None = None,
    ) -> None:
        self.sources = sources
        net = decided.net
        initial = {
            "hold": _shown(Decimal(net.hold_share) * 100),
            "hold_paid": net.hold_paid,
            "reserve": _shown(Decimal(net.reserve_cents) / 100),
            "most_given": _shown(Decimal(net.most_given_share) * 100),
            "minimum": _shown(Decimal(net.minimum_cents) / 100),
            "phase_years": net.phase_years,
            "phase_year": net.phase_year,
            "kept_minimums": net.kept_minimums,
            "guaranteed": net.guaranteed,
        }
        super().__init__(answers, initial=initial)
        self._offer("kept_minimums", floors.minimums if floors else None, floors)
        self._offer("guaranteed", floors.guaranteed if floors else None, floors)
        for money in sources:
            label = gettext("What “%(source)s” brings, in dollars") % {"source": words(money.label)}
            field = _dollars(label)
            field.required = True
            field.initial = _shown(Decimal(decided.revenues_cents.get(money.key, 0)) / 100) or "0"
            self.fields[f"source.{money.key}"] = field

    def _offer(self, name: str, floor: KeptFloor | None, floors: KeptFloors | None) -> None:
        """A floor is offered where the scenario keeps one, with what it comes to."""
        if floors is None or floor is None or not floor.n_schools:
            del self.fields[name]
            return
        says = ngettext(
            "As kept for %(year)s: %(money)s for %(n)s school.",
            "As kept for %(year)s: %(money)s for %(n)s schools.",
            floor.n_schools,
        )
        words = {"year": floors.year_name, "n": floor.n_schools, "money": floor_money(floor.cents, floor.most_cents)}
        self.fields[name].help_text = says % words

    def clean(self) -> dict[str, Any]:
        """A year of the phase-in is one of its years."""
        cleaned = super().clean() or {}
        years, year = cleaned.get("phase_years"), cleaned.get("phase_year")
        if years and year and year > years:
            says = gettext("The phase-in takes %(years)s years; choose one of them.") % {"years": years}
            self.add_error("phase_year", says)
        return cleaned


class NetForm(PlainWords, _NetFields):
    """The way there, and what each source brings."""

    def way(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will pair each field of the way there with the sign before its figure."""
        signs = {"hold": "%", "most_given": "%", "reserve": "$", "minimum": "$"}
        held = ("phase_years", "phase_year", "hold", "hold_paid", "reserve", "most_given")
        for name in (*held, "minimum", "kept_minimums", "guaranteed"):
            if name in self.fields:
                yield self[name], signs.get(name, "")

    def brings(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will return the fields of what sources bring."""
        for money in self.sources:
            yield self[f"source.{money.key}"], "$"

    def net(self) -> SafetyNet:
        """This function will return what was decided about the way there."""
        given = self.cleaned_data
        return SafetyNet(
            hold_share=_share(given["hold"]),
            hold_paid=given["hold_paid"],
            reserve_cents=int((given["reserve"] or 0) * 100),
            most_given_share=_share(given["most_given"]),
            minimum_cents=int((given["minimum"] or 0) * 100),
            phase_years=given["phase_years"],
            phase_year=given["phase_year"],
            kept_minimums=given.get("kept_minimums", False),
            guaranteed=given.get("guaranteed", False),
        )

    def revenues_cents(self) -> dict[str, int]:
        """This function will return what each source brings."""
        return {money.key: int(self.cleaned_data[f"source.{money.key}"] * 100) for money in self.sources}


class _SourceFields(forms.Form):
    """How each source stands, and what share of it the central office keeps."""

    def __init__(self, funds: Funds | None, decided: Decided, answers: Mapping[str, Any] | None = None) -> None:
        self.revenues = funds.revenues if funds else ()
        super().__init__(answers)
        for one in self.revenues:
            chosen = decided.sources.get(one.key, {})
            self.fields[f"status.{one.key}"] = forms.ChoiceField(
                label=one.name, choices=STATUSES, initial=chosen.get("status", one.status)
            )
            share = _percent(
                gettext("Of “%(source)s”, held centrally") % {"source": one.name},
                _shown(Decimal(chosen["central"]) * 100) if "central" in chosen else "",
                gettext("In percent; empty keeps it as the year's revenues say."),
            )
            self.fields[f"central.{one.key}"] = share
        if self.revenues:
            self.fields["discretion"] = _percent(
                gettext("Unrestricted revenues that schools are to decide over, at least"),
                _shown(Decimal(decided.discretion) * 100),
                gettext("In percent; empty sets no aim."),
            )


class SourcesForm(PlainWords, _SourceFields):
    """How each source stands, and what share of it the central office keeps."""

    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will pair each field with the sign before its figure."""
        if self.revenues:
            yield self["discretion"], "%"
        for one in self.revenues:
            yield self[f"status.{one.key}"], ""
            yield self[f"central.{one.key}"], "%"

    def sources(self) -> dict[str, dict[str, str]]:
        """This function will return what is decided otherwise than the year's revenues say."""
        found = {}
        for one in self.revenues:
            status, central = (self.cleaned_data[f"{part}.{one.key}"] for part in ("status", "central"))
            chosen = {"status": status} if status != one.status else {}
            if central is not None:
                chosen["central"] = _share(central)
            if chosen:
                found[one.key] = chosen
        return found

    def discretion(self) -> str:
        """This function will return the share of unrestricted revenues that schools are to decide over, of one."""
        return _share(self.cleaned_data.get("discretion"))


class _ProxiesFields(forms.Form):
    """Which way of counting stands for each need that can be counted in several."""

    def __init__(self, proxies: Sequence[Proxy], decided: Decided, answers: Mapping[str, Any] | None = None) -> None:
        self.proxies = proxies
        super().__init__(answers)
        for one in proxies:
            self.fields[f"proxy.{one.key}"] = forms.ChoiceField(
                label=gettext("Who counts for “%(need)s”") % {"need": one.label},
                choices=[("", category_name(one.code)), *((code, category_name(code)) for code in one.others)],
                initial=decided.proxies.get(one.key, ""),
                required=False,
            )


class ProxiesForm(PlainWords, _ProxiesFields):
    """Which way of counting stands for each need that can be counted in several."""

    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will pair each field with the sign before its figure, which is none."""
        for one in self.proxies:
            yield self[f"proxy.{one.key}"], ""

    def chosen(self) -> dict[str, str]:
        """This function will return the counts that are taken another way than the formula says."""
        given = {one.key: self.cleaned_data[f"proxy.{one.key}"] for one in self.proxies}
        return {key: code for key, code in given.items() if code}


class DecideForm:
    """A scenario's decisions, sent together: who counts, the way there, staff, sources, the formula's figures."""

    def __init__(
        self,
        decisions: Sequence[Decision],
        sources: Sequence[Money],
        decided: Decided,
        answers: Mapping[str, Any] | None = None,
        funds: Funds | None = None,
        proxies: Sequence[Proxy] = (),
        floors: KeptFloors | None = None,
        staff: StaffKept = NOT_DECIDED,
    ) -> None:
        self.proxies = ProxiesForm(proxies, decided, answers)
        self.net = NetForm(sources, decided, answers, floors)
        self.sources = SourcesForm(funds, decided, answers)
        self.staff = ScenarioChargeForm(staff, decided.staff, answers)
        self.figures = DecisionsForm(decisions, answers)
        self._decided = decided

    @property
    def parts(self) -> tuple[forms.BaseForm, ...]:
        return self.proxies, self.net, self.staff, self.sources, self.figures

    def is_valid(self) -> bool:
        """This function will say whether all of it can be used."""
        n_valid = sum(part.is_valid() for part in self.parts)  # each says what it needs, whatever the others say
        return n_valid == len(self.parts)

    def decided(self) -> Decided:
        """This function will return all that was decided; a figure changed before stays changed."""
        changed = {name: format(figure.normalize(), "f") for name, figure in self.figures.changes().items()}
        revenues = dict(self._decided.revenues_cents) | self.net.revenues_cents()
        return Decided(
            figures=dict(self._decided.figures) | changed,
            revenues_cents=revenues,
            net=self.net.net(),
            sources=self.sources.sources(),
            proxies=self.proxies.chosen(),
            discretion=self.sources.discretion(),
            staff=self.staff.cleaned_data["staff"],
        )


def _share(percent: Decimal | None) -> str:
    return format((percent or Decimal(0)) / 100, "f")


def _shown(figure: Decimal) -> str:
    return format(figure.normalize(), "f") if figure else ""
