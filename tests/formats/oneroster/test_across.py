"""What only several rows or files together show: references, circles, repeats, roles."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster.package import open_package
from throughline.formats.oneroster.roster import RosterReading

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.formats.oneroster.conftest import Builder

DAY = {"status": "active", "dateLastModified": "2025-01-02T03:04:05.006Z"}
LATER = {"status": "active", "dateLastModified": "2025-01-03T03:04:05.006+02:00"}
CLASS = {
    "sourcedId": "c1",
    "title": "Algebra",
    "courseSourcedId": "k1",
    "classType": "scheduled",
    "schoolSourcedId": "s1",
    "termSourcedIds": "t1",
}


def test_a_row_that_names_nothing_there_is_held_and_the_file_goes_on(build: "Builder") -> None:
    roles = [build.role, {**build.role, "sourcedId": "r2", "userSourcedId": "nobody"}]
    outcome = build.rosters({"orgs": [build.school], "users": [build.user], "roles": roles})
    assert [row["sourcedId"] for row in outcome.rows["roles"]] == ["r1"]
    assert outcome.said() == [("oneroster.reference_missing", "roles.csv, row 3, userSourcedId")]
    assert outcome.reading.n_held("roles") == 1


def test_rows_that_name_a_held_row_are_held_too(build: "Builder") -> None:
    outcome = build.rosters(
        {
            "orgs": [build.school],
            "users": [{**build.user, "enabledUser": "maybe"}],
            "roles": [build.role],
            "demographics": [{"sourcedId": "u1"}],
        }
    )
    assert set(outcome.rows) == {"orgs"}
    assert [code for code, _ in outcome.said()] == [
        "csv.not_boolean",
        "oneroster.reference_missing",
        "oneroster.reference_missing",
    ]


def test_a_file_that_is_not_supplied_is_one_warning(build: "Builder") -> None:
    classes = [CLASS, {**CLASS, "sourcedId": "c2"}]
    outcome = build.rosters({"orgs": [build.school], "classes": classes})
    assert len(outcome.rows["classes"]) == 2
    assert outcome.said() == [
        ("oneroster.target_absent", "classes.csv, courseSourcedId"),
        ("oneroster.target_absent", "classes.csv, termSourcedIds"),
    ]


def test_parents_may_be_outside_themselves_or_later_and_never_in_a_circle(build: "Builder") -> None:
    parents = {"s1": "s2", "s2": "", "s3": "gone", "s4": "s4", "s5": "s6", "s6": "s5", "s7": "s6"}
    rows = [{**build.school, "sourcedId": one, "parentSourcedId": parent} for one, parent in parents.items()]
    outcome = build.rosters({"orgs": rows})
    assert {row["sourcedId"]: row["parentSourcedId"] for row in outcome.rows["orgs"]} == {
        "s1": "s2",
        "s2": "",
        "s3": "gone",
        "s4": "",
        "s7": "s6",
    }
    assert outcome.said() == [
        ("oneroster.own_parent", "orgs.csv, row 5, parentSourcedId"),
        ("oneroster.reference_left_out", "orgs.csv, row 4, parentSourcedId"),
        ("oneroster.circle", "orgs.csv, row 6, parentSourcedId"),
        ("oneroster.circle", "orgs.csv, row 7, parentSourcedId"),
    ]
    assert "s5 → s6 → s5" in outcome.tally.problems[-1].says()


def test_agents_may_come_later_and_missing_ones_are_warned_of(build: "Builder") -> None:
    users = [
        {**build.user, "agentSourcedIds": '"u2,gone"'},
        {**build.user, "sourcedId": "u2", "username": "mother"},
    ]
    roles = [build.role, {**build.role, "sourcedId": "r2", "userSourcedId": "u2", "role": "parent"}]
    outcome = build.rosters({"orgs": [build.school], "users": users, "roles": roles})
    assert outcome.said() == [("oneroster.reference_left_out", "users.csv, row 2, agentSourcedIds")]
    assert len(outcome.rows["users"]) == 2


def test_lists_lose_what_is_missing_and_hold_the_row_when_nothing_is_left(build: "Builder") -> None:
    users = [
        {**build.user, "role": "student", "orgSourcedIds": '"s1,gone"'},
        {**build.user, "role": "student", "sourcedId": "u2", "orgSourcedIds": "gone"},
    ]
    outcome = build.rosters({"orgs": [build.school], "users": users}, version="1.1")
    assert [row["orgSourcedIds"] for row in outcome.rows["users"]] == ["s1"]
    assert outcome.said() == [
        ("oneroster.reference_left_out", "users.csv, row 2, orgSourcedIds"),
        ("oneroster.reference_missing", "users.csv, row 3, orgSourcedIds"),
    ]


def test_an_optional_reference_that_leads_nowhere_is_blanked(build: "Builder") -> None:
    outcome = build.rosters(
        {"orgs": [build.school], "users": [{**build.user, "primaryOrgSourcedId": "gone"}], "roles": [build.role]}
    )
    assert outcome.rows["users"][0]["primaryOrgSourcedId"] == ""


def test_repeats_in_bulk_are_taken_once_when_alike_and_never_when_not(build: "Builder") -> None:
    rows = [
        build.school,
        build.school,
        {**build.school, "sourcedId": "s2"},
        {**build.school, "sourcedId": "s2", "name": "South"},
    ]
    outcome = build.rosters({"orgs": rows, "courses": [{"sourcedId": "k", "title": "K", "orgSourcedId": "s2"}]})
    assert [row["sourcedId"] for row in outcome.rows["orgs"]] == ["s1"]
    assert "courses" not in outcome.rows
    assert outcome.said("orgs.csv") == [
        ("oneroster.same_twice", "orgs.csv, row 3, sourcedId"),
        ("oneroster.twice", "orgs.csv, row 4, sourcedId"),
        ("oneroster.twice", "orgs.csv, row 5, sourcedId"),
    ]


def test_repeats_in_delta_take_the_latest_change_or_none(build: "Builder") -> None:
    rows = [
        {**build.school, **LATER, "name": "Latest"},
        {**build.school, **DAY},
        {**build.school, **DAY, "sourcedId": "s2"},
        {**build.school, **DAY, "sourcedId": "s2", "name": "Other"},
    ]
    outcome = build.rosters({"orgs": rows}, mode="delta")
    assert [row["name"] for row in outcome.rows["orgs"]] == ["Latest"]
    codes = outcome.tally.n_by_code()
    assert codes == {"oneroster.earlier_change": 1, "oneroster.twice": 2}


def test_roles_are_one_primary_for_each_place_and_at_least_one_for_each_user(build: "Builder") -> None:
    users = [build.user, {**build.user, "sourcedId": "u2"}]
    roles = [
        build.role,
        {**build.role, "sourcedId": "r2", "role": "aide"},
        {**build.role, "sourcedId": "r3", "role": "aide", "roleType": "secondary"},
        {**build.role, "sourcedId": "r4", "role": "aide", "roleType": "secondary"},
    ]
    outcome = build.rosters({"orgs": [build.school], "users": users, "roles": roles})
    assert outcome.said() == [
        ("oneroster.two_primary_roles", "roles.csv, row 3, roleType"),
        ("oneroster.without_role", "users.csv, row 3, sourcedId"),
    ]
    assert len(outcome.rows["roles"]) == 4


@pytest.mark.parametrize(("exists", "taken"), [(None, True), ({"u1", "s1"}, True), (set(), False)])
def test_a_delta_may_name_what_is_known_from_before(build: "Builder", exists: "set[str] | None", taken: bool) -> None:
    path = build.zip({"roles": build.table("roles", {**build.role, **DAY})}, mode="delta")
    asked: list[str] = []

    def known(table: str, ids: "Collection[str]") -> "Collection[str]":
        asked.append(table)
        return [one for one in ids if one in (exists or ())]

    reading = RosterReading(open_package(path), Tally(), exists=None if exists is None else known)
    assert sum(map(len, reading)) == int(taken)
    assert asked == ([] if exists is None else ["users", "orgs"])


def test_an_unchanged_night_reads_nothing_and_a_changed_one_the_change(build: "Builder") -> None:
    files = {
        "orgs": build.table("orgs", build.school),
        "users": build.table("users", *({**build.user, "sourcedId": f"u{i}"} for i in range(50))),
        "roles": build.table(
            "roles", *({**build.role, "sourcedId": f"r{i}", "userSourcedId": f"u{i}"} for i in range(50))
        ),
    }
    first = RosterReading(open_package(build.zip(files)), Tally())
    known: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
    for block in first:
        known[block.table.name] = np.sort(block.digests)
    same = RosterReading(open_package(build.zip(files)), Tally(), known=known)
    assert list(same) == []
    assert (same.readings["users"].n_unchanged, same.n_held("users")) == (50, 0)
    assert same.tally.n_errors == 0
    files["users"] = files["users"].replace("u7,", "u700,", 1)
    tally = Tally()
    changed = RosterReading(
        open_package(build.zip(files)), tally, known=known, exists=lambda table, ids: set(ids) - {"u7"}
    )
    rows = [row for block in changed for row in block.rows()]
    assert [row.cells[0] for row in rows] == ["u700"]
    assert len(changed.readings["users"].vanished) == 1


def test_a_refused_file_does_not_drown_the_others_in_missing_references(build: "Builder") -> None:
    users = build.table("users", build.user).replace("givenName", "given")
    outcome = build.read(
        build.zip(
            {
                "orgs": build.table("orgs", build.school),
                "users": users,
                "roles": build.table("roles", build.role),
            }
        )
    )
    assert outcome.reading.refused
    assert "oneroster.reference_missing" not in outcome.tally.n_by_code()
