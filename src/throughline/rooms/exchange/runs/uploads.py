"""Uploaded files: kept where only this server reads them, and only until their run has ended."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction

from throughline.rooms.exchange.models import Run
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop

_SUFFIXES = (".zip", ".csv")


def keep_upload(kind: str, file_name: str, chunks: Iterable[bytes]) -> str:
    """This function will write an uploaded file where only this server's account reads it, and return its place there.

    It lies in a folder of its own under a name that says what it brings, since problems name their file.
    **Raises** `RefusedInput` where the file is larger than may be uploaded.
    """
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    suffix = Path(file_name).suffix.lower()
    name = f"{secrets.token_hex(16)}/{kind}{suffix if suffix in _SUFFIXES else ''}"
    (root / name).parent.mkdir(mode=0o700)
    n_bytes = 0
    try:
        with os.fdopen(os.open(root / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                n_bytes += len(chunk)
                if n_bytes > settings.UPLOAD_LIMIT_BYTES:
                    raise RefusedInput(
                        gettext_noop("The file is larger than may be uploaded."),
                        gettext_noop("Have an administrator raise the limit, or import it from the command line."),
                    )
                out.write(chunk)
    except BaseException:
        _remove(root / name)
        raise
    return name


def path_of(run: Run) -> Path:
    """This function will return where a run's upload lies."""
    return Path(settings.UPLOAD_ROOT) / run.upload


def forget_upload(run: Run) -> None:
    """This function will remove a run's upload once the present transaction is committed."""
    if run.upload:
        path = path_of(run)
        run.upload = ""
        transaction.on_commit(lambda: _remove(path))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()
