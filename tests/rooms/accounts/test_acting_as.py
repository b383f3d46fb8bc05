"""Blocks of one viewer inside those of another: each change is kept as theirs who made it, in the one request."""

from typing import Any

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import SET_UP, Town

from throughline.values.viewer import NOBODY, Viewer

DUTY = Viewer(duty="agreements", name="Agreements")


def _setting() -> dict[str, Any]:
    """What the second wall and history are told at this moment."""
    names = ("throughline.viewer", "throughline.duty", "pghistory.context_id", "pghistory.context_metadata")
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join('current_setting(%s, true)' for _name in names)}", names)
        return dict(zip(names, cursor.fetchone() or (), strict=True))


def test_after_an_inner_block_all_is_as_it_was(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as, current_viewer

    outer = town.viewer("administrator")
    with acting_as(outer, request_id="the outer request"):
        before = _setting()
        with acting_as(DUTY):
            inner = _setting()
            with acting_as(SET_UP, request_id="another"):
                assert "another" in _setting()["pghistory.context_metadata"]
            assert _setting() == inner
        assert _setting() == before
        assert current_viewer() == outer
    assert current_viewer() == NOBODY
    assert "the outer request" in inner["pghistory.context_metadata"], "a block inside belongs to the same request"
    assert inner["pghistory.context_id"] != before["pghistory.context_id"]
    assert inner["throughline.duty"] == "agreements"


def test_an_inner_block_that_breaks_leaves_the_outer_as_it_was(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as

    with acting_as(town.viewer("administrator"), request_id="r"):
        before = _setting()
        with pytest.raises(RuntimeError), acting_as(DUTY):
            raise RuntimeError
        assert _setting() == before


def test_an_inner_block_that_only_reads_leaves_the_outer_as_it_was(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as

    with acting_as(town.viewer("administrator"), request_id="r"):
        before = _setting()
        with CaptureQueriesContext(connection) as asked, acting_as(DUTY, reads=True):
            assert _setting()["throughline.duty"] == "agreements"
        assert not [one for one in asked.captured_queries if "SAVEPOINT" in one["sql"]]
        assert _setting() == before


def test_after_an_error_in_a_block_that_only_reads_nothing_is_asked_as_the_duty(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as

    with acting_as(town.viewer("administrator")):
        with pytest.raises(RuntimeError), acting_as(DUTY, reads=True):
            raise RuntimeError
        with pytest.raises(TransactionManagementError):
            _setting()


def test_history_names_who_changed_what_before_and_after_an_inner_block(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.district.models import Organization

    with acting_as(SET_UP, request_id="one request"):
        for name in ("Before", "After"):
            town.high.name = name
            town.high.save()
            with acting_as(DUTY):
                Organization.objects.filter(pk=town.cedar.pk).update(name=f"Duty {name}")
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.name, c.metadata->>'duty', c.metadata->>'request' from district_organizationevent e"
            " join pghistory_context c on c.id = e.pgh_context_id where e.pgh_label = 'changed' order by e.pgh_id"
        )
        found = cursor.fetchall()
    assert found == [
        ("Before", "set_up", "one request"),
        ("Duty Before", "agreements", "one request"),
        ("After", "set_up", "one request"),
        ("Duty After", "agreements", "one request"),
    ]
