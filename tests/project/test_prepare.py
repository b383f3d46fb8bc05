"""A release is more than its tables: changed walls or rules are put up at the next start too."""

import pytest

from throughline.project import prepare
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
