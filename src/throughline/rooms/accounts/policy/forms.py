"""What is asked when a rule is tightened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.policy.allowance import Allowed
from throughline.web.forms import PlainForm


class TightenForm(PlainForm):
    """What a relation keeps of one class of record, and why; only what the shipped table allows can be kept."""

    see = forms.BooleanField(label=_("May see it"), required=False)
    write = forms.BooleanField(label=_("May change it"), required=False)
    export = forms.BooleanField(label=_("May export it"), required=False)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Whoever reads this table later will want to know."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, shipped: Allowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in ("see", "write", "export"):
            if not getattr(shipped, act):
                del self.fields[act]

    def value(self) -> Allowed:
        """This function will return what the relation keeps."""
        kept = self.cleaned_data
        return Allowed(bool(kept.get("see")), bool(kept.get("write")), bool(kept.get("export")))
