"""The fields within a class of record, as data with a schema, and what shares of classes add up to.

A share is a class of record (`attendance`), or one field of it (`attendance.days`). Where a class is shared by fields,
only these are seen; the class itself stands for all of it.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from throughline.rooms.accounts.sight.document import RECORD_CLASSES, RecordClass

FIELDS = Path(__file__).parent.parent / "policy" / "fields.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordField(_Strict):
    """One field of a class of record. One that is `always` shared comes with any other field of its class."""

    of: RecordClass
    code: str = Field(pattern=r"^[a-z0-9_]+$")
    en: str = Field(min_length=1)
    es: str = Field(min_length=1)
    always: bool = False

    @property
    def share(self) -> str:
        return f"{self.of}.{self.code}"

    def in_language(self, language: str) -> str:
        """This function will return the field's name, as it is read within a sentence."""
        return self.es if language.startswith("es") else self.en


class FieldsDocument(_Strict):
    """All of them, class by class."""

    field: tuple[RecordField, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> "FieldsDocument":
        shares = [one.share for one in self.field]
        if len(set(shares)) != len(shares):
            raise ValueError("a field stands twice")
        for record_class in {one.of for one in self.field}:
            of = [one for one in self.field if one.of == record_class]
            if len(of) < 2 or sum(one.always for one in of) > 1:
                raise ValueError(f"{record_class}: two fields or more, of which one at most is always shared")
        return self


def parse_fields(text: str) -> FieldsDocument:
    """This function will read a catalogue of fields.

    **Raises** `ValueError` naming each place that does not fit, and what is needed there.
    """
    try:
        return FieldsDocument.model_validate(tomllib.loads(text))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'fields'}: {fault['msg']}" for fault in error.errors()]
        raise ValueError(f"{FIELDS.name} does not fit its schema: " + "; ".join(faults)) from error


@cache
def shipped_fields() -> FieldsDocument:
    """This function will return the catalogue that comes with this release."""
    return parse_fields(FIELDS.read_text(encoding="utf-8"))


@cache
def fields_of(record_class: str) -> tuple[RecordField, ...]:
    """This function will return the fields of a class in their order; none where it is only shared whole."""
    return tuple(one for one in shipped_fields().field if one.of == record_class)


def class_of(share: str) -> str:
    """This function will return the class of record a share is of.

    **Example**

    >>> class_of("attendance.days")
    'attendance'
    """
    return share.partition(".")[0]


def all_shares(record_class: str) -> tuple[str, ...]:
    """This function will return the class and each of its fields: whatever lets any of it be seen."""
    return (record_class, *(one.share for one in fields_of(record_class)))


def narrowed(shares: Iterable[str]) -> tuple[str, ...]:
    """This function will say shares that somebody chose in one way: in order, and the narrower where both are chosen.

    What always comes with a field is added. **Raises** `ValueError` for what is no class and no field.

    **Example**

    >>> narrowed(["attendance", "attendance.reasons", "directory"])
    ('directory', 'attendance.days', 'attendance.reasons')
    """
    chosen = set(shares)
    if unknown := chosen - {share for name in RECORD_CLASSES for share in all_shares(name)}:
        raise ValueError(f"no class of record and no field: {sorted(unknown)}")
    found: list[str] = []
    for name in RECORD_CLASSES:
        parts = [one for one in fields_of(name) if one.share in chosen]
        if parts:
            found += [one.share for one in fields_of(name) if one in parts or one.always]
        elif name in chosen:
            found.append(name)
    return tuple(found)


def in_both(one: Iterable[str], other: Iterable[str]) -> frozenset[str]:
    """This function will return what two sets of shares both let be seen.

    **Example**

    >>> sorted(in_both(["attendance", "directory.name"], ["attendance.days", "academic"]))
    ['attendance.days']
    """
    first, second = frozenset(one), frozenset(other)
    within = {share for share in first if share in second or class_of(share) in second}
    return frozenset(within | {share for share in second if class_of(share) in first})


def together(shares: Iterable[str]) -> tuple[str, ...]:
    """This function will return what several sets of shares let be seen together, in order: all of a class, or fields.

    **Example**

    >>> together(["academic", "attendance.days", "attendance", "directory.name"])
    ('directory.name', 'attendance', 'academic')
    """
    held = set(shares)
    found: list[str] = []
    for name in RECORD_CLASSES:
        found += [name] if name in held else [one.share for one in fields_of(name) if one.share in held]
    return tuple(found)
