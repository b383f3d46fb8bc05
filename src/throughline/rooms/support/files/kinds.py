"""What a file really is, by its first bytes and its name together, and a name that is safe to hand back."""

import codecs
import unicodedata
from pathlib import PurePosixPath

from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop

MOST_BYTES = 10 * 1024 * 1024
HEAD_BYTES = 4096
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TEXT = "text/plain; charset=utf-8"
# By suffix: what it is handed out as, and how its bytes begin. Nothing is ever opened here.
_KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", (b"PK\x03\x04",)),
    ".txt": (_TEXT, ()),
    ".csv": (_TEXT, ()),
}


def safe_name(name: str) -> str:
    """This function will return the last part of a file's name, without anything that is not shown as a letter."""
    last = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).name
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    return f"{stem[:90]}{dot}{suffix[:20]}" if stem else shown[:90] or "file"


def find_media_type(name: str, head: bytes) -> str:
    """This function will return what a file is handed out as.

    **Raises** `RefusedInput` where its name is of no kind that may be kept, or its bytes are not what its name says.
    """
    found = _KINDS.get(PurePosixPath(name).suffix.lower())
    if found is None:
        raise RefusedInput(
            gettext_noop("This kind of file cannot be kept with a note."),
            gettext_noop("Keep a PDF, a picture (PNG or JPEG), a text, a Word or an Excel file."),
        )
    media_type, starts = found
    fits = head.startswith(starts) if starts else _is_text(head)
    if not fits:
        raise RefusedInput(
            gettext_noop("The file is not what its name says it is."),
            gettext_noop("Open it where you have it, save it anew, and send that."),
        )
    return media_type


def _is_text(head: bytes) -> bool:
    """Whether bytes are UTF-8 text, the last letter perhaps cut in two."""
    try:
        return "\x00" not in codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
