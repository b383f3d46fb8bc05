"""What is asked when a role is given or ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.roles.queries import GrantableRole, Place
from throughline.rooms.district import api as district
from throughline.web.forms import PlainForm

_GROUPS = {
    district.Kind.SCHOOL.value: _("Schools"),
    district.Kind.PARTNER.value: _("Partner organizations"),
    district.Kind.AGENCY.value: _("Agencies"),
}
_HELD_AT = {
    district.Kind.SCHOOL: _("at a school"),
    district.Kind.PARTNER: _("at a partner organization"),
    district.Kind.AGENCY: _("at an agency"),
    None: _("whole district"),
}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class GrantForm(PlainForm):
    """A role, where it is held, and for which days."""

    relation = forms.ChoiceField(label=_("Role to give"))
    place = forms.ChoiceField(
        label=_("Where"), required=False, help_text=_("Not needed for a role in the whole district.")
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"), required=False, help_text=_("Leave it empty where no end is known."))

    def __init__(
        self, *args: Any, roles: Sequence[GrantableRole], places: Sequence[Place], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = [("", "")] + [  # type: ignore[attr-defined]  # a choice field
            (role.code, f"{role.name} ({_HELD_AT[role.held_at]})") for role in roles
        ]
        groups = [
            (label, [(str(place.id), place.name) for place in places if place.kind == kind])
            for kind, label in _GROUPS.items()
        ]
        self.fields["place"].choices = [("", ""), *[group for group in groups if group[1]]]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = on

    @property
    def organization_id(self) -> int | None:
        return int(self.cleaned_data["place"]) if self.cleaned_data["place"] else None


class EndForm(PlainForm):
    """At once, or with a last day."""

    when = forms.ChoiceField(
        label=_("When the role ends"),
        choices=[("now", _("At once")), ("day", _("After a last day"))],
        widget=forms.RadioSelect,
        initial="now",
    )
    last_day = _day(_("Last day"), required=False)

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = earliest

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == "day" and not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Name the last day, or let the role end at once."))
        return given

    @property
    def chosen_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        return day if self.cleaned_data["when"] == "day" else None
