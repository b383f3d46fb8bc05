"""The ground of every test: a real PostgreSQL, two databases to clone from, and people to act as.

`db` (pytest-django's) gives an empty district: tables, walls and rules, no rows. `demo` gives the invented district
with its cast. Both are clones of a template made once for the code as it stands; each test runs in a transaction.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "throughline"
SERVER = "THROUGHLINE_TEST_SERVER"  # the superuser's address, handed by the first process to its workers
_open = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, and point the settings at it before anything loads them."""
    from throughline.project import embedded

    if SERVER not in os.environ:
        os.environ[SERVER] = _open.enter_context(embedded.running(ROOT / ".throughline" / "tests"))
        _open.callback(os.environ.pop, SERVER)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "throughline.project.settings",
        "THROUGHLINE_MODE": "demo",
        "THROUGHLINE_HOME": _open.enter_context(tempfile.TemporaryDirectory(prefix="throughline-tests-")),
        "DATABASE_URL": _address("throughline_app", "none-chosen-yet"),
        "DATABASE_OWNER_URL": _address("throughline_owner", "none-chosen-yet"),
    }
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hashing is not what tests wait for
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none


def pytest_unconfigure(config: pytest.Config) -> None:
    _open.close()


def _address(role: str, name: str) -> str:
    host = psycopg.conninfo.conninfo_to_dict(os.environ[SERVER])["host"]
    return f"postgresql://{role}@/{name}?host={host}"


@contextmanager
def _superuser() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with closing(psycopg.connect(os.environ[SERVER], autocommit=True)) as connection:
        yield connection


def _digest(*patterns: str) -> str:
    digest = hashlib.sha256()
    for file in sorted({file for pattern in patterns for file in SOURCE.glob(pattern) if file.is_file()}):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _make_template(kind: str, digest: str, fill: Callable[[], None]) -> str:
    """Make `throughline_<kind>_<digest>` once, whoever comes first; drop those of older code."""
    name = f"throughline_{kind}_{digest}"
    with (ROOT / ".throughline" / "tests" / f"{kind}.lock").open("w") as lock, _superuser() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if server.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
            return name
        old = server.execute("select datname from pg_database where datname like %s", (f"throughline_{kind}_%",))
        for (stale,) in old.fetchall():
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(str(stale))))
        from throughline.project.database import make_embedded

        building = f"{name}_building"
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(building)))
        make_embedded(os.environ[SERVER], building)
        with _pointed_at(building):
            fill()
        rename = sql.SQL("alter database {} rename to {}")
        server.execute(rename.format(sql.Identifier(building), sql.Identifier(name)))
    return name


@contextmanager
def _pointed_at(name: str) -> Iterator[None]:
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
def _clone(template: str, worker: str) -> Iterator[str]:
    name = f"{template}_{worker}_{os.getpid()}"
    names = {"new": sql.Identifier(name), "old": sql.Identifier(template)}
    with _superuser() as server:
        server.execute(sql.SQL("create database {new} template {old} owner throughline_owner").format(**names))
        try:
            yield name
        finally:
            server.execute(sql.SQL("drop database if exists {new} with (force)").format(**names))


_TABLES = (
    "rooms/*/models.py",
    "rooms/*/migrations/*.py",
    "rooms/accounts/sight/*",
    "rooms/accounts/policy/*",
    "project/prepare.py",
)
_DISTRICT = (
    "demo/**/*.py",
    "rooms/exchange/**/*.py",
    "rooms/students/**/*.py",
    "rooms/students/**/*.toml",
    "rooms/funding/**/*.py",
    "formats/**/*.py",
    "formats/**/*.toml",
    "engines/**/*.py",
)


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker an empty district of its own."""
    from throughline.project.prepare import prepare_database

    with django_db_blocker.unblock():
        template = _make_template("bare", _digest(*_TABLES), prepare_database)
        with _clone(template, worker_id) as name, _pointed_at(name):
            yield


@pytest.fixture(scope="session")
def _demo_database(django_db_setup: None, worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    from throughline.demo.load import load_demo

    from throughline.project.prepare import prepare_database

    def fill() -> None:
        prepare_database()
        load_demo()

    with django_db_blocker.unblock():
        template = _make_template("demo", _digest(*_TABLES, *_DISTRICT), fill)
    with _clone(template, worker_id) as name:
        yield name


@pytest.fixture
def _in_demo(_demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), _pointed_at(_demo_database):
        yield


@pytest.fixture
def demo(_in_demo: None, db: None) -> None:
    """The invented district and its cast, in a transaction that is undone at the end of the test."""


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files and published results that lie beside the checkout, where they do."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("shared/data does not lie beside this checkout")
    return folder
