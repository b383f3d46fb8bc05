"""The year that a page of positions is about, and the way back to its catalog."""

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.values.school_year import SchoolYear


def about_year(year: int) -> dict[str, object]:
    """This function will return what each page below a year's catalog shows of it."""
    name = str(SchoolYear(year))
    label = _("Positions of %(year)s") % {"year": name}
    return {"year": year, "year_name": name, "crumbs": [(label, reverse("funding:positions_of", args=[year]))]}
