"""Write a formula document, by hand or from a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FormulaForm(forms.Form):
    """A document in TOML. A file, where one is given, stands in place of the text."""

    document = forms.CharField(
        label=_("The formula, as TOML"),
        widget=forms.Textarea(attrs={"rows": 32, "spellcheck": "false", "autocapitalize": "off", "class": "code"}),
        help_text=_("Saving keeps this as a new version. Earlier versions and their runs stay as they are."),
        required=False,
        strip=False,
        max_length=1_000_000,
    )
    file = forms.FileField(
        label=_("Or choose a file"), help_text=_("A TOML file; it takes the place of the text above."), required=False
    )
    # The newest version when the page was opened: whoever saves later is told if another came between.
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not cleaned.get("document") and not cleaned.get("file") and not self.errors:
            self.add_error("document", _("Write the formula, or choose its file."))
        return cleaned

    def content(self) -> bytes:
        """This function will return the document that was written or chosen."""
        chosen = self.cleaned_data.get("file")
        return bytes(chosen.read()) if chosen else str(self.cleaned_data["document"]).encode()
