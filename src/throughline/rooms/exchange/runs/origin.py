"""What brought a change in, said on any timeline that shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.web.components.pieces import Link


def say_origin(number: str) -> Link:
    """This function will name the import by which rows were changed, and where it can be rolled back."""
    return Link(_("Import %(number)s") % {"number": number}, reverse("exchange:run", args=[int(number)]))
