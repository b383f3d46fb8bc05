"""Early-warning rules as a document: TOML, read with every problem named, and written back the same."""

from throughline.formats.warning.document import DOMAINS, LANGUAGES, SCHEMA, IndicatorPart, LevelPart, RulesPart
from throughline.formats.warning.reading import (
    FILE,
    START,
    digest_of,
    engine_rules,
    library_rules,
    read_rules,
    rules_json_schema,
    with_all_measures,
    write_rules,
)

__all__ = [
    "DOMAINS",
    "FILE",
    "LANGUAGES",
    "SCHEMA",
    "START",
    "IndicatorPart",
    "LevelPart",
    "RulesPart",
    "digest_of",
    "engine_rules",
    "library_rules",
    "read_rules",
    "rules_json_schema",
    "with_all_measures",
    "write_rules",
]
