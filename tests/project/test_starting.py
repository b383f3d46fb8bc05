"""Starting and stopping the whole, as `make run` does: real processes, a real port, a real Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.ground import ROOT, address

PATIENCE_SECONDS = 240


def _environment(home: Path, **more: str) -> dict[str, str]:
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))
    }
    return bare | {"THROUGHLINE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")} | more


def _throughline(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "throughline", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )


@contextmanager
def _started(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the demo from another directory and wait for the line that says where it is."""
    command = [sys.executable, "-m", "throughline", "demo"]
    said = home.with_name(home.name + ".log")
    with (
        said.open("a") as errors,
        subprocess.Popen(
            command, env=_environment(home), cwd=home.parent, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            found = next((m for line in process.stdout if (m := re.search(r"http://\S+", line))), None)
            assert found is not None, "it never said where it is"
            yield process, found[0]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0, said.read_text()


def _descendants(pid: int) -> set[int]:
    listed = subprocess.run(["/bin/ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [(int(child), int(parent)) for child, parent in (line.split() for line in listed.splitlines())]
    found = {pid}
    while more := {child for child, parent in pairs if parent in found} - found:
        found |= more
    return found - {pid}


def _answers(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as response:
        return str(response.read().decode())


def test_it_starts_serves_stops_wholly_and_starts_again_with_its_data(place: Path) -> None:
    home = place / "a home with spaces"
    with _started(home) as (process, url):
        family = _descendants(process.pid)
        assert len(family) >= 2
        assert "Priya Raman" in _answers(f"{url}sign-in/")
    assert not family & _descendants(1), "everything it started has ended"
    assert not (home / "database" / "postmaster.pid").exists()
    another = place / "another home"
    subprocess.run(["/bin/cp", "-a", str(home), str(another)], check=True)
    before = {file: file.stat().st_mtime_ns for file in home.glob("secret-key")}
    with _started(home) as (_again, url), _started(another) as (_second, other_url):
        assert "Priya Raman" in _answers(f"{url}sign-in/")
        assert other_url != url, "a second district takes the next free port"
        assert "Priya Raman" in _answers(f"{other_url}sign-in/")
    assert before == {file: file.stat().st_mtime_ns for file in home.glob("secret-key")}


def test_check_prints_every_option_where_it_came_from_and_what_is_wrong(place: Path) -> None:
    done = _throughline("check", **_environment(place, THROUGHLINE_MODE="production", THROUGHLINE_PORT="eight"))
    assert done.returncode == 1
    assert re.search(r"THROUGHLINE_PORT = 8000 +\[environment\]\n +needs mending: a whole number", done.stdout)
    assert "THROUGHLINE_SECRET_KEY = (not set)" in done.stdout
    assert "50 random characters" in done.stdout


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"THROUGHLINE_SECRET_KEY": ""}, "THROUGHLINE_SECRET_KEY"),
        ({"THROUGHLINE_DEBUG": "yes"}, "THROUGHLINE_DEBUG"),
        ({"THROUGHLINE_HOSTS": "*"}, "THROUGHLINE_HOSTS"),
        ({}, "superuser"),
    ],
)
def test_production_refuses_to_start(place: Path, changed: dict[str, str], says: str) -> None:
    good = {
        "THROUGHLINE_MODE": "production",
        "THROUGHLINE_SECRET_KEY": "k" * 50,
        "THROUGHLINE_HOSTS": "throughline.example.org",
        "DATABASE_URL": address("postgres", "postgres"),
        "DATABASE_OWNER_URL": address("throughline_owner", "postgres"),
    }
    done = _throughline("serve", **_environment(place, **(good | changed)))
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
