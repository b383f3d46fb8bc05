"""What the district counts as directory information, as kept in directory_information.toml."""

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("directory_information.toml")


@cache
def directory_information(language: str) -> tuple[str, ...]:
    """This function will list what may be shared without asking, in a language or else in English."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["item"]
    return tuple(row.get(language.partition("-")[0], row["en"]) for row in rows)
