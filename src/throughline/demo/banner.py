"""A line on every page of the demo, so that nobody takes it for a district."""

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.web.navigation import Banner


def demo_banner(request: HttpRequest) -> Banner:
    """This function will say that the district is invented, and which day it is there."""
    day = date_format(accounts.today(), "DATE_FORMAT")
    return Banner(
        _("An invented district: no person here is real, and its school year stands still on %(day)s.") % {"day": day}
    )
