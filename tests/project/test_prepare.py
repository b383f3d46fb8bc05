"""A release is more than its tables: changed walls or rules are put up at the next start too."""

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from throughline.project import prepare
from throughline.project.options import CannotStart
from throughline.rooms.accounts import api as accounts

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_a_prepared_database_is_known_as_such() -> None:
    assert prepare.is_prepared()


def test_a_changed_rule_asks_for_preparing_though_no_table_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = tmp_path_factory.mktemp("policy") / "policy.toml"
    changed.write_bytes(accounts.POLICY.read_bytes() + b"# tightened")
    monkeypatch.setattr(accounts, "POLICY", changed)
    assert not prepare.is_prepared()


def test_a_database_of_a_later_release_is_left_alone_and_it_is_said_why() -> None:
    """Its new tables would get no wall from this release, and its rules would be put back to these."""
    MigrationRecorder(connections["owner"]).record_applied("students", "9999_of_a_later_release")
    for start in (prepare.is_prepared, prepare.prepare_database):
        with pytest.raises(CannotStart, match=r"students\.9999_of_a_later_release.*Install the release .*, or restore"):
            start()


def test_what_another_s_code_once_did_to_its_tables_stops_nothing() -> None:
    """A library may put its own upgrades together anew."""
    MigrationRecorder(connections["owner"]).record_applied("account", "0001_of_old")
    assert prepare.is_prepared()
