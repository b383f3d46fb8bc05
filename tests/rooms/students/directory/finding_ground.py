"""A search for children by name, as somebody."""

from tests.rooms.conftest import Town


def names_found(town: Town, who: str, text: str) -> list[str]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order

    viewer = town.viewer(who)
    with acting_as(viewer):
        found, is_near = find_by_name_or_near(access.get_students_for(viewer).filter(ended_at=None), text)
        return [row.family_name for row in found.order_by(*name_order(is_near=is_near))]
