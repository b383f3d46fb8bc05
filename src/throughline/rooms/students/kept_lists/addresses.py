"""Where a kept list opens."""

from django.urls import reverse

from throughline.rooms.students.kept import KeptList


def address_of(row: KeptList) -> str:
    """This function will return the address under which a kept list opens."""
    return reverse("students:students") + (f"?{row.address}" if row.address else "")
