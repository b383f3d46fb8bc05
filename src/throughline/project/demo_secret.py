"""The secret of demo mode: made once and kept under the home, so that sessions survive a restart."""

import os
import secrets
import tempfile
from pathlib import Path


def kept_secret(home: Path) -> str:
    """This function will return the secret kept under a home, and make one where there is none.

    The server and its worker start at the same moment. The file appears under its name only when it is whole, and only
    once: whoever comes second reads what the first wrote.
    """
    file = home / "secret-key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=home, prefix="secret-key.")  # for its owner alone
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(64))
        try:
            os.link(part, file)
        except FileExistsError:
            pass
        finally:
            Path(part).unlink()
    return file.read_text(encoding="utf-8")
