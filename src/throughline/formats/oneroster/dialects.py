"""How each file of each version and mode is read: what bulk and delta mean for status and dates."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from throughline.formats.csv.cells import Check, Reading, check_datetime
from throughline.formats.csv.columns import Table
from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.rules import NO_ROWS, NOT_CHOICE
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.catalog import STATUSES, VERSIONS
from throughline.formats.oneroster.manifest import Mode
from throughline.formats.oneroster.recognise import OLD_NAMES
from throughline.values.problem import Rule

DELETED: Final = "tobedeleted"


def dialect_of(table: Table, version: str, mode: Mode) -> Dialect:
    """This function will say how a table's file is read in a version and mode."""
    is_delta = mode is Mode.DELTA
    checks: Mapping[str, Check] = (
        {"status": _delta_status, "dateLastModified": check_datetime}
        if is_delta
        else {"status": _bulk_status, "dateLastModified": _bulk_modified}
    )
    return Dialect(
        edition=version,
        checks=checks,
        also_required=frozenset({"status", "dateLastModified"}) if is_delta else frozenset(),
        deleted=("status", DELETED),
        header_rule=partial(_header_rule, table, version),
        order_rule=rules.COLUMN_ORDER,
        secret_rule=rules.PASSWORD_DROPPED,
        no_rows_rule=rules.NO_CHANGES if is_delta else NO_ROWS,
        salt=f"{version} {mode}",
    )


def _delta_status(value: str) -> Reading:
    text = value.strip()
    if text in ("", *STATUSES):
        return Reading(text)
    if text.lower() == "inactive":
        return Reading(value, rules.INACTIVE)
    return Reading(value, NOT_CHOICE, {"wanted": ", ".join(STATUSES)})


def _bulk_status(value: str) -> Reading:
    text = value.strip()
    if text == DELETED:
        return Reading(text, rules.DELETED_IN_BULK)
    if text.lower() == "inactive":
        return Reading(value, rules.INACTIVE)
    return Reading("", rules.FILLED_IN_BULK if text else None)


def _bulk_modified(value: str) -> Reading:
    return Reading("", rules.FILLED_IN_BULK if value.strip() else None)


def _header_rule(table: Table, version: str, name: str) -> tuple[Rule, Mapping[str, str]] | None:
    lower = name.lower()
    if lower.startswith(("metadata.", "ext_", "ext.", "userflags")):
        return rules.EXTENSION, {}
    if old := OLD_NAMES.get(table.name, {}).get(name):
        return rules.OLD_COLUMN, {"wanted": old}
    for column in table.columns:
        if column.name == name:
            other = next(other for other in VERSIONS if column.is_in(other))
            return rules.OTHER_VERSION, {"other": other, "version": version}
        if column.name.lower() == lower.strip() and column.is_in(version):
            return rules.COLUMN_CAPITALS, {"wanted": column.name}
    return None
