"""Keeping a file with a note, and handing it out: always to be saved, never shown or run by the browser."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.files.commands import add_file
from throughline.rooms.support.files.forms import FileForm
from throughline.rooms.support.files.queries import find_file
from throughline.rooms.support.openings.queries import find_note, find_own_text
from throughline.values.errors import RefusedInput


@require_POST
def add(request: HttpRequest, note_id: int) -> HttpResponse:
    """Keep one more file with a note."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    find_own_text(viewer, find_note(viewer, note_id), at=at)  # what is wrong with the file is for the writer alone
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise RefusedInput(_("There is no file to keep."), "; ".join(str(said) for said in form.errors["file"]))
    sent = form.cleaned_data["file"]
    add_file(by=viewer, at=at, note_id=note_id, name=sent.name, chunks=sent.chunks())
    messages.success(request, _("The file is kept with the note."))
    return redirect("support:note", note_id)


@require_safe
def hand_out(request: HttpRequest, file_id: int) -> FileResponse:
    """Hand out a file as one to be saved."""
    found = find_file(accounts.viewer_of(request), file_id, at=timezone.now())
    kind, name = found.file.media_type, found.file.name
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=name, content_type=kind)
