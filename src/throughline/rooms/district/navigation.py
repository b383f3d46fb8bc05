"""What this room adds around each page: the district's name."""

from django.http import HttpRequest

from throughline.rooms.district import access


def district_name(request: HttpRequest) -> str:
    """This function will return the district's name for those signed in, or nothing before there is a roster."""
    if not request.user.is_authenticated:
        return ""
    return access.get_districts().values_list("name", flat=True).first() or ""
