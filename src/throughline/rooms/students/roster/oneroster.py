"""All that a OneRoster feed wants of the students room, in the order in which it must be worked out."""

from collections.abc import Mapping

from throughline.rooms.district.api import Step
from throughline.rooms.students.roster.classes import CLASSES
from throughline.rooms.students.roster.family import FAMILY
from throughline.rooms.students.roster.people import PEOPLE
from throughline.rooms.students.roster.posts import POSTS

ONEROSTER: Mapping[str, tuple[Step, ...]] = {
    version: (*PEOPLE[version], *POSTS[version], *FAMILY, *CLASSES) for version in ("1.1", "1.2")
}

# Which entities each file's rows become: their digests are what the file's rows are compared with.
ENTITIES_OF: Mapping[str, tuple[str, ...]] = {
    "orgs": ("organization",),
    "academicSessions": ("session",),
    "courses": ("course",),
    "classes": ("class",),
    "users": ("student", "staff", "guardian"),
    "roles": ("enrollment", "staff_post", "guardian_post"),
    "demographics": ("demographics",),
    "enrollments": ("class_place", "teaching"),
}
