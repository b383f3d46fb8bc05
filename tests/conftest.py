"""The ground of every test: a real PostgreSQL, two databases to clone from, and people to act as.

`db` (pytest-django's) gives an empty district: tables, walls and rules, no rows. `demo` gives the invented district
with its cast. Both are clones of a template made once for the code as it stands; each test runs in a transaction.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker
from tests.ground import KEPT, ROOT, SERVER, address, clone, digest_of, make_template, pointed_at
from xdist.scheduler import LoadScopeScheduling

_open = ExitStack()

# How long an example takes says how busy the machine is, and nothing of our code: speed is measured in benchmarks/.
settings.register_profile("throughline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("throughline")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, and point the settings at it before anything loads them."""
    from throughline.project import embedded

    if SERVER not in os.environ:
        os.environ[SERVER] = _open.enter_context(embedded.running(KEPT))
        _open.callback(os.environ.pop, SERVER)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "throughline.project.settings",
        "THROUGHLINE_MODE": "demo",
        "THROUGHLINE_HOME": _open.enter_context(tempfile.TemporaryDirectory(prefix="throughline-tests-")),
        "DATABASE_URL": address("throughline_app", "none-chosen-yet"),
        "DATABASE_OWNER_URL": address("throughline_owner", "none-chosen-yet"),
    }
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hashing is not what tests wait for
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole that is started and stopped goes first: it takes long, and at the end one worker would wait for it."""
    items.sort(key=lambda item: item.path.name != "test_starting.py")


class _ByFile(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist says nothing of its types
    """Keeps a file's tests on one worker, for what they share; those of tests/security share nothing and are many."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.startswith("tests/security/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile:
    """Ours, whatever `--dist` says: pytest 9.2 no longer hands on the groups that pytest-xdist 3.8 writes.

    Files keep their order; by itself the scheduler would begin with the longest.
    """
    config.option.loadscopereorder = False
    return _ByFile(config, log)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A page that was asked for in Spanish leaves Spanish behind in its thread; each test begins in English."""
    from django.utils import translation

    translation.activate("en")


def pytest_unconfigure(config: pytest.Config) -> None:
    _open.close()


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
    "rooms/agreements/**/*.py",
    "rooms/agreements/**/*.toml",
    "rooms/partners/**/*.py",
    "rooms/partners/**/*.toml",
    "rooms/support/**/*.py",
    "rooms/support/**/*.toml",
    "rooms/warning/**/*.py",
    "rooms/funding/**/*.py",
    "formats/**/*.py",
    "formats/**/*.toml",
    "engines/**/*.py",
)


@pytest.fixture(scope="session")
def bare_template(django_db_blocker: DjangoDbBlocker) -> str:
    """The database of a district that has nothing yet: tables, walls and rules."""
    from throughline.project.prepare import prepare_database

    with django_db_blocker.unblock():
        return make_template("bare", digest_of(*_TABLES), prepare_database)


@pytest.fixture(scope="session")
def django_db_setup(bare_template: str, worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker an empty district of its own."""
    with django_db_blocker.unblock(), clone(bare_template, worker_id) as name, pointed_at(name):
        yield


@pytest.fixture(scope="session")
def demo_template(bare_template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The database with the invented district, to clone from."""
    from throughline.demo.load import load_demo

    with django_db_blocker.unblock():
        return make_template("demo", digest_of(*_TABLES, *_DISTRICT), load_demo, upon=bare_template)


@pytest.fixture(scope="session")
def empty_template(bare_template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The database of a first day: the cast can sign in, and nothing else is there."""
    from throughline.demo.load import load_people

    parts = (*_TABLES, "demo/*.py", "rooms/accounts/**/*.py")
    with django_db_blocker.unblock():
        return make_template("empty", digest_of(*parts), load_people, upon=bare_template)


@pytest.fixture(scope="session")
def _demo_database(demo_template: str, worker_id: str) -> Iterator[str]:
    with clone(demo_template, worker_id) as name:
        yield name


@pytest.fixture
def _in_demo(_demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), pointed_at(_demo_database):
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


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that a server running as another account can reach; pytest closes its own folders to others."""
    with tempfile.TemporaryDirectory(prefix="throughline-place-") as folder:
        yield Path(folder)
