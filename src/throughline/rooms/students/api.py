"""The door of the students room: the roster as a viewer may see it."""

from throughline.rooms.students.access import (
    get_enrollments_for,
    get_needs_for,
    get_relations_of,
    get_students_for,
)

__all__ = ["get_enrollments_for", "get_needs_for", "get_relations_of", "get_students_for"]
