"""Migrations at a pace that grows with the number of operations, not with its square."""

from collections.abc import Iterator, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# What may be made from the models as they stand at the end of a run: new tables with their triggers, or additions to
# tables that stand. Not both in one: a table made from the end of a run would have what is added to it later already.
_KINDS = ((CreateModel, AddTrigger), (AddField, AddConstraint, AddIndex, AddTrigger, RemoveTrigger))


class TogetherMigration(Migration):
    """A migration that works out the related models once for a run of operations, where Django does after each one.

    All our models are related, so that each time costs as much as there are models: a new district waited a minute and
    a half for its tables. A trigger is not taken away in the run that made it.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Do each run of operations that may be done together, and every other operation by itself."""
        for run in runs(self.operations):
            before = project_state.clone()
            if len(run) > 1:
                project_state.__dict__.pop("apps", None)  # rendered again when the first of the run asks
            for operation in run:
                operation.state_forwards(self.app_label, project_state)
            for operation in run:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state


def runs(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """This function will part operations, in their order, into the longest runs that may be done together."""
    run: list[Operation] = []
    for operation in operations:
        if run and not any(all(isinstance(one, kind) for one in (*run, operation)) for kind in _KINDS):
            yield run
            run = []
        run.append(operation)
    if run:
        yield run
