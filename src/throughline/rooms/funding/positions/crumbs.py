"""The year that a page of positions is about, and the way back to its catalog."""

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.values.school_year import SchoolYear


def about_year(year: int) -> dict[str, object]:
    """This function will return what each page below a year's catalog shows of it."""
    return {"year": year, "year_name": str(SchoolYear(year)), "crumbs": crumbs_of(year)}


def crumbs_of(year: int) -> list[tuple[str, str]]:
    """This function will lead back to a year's catalog."""
    label = _("Positions of %(year)s") % {"year": SchoolYear(year)}
    return [(label, reverse("funding:positions_of", args=[year]))]
