"""Which database, as which role: an embedded PostgreSQL or the one DATABASE_URL names.

Two roles always: the owner makes and upgrades tables; the application owns nothing and cannot pass the
second wall (row-level security).
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from throughline.project import embedded
from throughline.project.binding import PREPARED_AFTER, PreparingCursor
from throughline.project.embedded import DatabaseTrouble
from throughline.project.options import Choice

OWNER, APPLICATION, NAME = "throughline_owner", "throughline_app", "throughline"
OLDEST_SERVER = 150000


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the database is, as the application and as the owner."""

    application: str
    owner: str

    def export(self) -> None:
        """This function will hand both addresses to the settings and to child processes."""
        os.environ["DATABASE_URL"] = self.application
        os.environ["DATABASE_OWNER_URL"] = self.owner


@contextmanager
def opened(choices: Mapping[str, Choice]) -> Iterator[Addresses]:
    """This function will yield the addresses of a reachable database with both roles, and export them.

    **Raises** `DatabaseTrouble` where it cannot be reached, is too old, or lacks a role we may not make.
    """
    given = str(choices["DATABASE_URL"].value)
    if given:
        addresses = Addresses(given, str(choices["DATABASE_OWNER_URL"].value) or given)
        _check_given(addresses)
        addresses.export()
        yield addresses
        return
    home = choices["THROUGHLINE_HOME"].value
    if not isinstance(home, Path):
        raise TypeError("THROUGHLINE_HOME is a folder")
    with embedded.running(home) as superuser:
        addresses = make_embedded(superuser, NAME)
        addresses.export()
        yield addresses


def make_embedded(superuser: str, name: str) -> Addresses:
    """This function will make the two roles and the database `name` on an embedded server, where absent."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in (OWNER, APPLICATION):
            if not connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone():
                connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        if not connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
            statement = sql.SQL("create database {} owner {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))
    socket = conninfo.conninfo_to_dict(superuser)["host"]
    application, owner = (f"postgresql://{role}@/{name}?host={socket}" for role in (APPLICATION, OWNER))
    return Addresses(application, owner)


def settings_for(address: str, *, role: str = "", prepares: bool = False) -> dict[str, object]:
    """This function will turn an address into what Django wants, acting as `role` where one is given.

    Where it `prepares`, the database keeps its plans of what is asked again and again (see `binding.py`).
    """
    parts = conninfo.conninfo_to_dict(address)
    options: dict[str, object] = {
        key: value for key, value in parts.items() if key not in {"dbname", "user", "password", "host", "port"}
    }
    if role:
        options["options"] = f"{options.get('options', '')} -c role={role}".strip()
    if prepares:
        options |= {"server_side_binding": True, "cursor_factory": PreparingCursor, "prepare_threshold": PREPARED_AFTER}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }


def application_role(addresses: Addresses) -> str:
    """This function will name the role requests run as: its own, or one taken on where there is one address."""
    if addresses.application == addresses.owner:
        return APPLICATION
    return str(conninfo.conninfo_to_dict(addresses.application).get("user", APPLICATION))


def _check_given(addresses: Addresses) -> None:
    try:
        with psycopg.connect(addresses.owner, autocommit=True, connect_timeout=10) as connection:
            if connection.info.server_version < OLDEST_SERVER:
                found = connection.info.server_version // 10000
                raise DatabaseTrouble(f"DATABASE_URL is PostgreSQL {found}.", "Throughline needs 15 or later.")
            if addresses.application == addresses.owner:
                _make_application_role(connection)
    except psycopg.OperationalError as error:
        says = "The PostgreSQL that DATABASE_URL names could not be reached:"
        raise DatabaseTrouble(f"{says} {str(error).strip()}", "Start it, or mend the address.") from error


def _make_application_role(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    if connection.execute("select 1 from pg_roles where rolname = %s", (APPLICATION,)).fetchone() is None:
        try:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(APPLICATION)))
        except psycopg.errors.InsufficientPrivilege as error:
            says = f"Throughline works as the role {APPLICATION}, which does not exist and may not be made."
            raise DatabaseTrouble(says, f"Ask for: create role {APPLICATION}; grant {APPLICATION} to <you>;") from error
    member = connection.execute("select pg_has_role(current_user, %s, 'member')", (APPLICATION,)).fetchone()
    if member != (True,):
        connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(APPLICATION)))


def find_role_faults(addresses: Addresses) -> list[str]:
    """This function will list why the application's role could pass the second wall; none is good."""
    with psycopg.connect(addresses.application, autocommit=True) as connection:
        role = connection.execute(
            "select rolsuper, rolbypassrls, rolname from pg_roles where rolname = session_user"
        ).fetchone()
        owned = connection.execute(
            "select count(*) from pg_class join pg_namespace n on n.oid = relnamespace"
            " where relkind in ('r', 'p') and nspname = 'public' and pg_has_role(session_user, relowner, 'member')"
        ).fetchone()
    faults = []
    if role is None or role[0]:
        faults.append("the application's role is a superuser")
    if role is None or role[1]:
        faults.append("the application's role may bypass row-level security")
    if owned is None or owned[0]:
        faults.append("the application's role owns tables, or belongs to a role that does")
    return faults
