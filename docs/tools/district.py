"""Reference pages about the district's people and the house: who may see what, need categories, and rooms."""

import ast
import configparser
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from docs.tools.markdown import code, codes, page, table
from docs.tools.marked import ROOT, SOURCE

from throughline.rooms.accounts.policy.words import RECORD_CLASSES, RELATIONS
from throughline.rooms.accounts.sight.document import policy_json_schema
from throughline.rooms.accounts.sight.fields import shipped_fields
from throughline.rooms.students.needs.catalogue import need_categories

_POLICY = SOURCE / "rooms" / "accounts" / "policy" / "policy.toml"
_REACH = {
    "district": "the whole district",
    "school": "the school where the role is held",
    "student": "the one student it names",
    "agreement": "the students an agreement, and where needed a consent, in force names",
    "none": "no student",
}


def relations() -> list[dict[str, Any]]:
    """This function will return the relations of the shipped policy table, as they are written."""
    found: list[dict[str, Any]] = tomllib.loads(_POLICY.read_text(encoding="utf-8"))["relation"]
    return found


def policy_page() -> str:
    """This function will write the policy table: relation by class of record."""
    people = [one for one in relations() if not one["code"].startswith("duty:")]
    duties = [one for one in relations() if one["code"].startswith("duty:")]
    return page(
        "Who may see what",
        "Both walls around every record are made from this one table, shipped as"
        " `src/throughline/rooms/accounts/policy/policy.toml`. A relation reaches as far as its scope; for each class"
        " of record it may see (s), change (c) or export (e). An administrator and the data lead read the table in"
        " force on the page “Who may see what”.",
        "## How far each reaches, and why",
        table(
            ["Relation", "Code", "Reaches", "Basis"],
            ([_name(one), code(one["code"]), _REACH[one["scope"]], one["basis"]] for one in people),
        ),
        "## What people may do",
        _matrix(people),
        "## What the system may do by itself",
        "A duty is a task of the system, run with only the sight it needs. No person acts as a duty.",
        table(
            ["Duty", "Sees", "Changes", "Basis"],
            ([code(one["code"]), codes(one["see"]), codes(one["write"]), one["basis"]] for one in duties),
        ),
        "## Classes of record",
        table(["Code", "Class"], ([code(name), says] for name, says in RECORD_CLASSES.items())),
        "## Fields within a class",
        "An agreement, and a consent under it, may share only some fields of a class. A class that is not listed is"
        " shared whole or not at all. The catalogue is `src/throughline/rooms/accounts/policy/fields.toml`.",
        table(
            ["Field", "Class", "English", "Spanish", "Comes with any other of its class"],
            (
                [code(one.share), RECORD_CLASSES[one.of], one.en, one.es, "yes" if one.always else ""]
                for one in shipped_fields().field
            ),
        ),
    )


def policy_schema() -> str:
    """This function will write the JSON Schema of the policy table."""
    return json.dumps(policy_json_schema(), indent=2, ensure_ascii=False) + "\n"


def need_categories_page() -> str:
    """This function will write the page of need categories."""
    rows = (
        [
            code(one.code),
            one.name("en"),
            one.name("es"),
            codes(one.levels),
            code(one.record_class),
            f"{one.ceds} {one.option}".strip(),
        ]
        for one in need_categories().values()
    )
    return page(
        "Need categories",
        "The categories a student can hold for dates. The code is what `needs.csv` and a formula's `counts` name. The"
        " class of record says who may see that a student holds one ([who may see what](policy.md)). CEDS is the"
        " element of the Common Education Data Standards, with the option that means yes.",
        table(["Code", "English", "Spanish", "Tiers", "Class of record", "CEDS"], rows),
        "The table is `src/throughline/rooms/students/needs/categories.toml`;"
        " [the recipe](../../CONTRIBUTING.md#add-a-need-category) says how to add a row.",
    )


def rooms_page() -> str:
    """This function will write the page of rooms, from each room's own page about itself."""
    order = _order()
    return page(
        "Rooms",
        "One Django app for each domain, lowest first: a room may use those above it in this list, through their"
        " doors, and none below. [The house](../explanation/house.md) says why.",
        table(["Room", "What it is for"], ([f"[{name}](#{name})", first_sentence(room(name))] for name in order)),
        *(_room(name) for name in order),
    )


def room(name: str) -> str:
    """This function will return a room's page about itself, without its title; empty where it has none yet."""
    file = SOURCE / "rooms" / name / "README.md"
    return re.sub(r"\A# .*\n+", "", file.read_text(encoding="utf-8")) if file.exists() else ""


def first_sentence(text: str) -> str:
    """This function will return the first sentence of a text.

    **Example**

    >>> first_sentence("Who looked at whom. Append-only.")
    'Who looked at whom.'
    """
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", paragraph)[0]


def room_names() -> list[str]:
    """This function will return the rooms by name."""
    return sorted(file.parent.name for file in SOURCE.glob("rooms/*/apps.py"))


def _order() -> list[str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    layers = parser["importlinter:contract:rooms"]["layers"].split()
    return [name for name in reversed(layers) if name in room_names()]


def _room(name: str) -> str:
    body = re.sub(r"^#", "##", room(name), flags=re.MULTILINE).strip()
    door = codes(_door(SOURCE / "rooms" / name / "api.py"))
    return "\n\n".join(part for part in [f"## {name}", body, f"Its door, `api.py`: {door}." if door else ""] if part)


def _door(file: Path) -> list[str]:
    if not file.exists():
        return []
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return list(ast.literal_eval(node.value)) if isinstance(node, ast.Assign) else []
    return []


def _matrix(people: list[dict[str, Any]]) -> str:
    named = [name for name in RECORD_CLASSES if any(name in _acts(one) for one in people)]
    rows = ([f"**{_name(one)}**", *(_acts(one).get(name, "") for name in named)] for one in people)
    return table(["Relation", *(RECORD_CLASSES[name] for name in named)], rows)


def _acts(relation: dict[str, Any]) -> dict[str, str]:
    acts: dict[str, str] = {}
    for letter, key in (("s", "see"), ("c", "write"), ("e", "export")):
        for name in relation[key]:
            acts[name] = f"{acts.get(name, '')} {letter}".strip()
    return acts


def _name(relation: dict[str, Any]) -> str:
    return RELATIONS.get(relation["code"], str(relation["code"]))
