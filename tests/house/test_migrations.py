"""Every upgrade follows on another, and together they make the tables that the models say, without a database."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_every_migration_names_those_it_follows_and_each_room_has_one_last() -> None:
    """Numbered anew while two were written at once, one may be named by its old number, or two be the last."""
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    assert {app for app, _name in loader.graph.leaf_nodes()} >= {"accounts", "audit", "funding", "students", "support"}


def test_nothing_in_the_models_waits_for_a_migration() -> None:
    loader = MigrationLoader(None)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: [str(one) for one in found] for app, found in wanted.items()} == {}
