"""Early warning, as a Django app."""

from django.apps import AppConfig


class WarningConfig(AppConfig):
    """Adds flags to a student's page and to Today, and works them out anew after an import."""

    name = "throughline.rooms.warning"
    label = "warning"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.students import api as students
        from throughline.rooms.warning.flags import contributions, in_meetings, jobs
        from throughline.rooms.warning.flags.facets import register_list_facet
        from throughline.rooms.warning.joining import MOVES

        students.register_parts(contributions.find_parts)
        students.register_after_roster(jobs.ask_to_work_out)
        accounts.register_tasks(contributions.find_tasks)
        in_meetings.register()
        register_list_facet()
        students.register_moves(MOVES)
