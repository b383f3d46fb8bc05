"""All that is known and decided of one source, as the fields of a form."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.revenues import LOCKED, SCHOOL_GRANT, UNLOCKED
from throughline.rooms.district.api import School
from throughline.rooms.funding.revenues.queries import SourcePage
from throughline.values.money import dollars_text

ORIGINS = [
    ("federal", pgettext_lazy("origin of money", "Federal")),
    ("state", pgettext_lazy("origin of money", "State")),
    ("local", pgettext_lazy("origin of money", "Local")),
    ("private", pgettext_lazy("origin of money", "Private")),
]
STATUSES = [
    (UNLOCKED, pgettext_lazy("status of money", "Unlocked: the formula shares it out")),
    (LOCKED, pgettext_lazy("status of money", "Locked: it stays as it is")),
    (SCHOOL_GRANT, pgettext_lazy("status of money", "School grant: it goes to the schools named")),
]
_SERVICES = 3  # offered for a new source; one more than there are for a kept one
MOST_SCHOOLS = 150  # more are named in a file


def _dollars(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        widget=widget,
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SourceFields(forms.Form):
    """All that is known and decided of one source."""

    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,59}$",
        label=_("Code"),
        help_text=_("Lower-case letters, digits and underscores, such as title_i. It never changes."),
        error_messages={"invalid": _("A code is lower-case letters, digits and underscores, such as title_i.")},
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    origin = forms.ChoiceField(label=_("Who gives it"), choices=ORIGINS)
    amount = _dollars(_("Dollars for the year"), required=True)
    carry_over = _dollars(_("Left from last year"))
    status = forms.ChoiceField(label=_("What happens with it"), choices=STATUSES)
    pool = forms.CharField(
        label=_("The formula's source it feeds"), max_length=60, required=False, help_text=_("Blank for its own code.")
    )
    restricted = forms.BooleanField(label=_("Rules bind its use"), required=False)
    supplement_not_supplant = forms.BooleanField(label=_("It may only add to what others pay"), required=False)
    poolable = forms.BooleanField(label=_("It may be pooled with others"), required=False, initial=True)
    starts_on = _day(_("First day it can be spent"))
    ends_on = _day(_("Last day it can be spent"))
    allowed_uses = forms.CharField(
        label=_("What it may pay for"), max_length=400, required=False, help_text=_("Separated by commas.")
    )
    eligible_needs = forms.CharField(
        label=_("Needs it may pay for"),
        max_length=400,
        required=False,
        help_text=_("Separated by commas; blank for all."),
    )
    eligible_schools = forms.MultipleChoiceField(
        label=_("Schools it may pay"), required=False, help_text=_("Tick none for all.")
    )

    def __init__(self, page: SourcePage, answers: Mapping[str, Any] | None = None) -> None:
        self.page = page
        self.n_services = max(_SERVICES, len(page.revenue.central) + 1 if page.revenue else 0)
        super().__init__(answers, initial=_initial(page))
        if page.revenue is not None:
            self.fields["key"].disabled = True
        self._offer(page)
        for n in range(self.n_services):
            self.fields[f"service{n}"] = forms.CharField(
                label=gettext("Service %(n)s") % {"n": n + 1}, max_length=80, required=False
            )
            self.fields[f"service{n}_dollars"] = _dollars(gettext("Dollars for service %(n)s") % {"n": n + 1})
            self.fields[f"service{n}_percent"] = forms.DecimalField(
                label=gettext("Or percent for service %(n)s") % {"n": n + 1},
                required=False,
                min_value=0,
                max_value=100,
                max_digits=9,
                decimal_places=6,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )
        for school in self.schools:
            self.fields[f"school.{school.source_id}"] = _dollars(school.name)

    @property
    def schools(self) -> Sequence[School]:
        """The schools that can be named here; where there are too many for a page, those named already stay."""
        return self.page.schools if len(self.page.schools) <= MOST_SCHOOLS else ()

    def _offer(self, page: SourcePage) -> None:
        field = self.fields["eligible_schools"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(school.source_id, school.name) for school in page.schools]
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        if page.pools:
            known = ", ".join(f"{key} ({label})" for key, label in page.pools)
            words = gettext("Blank for its own code. The formula of today has: %(known)s.") % {"known": known}
            self.fields["pool"].help_text = words
        if page.needs:
            words = gettext("Separated by commas; blank for all. The formula of today has: %(known)s.")
            self.fields["eligible_needs"].help_text = words % {"known": ", ".join(page.needs)}

    def clean_key(self) -> str:
        """A new source has a code that no other has."""
        key = str(self.cleaned_data["key"])
        if self.page.revenue is None and any(one.key == key for one in self.page.funds.revenues):
            raise forms.ValidationError(
                gettext("Another source of this year has that code. Open it, or choose another.")
            )
        return key

    def clean(self) -> dict[str, Any]:
        """The last day is no earlier than the first, and each service has one share."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day comes before the first. Exchange them."))
        for n in range(self.n_services):
            self._check_service(n, cleaned)
        return cleaned

    def _check_service(self, n: int, cleaned: Mapping[str, Any]) -> None:
        name, dollars, percent = (cleaned.get(f"service{n}{part}") for part in ("", "_dollars", "_percent"))
        if (dollars or percent) and not name:
            self.add_error(f"service{n}", gettext("Say which service this is kept for."))
        if dollars and percent:
            self.add_error(f"service{n}_percent", gettext("Write dollars or a percentage, not both."))
        if name and name in [cleaned.get(f"service{other}") for other in range(n)]:
            self.add_error(f"service{n}", gettext("This service stands above already. Write its sum once."))


def _initial(page: SourcePage) -> dict[str, Any]:
    one = page.revenue
    if one is None:
        return {"status": UNLOCKED}
    found: dict[str, Any] = {
        "key": one.key,
        "name": one.name,
        "origin": one.origin,
        "amount": dollars_text(one.amount_cents),
        "carry_over": dollars_text(one.carry_over_cents) if one.carry_over_cents else "",
        "status": one.status,
        "pool": one.pool,
        "restricted": one.restricted,
        "supplement_not_supplant": one.supplement_not_supplant,
        "poolable": one.poolable,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "allowed_uses": ", ".join(one.allowed_uses),
        "eligible_needs": ", ".join(sorted(one.eligible_needs)),
        "eligible_schools": sorted(one.eligible_schools),
    }
    for n, kept in enumerate(one.central):
        found[f"service{n}"] = kept.service
        if kept.cents is not None:
            found[f"service{n}_dollars"] = dollars_text(kept.cents)
        if kept.share is not None:
            found[f"service{n}_percent"] = _percent(kept.share)
    for source_id, cents in page.at_schools.items():
        found[f"school.{source_id}"] = dollars_text(cents)
    return found


def _percent(share: Fraction) -> str:
    percent = share * 100
    return format((Decimal(percent.numerator) / percent.denominator).normalize(), "f")
