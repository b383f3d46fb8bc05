"""The library of agreements as data with a schema: templates, and the clauses they are made of, in two languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from throughline.rooms.accounts import api as accounts

LIBRARY = Path(__file__).with_name("library.toml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """The same in both languages."""

    en: str = Field(min_length=1)
    es: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        """This function will return the words in a language; in English where it is neither of the two."""
        return self.es if language.startswith("es") else self.en


class Clause(_Strict):
    """One clause: what it is about, what it says, and the law or guidance it rests on."""

    key: str = Field(pattern=r"^[a-z_]+$")
    heading: Words
    text: Words
    source: str = Field(min_length=1)


class Template(_Strict):
    """Where a draft begins: for which relation of the policy table, and what it says until somebody changes it."""

    key: str = Field(pattern=r"^[a-z_]+$")
    name: Words
    relation: str
    covers: Literal["district", "schools", "listed"]
    record_classes: tuple[str, ...] = Field(min_length=1)
    purpose: Words
    security: Words
    clauses: tuple[str, ...] = Field(min_length=1)


class Library(_Strict):
    """All of it."""

    clause: tuple[Clause, ...]
    template: tuple[Template, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> "Library":
        clauses = {clause.key for clause in self.clause}
        if len(clauses) != len(self.clause) or len({t.key for t in self.template}) != len(self.template):
            raise ValueError("a clause or a template stands twice")
        for template in self.template:
            if unknown := set(template.clauses) - clauses:
                raise ValueError(f"{template.key}: there is no clause {sorted(unknown)}")
            relation = accounts.shipped_policy().named(template.relation)
            if relation is None or relation.scope != "agreement":
                raise ValueError(f"{template.key}: no agreement gives the relation {template.relation}")
            if beyond := set(map(accounts.class_of, template.record_classes)) - set(relation.see):
                raise ValueError(f"{template.key}: {template.relation} may not see {sorted(beyond)}")
        return self


def parse_library(text: str) -> Library:
    """This function will read a library.

    **Raises** `ValueError` naming each place that does not fit, and what is needed there.
    """
    try:
        return Library.model_validate(tomllib.loads(text))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'library'}: {fault['msg']}" for fault in error.errors()]
        raise ValueError(f"{LIBRARY.name} does not fit its schema: " + "; ".join(faults)) from error


@cache
def shipped_library() -> Library:
    """This function will return the library that comes with this release."""
    return parse_library(LIBRARY.read_text(encoding="utf-8"))


def find_template(key: str) -> Template | None:
    """This function will return a template by its key, or None."""
    return next((template for template in shipped_library().template if template.key == key), None)


def find_clauses(keys: list[str]) -> list[Clause]:
    """This function will return clauses in the order of their keys; one that is no longer shipped is left out."""
    known = {clause.key: clause for clause in shipped_library().clause}
    return [known[key] for key in keys if key in known]


def library_json_schema() -> dict[str, Any]:
    """This function will return the JSON Schema (2020-12) of the library."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:throughline:agreements:1",
        **Library.model_json_schema(),
        "title": "Throughline library of agreements",
    }
