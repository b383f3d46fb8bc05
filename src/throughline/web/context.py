"""The context processor that every page stands in."""

from django.http import HttpRequest

from throughline.web.navigation import Shell


def page(request: HttpRequest) -> dict[str, Shell]:
    """This function will give templates `shell`: navigation, account, district, banners, languages, theme, version."""
    return {"shell": Shell(request)}
