"""How far a run has come, told outside its own transaction, and whether somebody asked to stop it."""

import time
from collections.abc import Callable
from typing import IO, Protocol, cast

from django.db import connections

_EVERY_SECONDS = 0.5


class Cancelled(Exception):
    """Somebody asked to stop the run. Nothing of it is kept."""


class Progress(Protocol):
    """Told now and then how far the work is; raises `Cancelled` where it is to stop."""

    def __call__(self, stage: str, n_done: int, n_total: int) -> None: ...


def stay_silent(stage: str, n_done: int, n_total: int) -> None:
    """This function will tell nobody."""


class SharedProgress:
    """Writes progress by a connection of its own, at most twice a second, and looks there for a cancel."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._connection = connections.create_connection("default")
        self._last = 0.0
        self._stage = ""

    def __call__(self, stage: str, n_done: int, n_total: int) -> None:
        now = time.monotonic()
        if stage == self._stage and now - self._last < _EVERY_SECONDS:
            return
        self._last, self._stage = now, stage
        with self._connection.cursor() as cursor:
            cursor.execute(
                """insert into exchange_progress as p (run_id, stage, n_done, n_total, cancel_asked)
                values (%s, %s, %s, %s, false) on conflict (run_id) do update
                set stage = excluded.stage, n_done = excluded.n_done, n_total = excluded.n_total
                returning cancel_asked""",
                [self._run_id, stage, n_done, n_total],
            )
            if cursor.fetchone()[0]:
                raise Cancelled

    def close(self) -> None:
        """This function will give the connection back."""
        self._connection.close()


class CountedFile:
    """A file that says how many bytes have been read of it."""

    def __init__(self, source: IO[bytes], tell: Callable[[int], None]) -> None:
        self._source = source
        self._tell = tell

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self._tell(len(piece))
        return piece

    def __enter__(self) -> "CountedFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self._source.close()


def counted(open_file: Callable[[], IO[bytes]], tell: Callable[[int], None]) -> Callable[[], IO[bytes]]:
    """This function will return an opener whose file tells of every piece that is read."""
    return lambda: cast("IO[bytes]", CountedFile(open_file(), tell))
