"""A file to be kept, which no cache may keep."""

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
TOML = "application/toml; charset=utf-8"


def as_download(content: bytes | str, content_type: str, file_name: str) -> HttpResponse:
    """This function will answer with a file that a browser saves and never shows. `file_name` names no student."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
