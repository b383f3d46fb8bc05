"""Support, as a Django app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Adds plans, supports, notes, handovers and meetings to a student's page and to Today."""

    name = "throughline.rooms.support"
    label = "support"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.partners import api as partners
        from throughline.rooms.students import api as students
        from throughline.rooms.support.decisions import contributions as decisions
        from throughline.rooms.support.decisions.facets import register_list_facets
        from throughline.rooms.support.handovers import contributions as handovers
        from throughline.rooms.support.joining import MOVES
        from throughline.rooms.support.meetings import contributions as meetings
        from throughline.rooms.support.notes import contributions
        from throughline.rooms.support.plans import contributions as plans
        from throughline.rooms.support.plans.facets import register_plan_facet
        from throughline.rooms.support.proposing import contributions as proposing
        from throughline.rooms.support.proposing import strands as proposed
        from throughline.rooms.support.proposing.facets import register_proposal_facet
        from throughline.rooms.support.proposing.mails import register_waiting_mail
        from throughline.rooms.support.recaps.mails import register_recap_mail
        from throughline.rooms.support.supports import contributions as supports
        from throughline.rooms.support.supports.facets import register_support_facet
        from throughline.rooms.support.supports.marked import find_given

        students.register_parts(plans.find_parts)
        students.register_strands(plans.find_strands)
        accounts.register_tasks(plans.find_tasks)
        students.register_parts(proposing.find_parts)
        accounts.register_tasks(proposing.find_tasks)
        students.register_strands(proposed.find_strands)
        students.register_strands(supports.find_strands)
        students.register_given(find_given)
        accounts.register_tasks(supports.find_tasks)
        partners.register_program_links(supports.find_links)
        students.register_strands(contributions.find_strands)
        accounts.register_tasks(contributions.find_tasks)
        students.register_strands(decisions.find_strands)
        students.register_parts(handovers.find_parts)
        accounts.register_tasks(handovers.find_tasks)
        students.register_list_actions(meetings.find_list_actions)
        accounts.register_tasks(decisions.find_tasks)
        meetings.register_own_lists()
        register_list_facets()
        register_plan_facet()
        register_proposal_facet()
        register_waiting_mail()
        students.register_tab(plans.plan_tab())
        register_support_facet()
        register_recap_mail()
        students.register_moves(MOVES)
