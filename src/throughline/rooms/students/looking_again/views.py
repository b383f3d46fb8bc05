"""Having the roster looked through for students and adults who are entered twice, without waiting for an import."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.duplicates.queries import check_may_find_duplicates
from throughline.rooms.students.looking_again import jobs


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Have the roster looked through for duplicates."""
    viewer = accounts.viewer_of(request)
    check_may_find_duplicates(viewer)
    jobs.ask_to_look(by=viewer, at=timezone.now())
    messages.success(request, _("The roster is being looked through. Come back in a minute."))
    return redirect("students:duplicates")
