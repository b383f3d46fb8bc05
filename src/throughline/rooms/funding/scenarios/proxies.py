"""Which way of counting stands for a need: what there is to choose, the formula with it, whom the choice changes."""

import ast
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language

from throughline.engines.funding.steps import KINDS, StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.students import api as students

_SLOTS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.slots))


@dataclass(frozen=True, slots=True)
class Proxy:
    """One count of a formula that could be taken another way: `others` are the roster's codes of the other ways."""

    key: str
    label: str
    code: str
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class SchoolRecounted:
    """One school under another way of counting: how many students count, and what that alone does to its dollars."""

    name: str
    n_before: int
    n_now: int
    change_cents: int


def also_counted(formula: StepsFormula) -> list[str]:
    """This function will name the counts that a formula does not read and that could stand for one it reads."""
    read = set(asked_by(formula).needs.values())
    return sorted({other for code in read for other in _other_ways(code)} - read)


def choices_in(formula: StepsFormula, counted: Collection[str]) -> list[Proxy]:
    """This function will list the counts that can be taken another way, of those ways that were counted."""
    labels = {column.key: words(column.label) for column in formula.inputs}
    asked = asked_by(formula).needs
    read = set(asked.values())
    found = []
    for key, code in asked.items():
        others = [other for other in _other_ways(code) if other in counted and other not in read]
        if others:
            found.append(Proxy(key, labels[key], code, others))
    return found


def category_name(code: str) -> str:
    """This function will name a need category in the language the page is read in."""
    return students.need_categories()[code].name(get_language() or "en")


def with_proxies(formula: StepsFormula, chosen: Mapping[str, str]) -> StepsFormula:
    """This function will let a formula count another way: `chosen` holds the roster's code by the column it replaces.

    **Raises** `KeyError` where the formula has no such column.
    """
    if not chosen:
        return formula
    document: dict[str, Any] = deepcopy(dict(formula.document))
    columns = {entry["key"]: entry for entry in document["inputs"]}
    for key, code in chosen.items():
        columns[key] |= {"key": code, "label": dict(students.need_categories()[code].names)}
        for part in (*document["steps"], *document["sources"]):
            part |= {name: renamed(part[name], key, code) for name in _SLOTS if isinstance(part.get(name), str)}
    return documents.load_steps(documents.write_steps(replace(formula, document=document)))


def renamed(calculation: str, old: str, new: str) -> str:
    """This function will call a name in a calculation otherwise, and leave texts and other names as they are.

    **Example**

    >>> renamed('poverty * rate if level != "poverty" else poverty_2', "poverty", "certified")
    'certified * rate if level != "poverty" else poverty_2'
    """
    written = calculation.encode()
    found = [node for node in ast.walk(ast.parse(calculation, mode="eval")) if isinstance(node, ast.Name)]
    for node in sorted((node for node in found if node.id == old), key=lambda node: -node.col_offset):
        written = written[: node.col_offset] + new.encode() + written[node.end_col_offset :]
    return written.decode()


def _other_ways(code: str) -> list[str]:
    categories = students.need_categories()
    wanted = categories[code].proxy_of if code in categories else ""
    return [other for other, one in categories.items() if wanted and one.proxy_of == wanted and other != code]
