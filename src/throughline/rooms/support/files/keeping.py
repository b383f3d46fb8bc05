"""Bytes of files, kept in a private folder under names that tell nothing. They are handed out by a view alone."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from throughline.rooms.support.files.kinds import HEAD_BYTES, MOST_BYTES, find_media_type, safe_name
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was written: where, what it is, how large."""

    place: str
    name: str
    media_type: str
    n_bytes: int
    digest: str


def keep_file(name: str, chunks: Iterable[bytes]) -> Kept:
    """This function will write a file where only this server's account reads it.

    **Raises** `RefusedInput` where it is too large, empty or not of a kind that may be kept; nothing is left then.
    """
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    place, shown = secrets.token_hex(24), safe_name(name)
    digest, n_bytes, head = hashlib.sha256(), 0, b""
    try:
        with os.fdopen(os.open(root / place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                n_bytes += len(chunk)
                if n_bytes > MOST_BYTES:
                    raise RefusedInput(
                        gettext_noop("The file is larger than 10 MB."), gettext_noop("Send a smaller one, or a part.")
                    )
                head += chunk[: HEAD_BYTES - len(head)] if len(head) < HEAD_BYTES else b""
                digest.update(chunk)
                out.write(chunk)
        if not n_bytes:
            raise RefusedInput(gettext_noop("The file holds nothing."), gettext_noop("Choose another."))
        return Kept(place, shown, find_media_type(shown, head), n_bytes, digest.hexdigest())
    except BaseException:
        forget_file(place)
        raise


def path_of(place: str) -> Path:
    """This function will return where a file's bytes lie."""
    return Path(settings.FILES_ROOT) / place


def forget_file(place: str) -> None:
    """This function will remove a file's bytes, where they were written."""
    path_of(place).unlink(missing_ok=True)
