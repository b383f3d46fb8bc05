"""The roster, as a Django app."""

from django.apps import AppConfig


class StudentsConfig(AppConfig):
    """Adds to Today what the roster knows of each person."""

    name = "throughline.rooms.students"
    label = "students"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.students.directory import today

        accounts.register_standings(today.find_standings)
        accounts.register_tasks(today.find_tasks)
