"""Light, dark, or as the person's system says: kept in a cookie, so that the first paint is already right."""

from django.http import HttpRequest

COOKIE = "theme"
THEMES = ("system", "light", "dark")
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """This function will return the theme this browser asked for, `system` where it asked for none."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else "system"
