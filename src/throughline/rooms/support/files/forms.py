"""A file to be kept with a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm

HELP = _("A PDF, a picture (PNG or JPEG), a text, a Word or an Excel file, up to 10 MB.")


class FileForm(PlainForm):
    """One file."""

    file = forms.FileField(label=_("A file to keep with this note"), help_text=HELP, max_length=255)
