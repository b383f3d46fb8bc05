"""Ask for a file, and send it again once it was looked at, the same for whatever it holds."""

from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm


def file_field(help_text: Any) -> forms.FileField:
    """This function will ask for one table, with help that says what its rows and columns are."""
    return forms.FileField(
        label=_("The file, as CSV or as an Excel workbook"),
        help_text=help_text,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


def text_field(most_bytes: int) -> forms.CharField:
    """This function will hold a file that was looked at, while it is not kept yet."""
    return forms.CharField(widget=forms.HiddenInput, max_length=most_bytes, strip=False)


class BroughtForm(PlainForm):
    """A form with a field `file`, of at most `most_bytes`; `too_large` is said of more."""

    most_bytes: ClassVar[int]
    too_large: ClassVar[Any]  # lazy words of Django's have no type to name

    def clean(self) -> dict[str, Any]:
        """What is brought in here is small; a larger file is another one."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > self.most_bytes:
            self.add_error("file", str(self.too_large))
        return cleaned

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the file by name and bytes."""
        file = self.cleaned_data["file"]
        return file.name, file.read()


class SentAgainForm(forms.Form):
    """A form with a field `text`: what was looked at, sent again to be kept. It is read and checked anew."""

    file_name: ClassVar[str]

    @classmethod
    def holding(cls, content: bytes, **beside: str) -> Self:
        """This function will return the form that sends a file again, and what was asked beside it."""
        return cls(initial={**beside, "text": content.decode("utf-8-sig")})

    def chosen(self) -> tuple[str, bytes]:
        """This function will return what was sent as a file, by name and bytes."""
        return self.file_name, self.cleaned_data["text"].encode()
