"""The roster, as a Django app."""

from django.apps import AppConfig


class StudentsConfig(AppConfig):
    """Adds to Today what the roster knows of each person."""

    name = "throughline.rooms.students"
    label = "students"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.students.class_lists import today as class_lists
        from throughline.rooms.students.directory import today
        from throughline.rooms.students.directory.noting import note_named
        from throughline.rooms.students.emergencies import tasks as emergencies
        from throughline.rooms.students.emergencies.mails import register_emergency_mail
        from throughline.rooms.students.languages.facets import register_list_facet as register_languages
        from throughline.rooms.students.looking_again.jobs import ask_to_look
        from throughline.rooms.students.merging.moves import register_moves
        from throughline.rooms.students.merging.own import MOVES
        from throughline.rooms.students.record_requests import today as record_requests
        from throughline.rooms.students.relations.after_roster import register_after_roster
        from throughline.rooms.students.relations.commands import refresh_relations
        from throughline.rooms.students.sayings.facets import register_list_facet

        accounts.register_standings(today.find_standings)
        accounts.register_tasks(today.find_tasks)
        accounts.register_named_noter(note_named)
        accounts.register_tasks(emergencies.find_tasks)
        accounts.register_tasks(record_requests.find_tasks)
        accounts.register_tasks(class_lists.find_tasks)
        register_emergency_mail()
        register_list_facet()
        register_languages()
        register_after_roster(ask_to_look)
        register_moves(MOVES)
        accounts.register_tie_follower(lambda by, at: refresh_relations(by=by, at=at))
