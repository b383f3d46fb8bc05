"""Scans of paper: checked before they are kept. They lie in the database, behind its walls and in its back-ups."""

from dataclasses import dataclass

from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop

LARGEST_BYTES = 5 * 1024 * 1024
# What a file of each kind begins with.
_KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A scan: what it is, by what it begins with and not by its name, and its bytes."""

    kind: str
    content: bytes

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.kind]


def read_paper(content: bytes) -> Paper:
    """This function will take a scan of paper.

    **Raises** `RefusedInput` where it is no PDF, JPEG or PNG, or too large.
    """
    if len(content) > LARGEST_BYTES:
        raise RefusedInput(
            gettext_noop("The scan is larger than 5 MB."), gettext_noop("Scan it in gray, or only the signed page.")
        )
    for beginning, kind in _KINDS.items():
        if content.startswith(beginning):
            return Paper(kind, content)
    raise RefusedInput(gettext_noop("The scan is no PDF, JPEG or PNG."), gettext_noop("Save it as one of these."))
