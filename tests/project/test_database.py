"""The embedded server and the two roles."""

import os
from pathlib import Path

import psycopg
import pytest

from throughline.project import database, embedded
from throughline.project.options import read_options


def test_an_embedded_server_starts_stops_and_keeps_its_rows_even_with_spaces_in_the_path(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, "")
    home = place / "a home with spaces"
    choices = read_options({"THROUGHLINE_HOME": str(home), "THROUGHLINE_MODE": "demo"})
    with database.opened(choices) as addresses, psycopg.connect(addresses.owner) as connection:
        connection.execute("create table kept as select 41 + 1 as answer")
    assert not (home / "database" / "postmaster.pid").exists()
    with database.opened(choices) as addresses, psycopg.connect(addresses.owner) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_the_last_one_out_turns_the_server_off_and_not_before(place: Path) -> None:
    with embedded.running(place) as outer:
        with embedded.running(place) as inner:
            assert inner == outer
        with psycopg.connect(outer) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(outer, connect_timeout=2)


def test_a_role_that_could_pass_the_second_wall_is_named(db: None) -> None:
    superuser = os.environ["THROUGHLINE_TEST_SERVER"]
    from django.db import connection

    name = connection.settings_dict["NAME"]
    host = psycopg.conninfo.conninfo_to_dict(superuser)["host"]
    as_role = {
        role: f"postgresql://{role}@/{name}?host={host}"
        for role in ("throughline_app", "throughline_owner", "postgres")
    }
    faults = {
        role: " ".join(database.find_role_faults(database.Addresses(address, address)))
        for role, address in as_role.items()
    }
    assert faults["throughline_app"] == ""
    assert "owns tables" in faults["throughline_owner"]
    assert "superuser" in faults["postgres"]


def test_one_address_for_both_works_as_a_role_that_owns_nothing(place: Path) -> None:
    with embedded.running(place) as superuser:
        choices = read_options({"DATABASE_URL": superuser, "THROUGHLINE_MODE": "demo"})
        with database.opened(choices) as addresses:
            settings = database.settings_for(addresses.application, role=database.application_role(addresses))
            options = settings["OPTIONS"]
            assert isinstance(options, dict)
            with psycopg.connect(superuser, options=options["options"]) as connection:
                assert connection.execute("select current_user").fetchone() == ("throughline_app",)


def test_a_database_that_cannot_be_reached_says_what_to_do() -> None:
    choices = read_options({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "THROUGHLINE_MODE": "demo"})
    with pytest.raises(embedded.DatabaseTrouble, match="Start it, or mend the address"), database.opened(choices):
        pass


def test_it_stops_even_where_a_folder_above_was_closed_meanwhile(place: Path) -> None:
    home = place / "above" / "home"
    with embedded.running(home):
        home.parent.chmod(0o700)
    assert not (home / "database" / "postmaster.pid").exists()
