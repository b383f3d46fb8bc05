"""Agreements and consents, as a Django app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Works agreements out anew after each roster, and adds to Today and to a student's page."""

    name = "throughline.rooms.agreements"
    label = "agreements"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.agreements import tasks
        from throughline.rooms.agreements.compiling.commands import compile_agreements, compile_refusal
        from throughline.rooms.agreements.consent_requests.registering import register_consent_requests
        from throughline.rooms.agreements.joining import MOVES
        from throughline.rooms.agreements.limits.commands import compile_limits, keep_limits_apart
        from throughline.rooms.agreements.limits.queries import find_contact_rights
        from throughline.rooms.agreements.signature_requests.registering import register_signature_requests
        from throughline.rooms.students import api as students

        students.register_after_roster(compile_agreements)
        students.register_after_roster(compile_limits)
        students.register_after_opt_out(compile_refusal)
        students.register_after_parting(keep_limits_apart)
        students.register_student_links(tasks.student_links)
        students.register_contact_rights(find_contact_rights)
        accounts.register_tasks(tasks.find_tasks)
        register_signature_requests()
        register_consent_requests()
        students.register_moves(MOVES)
