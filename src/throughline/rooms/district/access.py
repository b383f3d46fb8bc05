"""The way to organizations. Their names and levels are public; who may change them is for the command to ask."""

from datetime import date

from django.db.models import Q, QuerySet

from throughline.rooms.district.models import OUTSIDE, Kind, Organization


def get_districts() -> QuerySet[Organization]:
    """This function will return the district's own organization, the one in force first."""
    return Organization.objects.filter(kind=Kind.DISTRICT).order_by("-ended_at", "pk")


def get_schools() -> QuerySet[Organization]:
    """This function will return every school the district ever had, by name."""
    return Organization.objects.filter(kind=Kind.SCHOOL).order_by("name", "source_id")


def get_schools_on(on: date) -> QuerySet[Organization]:
    """This function will return the schools that were open on a day: all but those that ended by then."""
    return get_schools().filter(Q(ended_at=None) | Q(ended_at__date__gt=on))


def get_outside() -> QuerySet[Organization]:
    """This function will return partner organizations and agencies, those that were closed included, by name."""
    return Organization.objects.filter(kind__in=OUTSIDE).select_related("profile").order_by("name", "pk")
