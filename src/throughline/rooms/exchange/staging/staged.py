"""What came of reading a file."""

from dataclasses import dataclass, field

from throughline.rooms.district.api import Step


@dataclass
class Staged:
    """What was read: version, mode, rows by file, and the steps that plan it. When `refused`, nothing may be used."""

    version: str
    mode: str
    steps: tuple[Step, ...]
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    refused: bool = False
    is_same: bool = False  # not one row differs from last time, and none is gone: there is nothing to plan
