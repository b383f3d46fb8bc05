"""Ask for a later day and the rule of a recount."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.funding.recount_rule import YearRule
from throughline.web.forms import PlainForm


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def _percent(label: Any, help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=7,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class RecountForm(PlainForm):
    """A later day, and what is done with its counts. All left blank takes them in full."""

    name = forms.CharField(label=_("Name of the recount"), max_length=80)
    count_on = _day(_("The later count day"), _("From the roster, or from a file that is kept of the day."))
    over_n = forms.IntegerField(
        label=_("Counts that changed by fewer students than this stay"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Such as 5; blank sets no such threshold."),
    )
    over_share = _percent(
        _("Counts that changed by less than this part of themselves stay"), _("In percent; blank sets no threshold.")
    )
    upward = forms.BooleanField(
        label=_("Only upward"),
        required=False,
        help_text=_("A count that fell stays, and no school has less than was adopted; the district pays."),
    )
    keep = _percent(
        _("Every school keeps at least this much of its adopted budget"),
        _("In percent; blank holds no school harmless in the year. The district pays."),
    )
    last_on = _day(
        _("No day after this one is counted again"), _("Blank where the district has no such day."), required=False
    )

    @classmethod
    def beginning_with(cls, rule: YearRule, day: date) -> dict[str, Any]:
        """This function will return what the form opens with: the rule of last time, and today."""
        return {
            "count_on": day,
            "over_n": rule.over_n or None,
            "over_share": _shown(rule.over_share),
            "upward": rule.upward,
            "keep": _shown(rule.keep_share),
            "last_on": rule.last_day,
        }

    def clean(self) -> dict[str, Any]:
        """The day of the count is not after the last day."""
        cleaned = super().clean() or {}
        on, last = cleaned.get("count_on"), cleaned.get("last_on")
        if on and last and on > last:
            self.add_error("count_on", gettext("By the rule below no day is counted again as late as that."))
        return cleaned

    def rule(self) -> YearRule:
        """This function will return the rule that was written."""
        given = self.cleaned_data
        return YearRule(
            over_n=given["over_n"] or 0,
            over_share=_share(given["over_share"]),
            upward=given["upward"],
            keep_share=_share(given["keep"]),
            last_on=given["last_on"].isoformat() if given["last_on"] else "",
        )


def _share(percent: Decimal | None) -> str:
    return format(((percent or Decimal(0)) / 100).normalize(), "f")


def _shown(share: str) -> str:
    return format((Decimal(share) * 100).normalize(), "f") if Decimal(share) else ""
