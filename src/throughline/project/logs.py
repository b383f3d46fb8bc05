"""How errors are written down: where they happened and of what kind, never with the values they carry."""

import logging
import re
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# Addresses whose last part lets in whoever holds it: links without an account, and invitations.
_SECRET_PART = re.compile(r"(/(?:link|welcome/[\w-]+)/)[\w%-]{16,}")


class PlainFormatter(logging.Formatter):
    """Writes an error's kind and its place in the code. Its own words stay out: a database's or a parser's words
    quote what they stumbled over, and that may be a student's name. The secret part of a link stays out too."""

    def format(self, record: logging.LogRecord) -> str:
        """This function will return a line of the log without the secret part of any address in it."""
        return _SECRET_PART.sub(r"\1(secret)", super().format(record))

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the name is logging's
        """This function will return the lines of code an error came through, and its kind."""
        raised = ei[1]
        if raised is None:
            return ""
        chain: list[str] = []
        seen: set[int] = set()
        while raised is not None and id(raised) not in seen:
            seen.add(id(raised))
            frames = traceback.extract_tb(raised.__traceback__)
            places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            kind = type(raised)
            chain.append("\n".join([*places, f"{kind.__module__}.{kind.__qualname__}"]))
            raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
        return "\nwhile answering:\n".join(chain)
