"""The ground under the tests: one PostgreSQL server, templates made once for the code as it stands, clones of them."""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "throughline"
KEPT = ROOT / ".throughline" / "tests"
KEPT_TEMPLATES = 4  # another checkout or run may still be cloning those of a moment ago
SERVER = "THROUGHLINE_TEST_SERVER"  # the superuser's address, handed by the first process to its workers


def address(role: str, name: str) -> str:
    host = psycopg.conninfo.conninfo_to_dict(os.environ[SERVER])["host"]
    return f"postgresql://{role}@/{name}?host={host}"


@contextmanager
def superuser() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with closing(psycopg.connect(os.environ[SERVER], autocommit=True)) as connection:
        yield connection


def digest_of(*patterns: str) -> str:
    digest = hashlib.sha256()
    for file in sorted({file for pattern in patterns for file in SOURCE.glob(pattern) if file.is_file()}):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def make_template(kind: str, digest: str, fill: Callable[[], None], *, upon: str = "") -> str:
    """Make `throughline_<kind>_<digest>` once, whoever comes first, upon another template where named.

    Those of older code are dropped.
    """
    name = f"throughline_{kind}_{digest}"
    with (KEPT / f"{kind}.lock").open("w") as lock, superuser() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if server.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
            return name
        _drop_what_is_stale(server, kind)
        from throughline.project.database import make_embedded

        building = f"{name}_building"
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(building)))
        if upon:
            copy = sql.SQL("create database {} template {} owner throughline_owner")
            server.execute(copy.format(sql.Identifier(building), sql.Identifier(upon)))
        else:
            make_embedded(os.environ[SERVER], building)
        with pointed_at(building):
            fill()
        rename = sql.SQL("alter database {} rename to {}")
        server.execute(rename.format(sql.Identifier(building), sql.Identifier(name)))
    return name


def _drop_what_is_stale(server: psycopg.Connection[tuple[object, ...]], kind: str) -> None:
    """Drop templates of old code, and clones whose process has gone; another run's clones are left alone."""
    listed = server.execute(
        "select datname from pg_database where datname like %s order by oid desc", (f"throughline_{kind}_%",)
    ).fetchall()
    templates = [str(found) for (found,) in listed if re.fullmatch(rf"throughline_{kind}_[0-9a-f]{{12}}", str(found))]
    for (found,) in listed:
        owner = re.search(r"_(\d{1,10})$", str(found))  # twelve digits are a digest that has no letter
        if str(found) in templates[KEPT_TEMPLATES:] or (owner and not _is_alive(int(owner[1]))):
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(str(found))))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Point both of Django's connections at another database for a while."""
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    try:
        yield
    finally:
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = before


@contextmanager
def owning_tables() -> Iterator[None]:
    """Work as the role that owns the tables, as a migration does; the walls bind it too, but it may take them down.

    Enter it before the test's transaction begins.
    """
    from django.db import connections

    connection = connections["default"]
    before = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "throughline_owner"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = before


@contextmanager
def clone(template: str, worker: str) -> Iterator[str]:
    name = f"{template}_{worker}_{os.getpid()}"
    names = {"new": sql.Identifier(name), "old": sql.Identifier(template)}
    with superuser() as server:
        server.execute(sql.SQL("create database {new} template {old} owner throughline_owner").format(**names))
        try:
            yield name
        finally:
            server.execute(sql.SQL("drop database if exists {new} with (force)").format(**names))
