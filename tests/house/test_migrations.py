"""Every upgrade follows on another, and together they make the tables that the models say, without a database."""

from django.apps import apps
from django.db.migrations import AddField, CreateModel, RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import AutoField, TextField
from pgtrigger import After, Insert, Trigger
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from throughline.rooms.audit.together import TogetherMigration, runs


def test_every_migration_names_those_it_follows_and_each_room_has_one_last() -> None:
    """Numbered anew while two were written at once, one may be named by its old number, or two be the last."""
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    assert {app for app, _name in loader.graph.leaf_nodes()} >= {"accounts", "audit", "funding", "students", "support"}


def test_nothing_in_the_models_waits_for_a_migration() -> None:
    loader = MigrationLoader(None)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: [str(one) for one in found] for app, found in wanted.items()} == {}


def test_every_migration_of_ours_does_together_what_may_be() -> None:
    """One that does not makes every new district wait: Django works out all related models after each operation."""
    loaded = [type(one) for one in MigrationLoader(None).disk_migrations.values()]
    ours = [one for one in loaded if one.__module__.startswith("throughline.")]
    assert len(ours) > 40
    alone = [one.__module__ for one in ours if not issubclass(one, TogetherMigration)]
    assert alone == [], "class Migration(TogetherMigration), from rooms/audit"


def test_what_is_done_together_is_made_whole_or_added_to_what_stands() -> None:
    made, added = CreateModel("One", [("id", AutoField(primary_key=True))]), AddField("one", "name", TextField())
    trigger, by_hand = AddTrigger("one", Trigger(name="kept", when=After, operation=Insert)), RunSQL("select 1")
    taken = RemoveTrigger("one", "kept")
    found = list(runs([made, trigger, made, added, taken, trigger, by_hand, added, made]))
    assert found == [[made, trigger, made], [added, taken, trigger], [by_hand], [added], [made]]
    assert list(runs([])) == []
