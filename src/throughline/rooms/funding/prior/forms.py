"""Ask for a file of earlier budgets and what it holds, and send it again to be kept."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.funding.brought.forms import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.models import PriorBudget
from throughline.rooms.funding.prior.by_source import MatchingPage
from throughline.rooms.funding.prior.files import MOST_BYTES
from throughline.web.components import figures
from throughline.web.forms import PlainWords

KINDS = [
    (PriorBudget.BUDGET, _("Each school's budget of the year")),
    (PriorBudget.MINIMUM, _("The minimum to operate each school")),
]


class FileForm(BroughtForm):
    """A file, and whether it holds budgets or minimums."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of budgets. Choose another.")

    kind = forms.ChoiceField(label=_("What the file holds"), choices=KINDS)
    file = file_field(_("One row for each school: school_id, amount. Or one for each school and source."))


class _Matches(forms.Form):
    """One choice for each source that earlier budgets name."""

    def __init__(self, page: MatchingPage, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers)
        self.page = page
        choices = [("", _("None of these sources")), *page.revenues.items()]
        for at, one in enumerate(page.named):
            found, said = one.suggestion, ""
            if found and not one.key:
                said = gettext("Suggested: it is called the same.")
                if not found.exact:
                    said = gettext("Suggested: it is called alike. Look whether it is the same money.")
            label = gettext("“%(name)s”, %(money)s") % {"name": one.name, "money": figures.money_whole(one.cents)}
            self.fields[f"source{at}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=one.key or (found.key if found else ""),
                help_text=said,
            )


class MatchForm(PlainWords, _Matches):
    """Which revenue source each named source is."""

    def matches(self) -> dict[str, str]:
        """This function will return the keys that were chosen, by name."""
        chosen = ((one.name, self.cleaned_data[f"source{at}"]) for at, one in enumerate(self.page.named))
        return {name: key for name, key in chosen if key}


class KeepForm(SentAgainForm):
    """The budgets that were looked at, and what they are."""

    file_name = "prior.csv"

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=KINDS)
    text = text_field(MOST_BYTES)
