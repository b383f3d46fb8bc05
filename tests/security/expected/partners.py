"""What is expected of the partners room: programs hold no student; everybody signed in reads them, few keep them."""

from collections.abc import Callable

from tests.security.expected.aim import EVERYBODY, OFFICE, Aim

# Who may write needs, in the district or at a school.
KEEP = OFFICE | {"support_lead", "coordinator", "coordinator_elsewhere"}
# Coordinators keep their own school's; the high school's is not of the one elsewhere.
KEEP_HIGH = KEEP - {"coordinator_elsewhere"}
TUTORING = {"program_id": "Mathematics tutoring"}
ADDED = {
    "key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2b01",
    "name": "Chess club",
    "domain": "academic",
    "record_class": "supports",
}

OPEN_TABLES: dict[str, str] = {
    "partners_program": "What schools and partners offer: every user may read it, and no student stands in it.",
    "partners_programevent": "History of the same.",
}

AIMS: tuple[Aim, ...] = (
    Aim("partners:programs", get=EVERYBODY),
    Aim("partners:program", get=EVERYBODY, fill=TUTORING),
    Aim("partners:program", fill={"program_id": "none"}),
    Aim("partners:new_program", get=KEEP, post=KEEP, data=ADDED),
    Aim("partners:edit_program", get=KEEP_HIGH, post=KEEP_HIGH, fill=TUTORING, data={**ADDED, "name": "Mathematics"}),
    Aim("partners:edit_program", get=KEEP, post=KEEP, fill={"program_id": "Robotics club"}, data={"go": "close"}),
    Aim("partners:edit_program", fill={"program_id": "none"}),
)


def _program_id(name: str) -> object:
    from throughline.rooms.partners.models import Program

    row = Program.objects.filter(name=name).first()
    return row.pk if row else 999_999_999


FILLS: dict[str, Callable[[str], object]] = {"program_id": _program_id}
