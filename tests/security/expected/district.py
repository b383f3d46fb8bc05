"""What is expected of the district room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable

OPEN_TABLES: dict[str, str] = {
    "district_academicsession": "The school year's terms.",
    "district_academicsessionevent": "History of the same.",
    "district_organization": "Schools and their levels, which are public.",
    "district_organizationevent": "History of the same.",
    "district_outsideprofile": "What partner organizations do and how to reach them: every user may read it.",
    "district_outsideprofileevent": "History of the same.",
}


def _school_id(source_id: str) -> object:
    from throughline.rooms.district.models import Organization

    return Organization.objects.get(source_id=source_id).pk


FILLS: dict[str, Callable[[str], object]] = {"school_id": _school_id}
