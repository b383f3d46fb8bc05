"""A file named on the command line, or why it cannot be read."""

from pathlib import Path

from throughline.values.errors import RefusedInput


def content_of(path: Path) -> bytes:
    """This function will read a file. **Raises** `RefusedInput` where it cannot be read."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise RefusedInput(f"{path} is a folder.", "Name the file in it.") from None
    except OSError as error:
        raise RefusedInput(f"{path} cannot be read: {error.strerror}.", "Check its name and who may read it.") from None
