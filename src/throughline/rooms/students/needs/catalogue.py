"""The catalogue of need categories, shipped as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("categories.toml")


@dataclass(frozen=True, slots=True)
class NeedCategory:
    """One need category: its code, its names, whose eyes it is for, and what CEDS calls it, where known.

    `proxy_of` names what it stands for, where a district may choose between ways of counting it.
    """

    code: str
    names: Mapping[str, str]
    record_class: str
    ceds: str = ""
    option: str = ""
    levels: tuple[str, ...] = ()
    proxy_of: str = ""

    def name(self, language: str = "en") -> str:
        """This function will return the name in a language, or the English one."""
        return self.names.get(language.partition("-")[0], self.names["en"])


@cache
def need_categories() -> Mapping[str, NeedCategory]:
    """This function will return every need category by its code."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["category"]
    return {
        row["code"]: NeedCategory(
            row["code"],
            {"en": row["en"], "es": row["es"]},
            row["record_class"],
            row.get("ceds", ""),
            row.get("option", ""),
            tuple(row.get("levels", ())),
            row.get("proxy_of", ""),
        )
        for row in rows
    }
