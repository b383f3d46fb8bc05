"""The family of processes behind one start: the web server and the worker, begun and ended together."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from types import FrameType

from throughline.values.errors import ThroughlineError

_PATIENCE_SECONDS = 15
_PATIENCE_TO_ANSWER = 60


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, or a polite signal."""


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """This function will turn Ctrl-C and SIGTERM within its block into a quiet, orderly end."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # once is enough; let the tidying finish
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with suppress(Stopped):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def commands_for(address: str, port: int, n_threads: int) -> list[list[str]]:
    """This function will return the commands to run: the web server and the worker."""
    place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    web = ["gunicorn", "throughline.project.wsgi", "--bind", place, "--workers", "2", "--threads", str(n_threads)]
    return [
        [sys.executable, "-m", *web, "--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"],
        [sys.executable, "-m", "throughline", "worker"],
    ]


@dataclass(frozen=True, slots=True)
class Family:
    """Processes that live and die together."""

    members: Sequence[subprocess.Popen[bytes]]

    def wait(self) -> None:
        """This function will wait until one ends, which only happens by itself when something is wrong.

        **Raises** `ThroughlineError` naming the one that ended.
        """
        while True:
            self._check_alive()
            time.sleep(0.25)

    def wait_for_answer(self, address: str, port: int) -> None:
        """This function will wait until a page is answered at the port; it is open a while before that.

        **Raises** `ThroughlineError` where a process ends before that, or none answers in a minute.
        """
        deadline = time.monotonic() + _PATIENCE_TO_ANSWER
        while time.monotonic() < deadline:
            self._check_alive()
            with suppress(OSError, HTTPException), closing(HTTPConnection(address, port, timeout=2)) as asking:
                asking.request("HEAD", "/")
                asking.getresponse()
                return
            time.sleep(0.1)
        raise ThroughlineError("The web server did not answer within a minute.", "Look at the lines above.")

    def _check_alive(self) -> None:
        for member in self.members:
            if member.poll() is not None:
                raise ThroughlineError(
                    f"A part of Throughline ended by itself (exit {member.returncode}): {member.args!r}",
                    "The lines above say why. Nothing is lost; start again.",
                )


@contextmanager
def running(commands: Sequence[Sequence[str]]) -> Iterator[Family]:
    """This function will run the commands for the length of its block, then end them: asked first, then made to.

    Each is a session of its own, so that a Ctrl-C in the terminal reaches only us and the order stays ours.
    """
    members = [subprocess.Popen(command, start_new_session=True) for command in commands]  # noqa: S603 - our own commands
    try:
        yield Family(members)
    finally:
        for member in members:
            member.terminate()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for member in members:
            with suppress(subprocess.TimeoutExpired):
                member.wait(max(0.1, deadline - time.monotonic()))
            if member.poll() is None:
                member.kill()
                member.wait()
