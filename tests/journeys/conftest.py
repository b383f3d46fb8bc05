"""Journeys: a real server, a real worker and a real browser, as the cast would use them.

Each module has a server over its own clone of the invented district, so one journey cannot spoil another's.
"""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.ground import address, clone
from tests.journeys.walking import DESK, Site, Walker

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / ".artifacts" / "journeys"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="module")
def browser(demo_template: str, empty_template: str) -> Iterator[Browser]:
    """A browser for one module. It keeps an event loop in this thread, so the databases are made before it and
    it is gone again before other tests use Django's connections here."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: the journeys were not walked")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database: str, home: Path) -> Iterator[Site]:
    """Serve one database on a free port, worker included, and stop both at the end."""
    from throughline.project import processes
    from throughline.project.static import collect_static_files, release_of_static_files

    port = _free_port()
    before = dict(os.environ)
    os.environ |= {
        "THROUGHLINE_HOME": str(home),
        "THROUGHLINE_MODE": "demo",
        "DATABASE_URL": address("throughline_app", database),
        "DATABASE_OWNER_URL": address("throughline_owner", database),
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    try:
        collect_static_files(home / "static" / release_of_static_files())
        with processes.running(processes.commands_for("127.0.0.1", port, 4)) as family:
            family.wait_for_answer("127.0.0.1", port)
            yield Site(f"http://127.0.0.1:{port}")
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def site(demo_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The invented district, served."""
    name = f"site_{worker_id}_{_free_port()}"
    with clone(demo_template, name) as database, serving(database, tmp_path_factory.mktemp("home")) as site:
        yield site


@pytest.fixture(scope="module")
def empty_site(empty_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A district on its first day: the cast can sign in, and there is not one row of roster."""
    name = f"empty_{worker_id}_{_free_port()}"
    with clone(empty_template, name) as database, serving(database, tmp_path_factory.mktemp("home")) as site:
        yield site


@pytest.fixture
def walk(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Walker]:
    """Someone at a browser; `walk.as_(...)` signs in. Anything asked of another host fails the journey."""
    with ExitStack() as closing:
        walker = Walker(browser, request.getfixturevalue("site"), PICTURES, DESK, closing)
        yield walker
        walker.check_nothing_went_astray()


@pytest.fixture
def first_day(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Walker]:
    """The same, in a district on its first day."""
    with ExitStack() as closing:
        walker = Walker(browser, request.getfixturevalue("empty_site"), PICTURES, DESK, closing)
        yield walker
        walker.check_nothing_went_astray()
