"""One line for each page of the support room."""

from django.urls import path

from throughline.rooms.support.decisions import views as decisions
from throughline.rooms.support.drafts import views as drafts
from throughline.rooms.support.files import views as files
from throughline.rooms.support.finding import views as finding
from throughline.rooms.support.handovers import list_views as handover_lists
from throughline.rooms.support.handovers import views as handovers
from throughline.rooms.support.meetings import planning
from throughline.rooms.support.meetings import views as meetings
from throughline.rooms.support.notes import views as notes
from throughline.rooms.support.notes import writing
from throughline.rooms.support.plans import views as plans
from throughline.rooms.support.progress import views as progress
from throughline.rooms.support.proposing import views as proposing
from throughline.rooms.support.recaps import views as recaps
from throughline.rooms.support.sessions import views as sessions
from throughline.rooms.support.supports import views as supports
from throughline.rooms.support.turns import views as turns

app_name = "support"
urlpatterns = [
    path("notes/", finding.find_notes, name="find_notes"),
    path("notes/drafts/", drafts.list_drafts, name="drafts"),
    path("notes/drafts/forms/<int:sheet_id>/throw-away/", drafts.discard_form, name="discard_sheet"),
    path("notes/drafts/<int:draft_id>/throw-away/", drafts.discard, name="discard_draft"),
    path("notes/files/<int:file_id>/", files.hand_out, name="note_file"),
    path("notes/<int:note_id>/", notes.show_note, name="note"),
    path("notes/<int:note_id>/open/", notes.open_restricted, name="open_note"),
    path("notes/<int:note_id>/read/", notes.mark_read, name="read_note"),
    path("notes/<int:note_id>/change/", writing.change, name="change_note"),
    path("notes/<int:note_id>/strike/", writing.strike, name="strike_note"),
    path("notes/<int:note_id>/file/", files.add, name="add_file"),
    path("students/<int:student_id>/notes/", notes.list_notes, name="notes"),
    path("students/<int:student_id>/notes/new/", writing.write, name="new_note"),
    path("students/<int:student_id>/notes/draft/", drafts.save, name="save_draft"),
    path("students/<int:student_id>/supports/", plans.list_plan_and_supports, name="supports"),
    path("students/<int:student_id>/supports/new/", supports.give, name="new_support"),
    path("students/<int:student_id>/supports/draft/<slug:page>/", supports.save, name="save_support"),
    path("students/<int:student_id>/plans/new/", plans.write, name="new_plan"),
    path("students/<int:student_id>/plans/draft/<slug:page>/", plans.save, name="save_plan"),
    path("students/<int:student_id>/proposals/", proposing.propose, name="proposals"),
    path("students/<int:student_id>/proposals/draft/<slug:page>/", proposing.save, name="save_proposal"),
    path("proposals/<int:proposal_id>/", proposing.answer, name="answer_proposal"),
    path("proposals/<int:proposal_id>/withdraw/", proposing.withdraw, name="withdraw_proposal"),
    path("plans/<int:plan_id>/", plans.show, name="plan"),
    path("plans/<int:plan_id>/change/", plans.change, name="change_plan"),
    path("plans/<int:plan_id>/start/", plans.start, name="start_plan"),
    path("plans/<int:plan_id>/throw-away/", plans.drop, name="drop_plan"),
    path("plans/<int:plan_id>/review/", progress.review, name="review_plan"),
    path("plans/goals/<int:goal_id>/", progress.mark_one_goal, name="mark_goal"),
    path("plans/actions/<int:action_id>/", progress.mark_one_action, name="mark_action"),
    path("supports/<int:support_id>/", sessions.show, name="support"),
    path("supports/<int:support_id>/change/", supports.change, name="change_support"),
    path("supports/<int:support_id>/end/", supports.end, name="end_support"),
    path("supports/<int:support_id>/check/", supports.check, name="check_support"),
    path("supports/<int:support_id>/session/", sessions.log, name="log_session"),
    path("supports/sessions/<int:kept_session_id>/", sessions.change, name="change_session"),
    path("programs/<int:program_id>/sessions/", sessions.log_for_group, name="log_group"),
    path("handovers/", handover_lists.list_coverage, name="handovers"),
    path("handovers/plan/", handover_lists.plan_many, name="plan_handovers"),
    path("handovers/new-to-us/", handover_lists.list_arrived, name="arrived"),
    path("handovers/mine/", handover_lists.list_own, name="own_handovers"),
    path("handovers/<int:handover_id>/read/", handovers.mark_read, name="read_handover"),
    path("students/<int:student_id>/handover/", handovers.show, name="handover"),
    path("students/<int:student_id>/handover/write/", handovers.write, name="write_handover"),
    path("students/<int:student_id>/handover/draft/", handovers.save, name="save_handover"),
    path("students/<int:student_id>/handover/plan/", handovers.plan, name="plan_handover"),
    path("meetings/", meetings.list_meetings, name="meetings"),
    path("meetings/new/", meetings.plan_new, name="new_meeting"),
    path("meetings/<int:meeting_id>/", meetings.show_meeting, name="meeting"),
    path("meetings/<int:meeting_id>/plan/", planning.show_plan, name="plan_meeting"),
    path("meetings/<int:meeting_id>/plan/students/", planning.choose_students, name="choose_students"),
    path("meetings/<int:meeting_id>/plan/people/", planning.choose_people, name="choose_people"),
    path("meetings/<int:meeting_id>/plan/name/", planning.change, name="change_meeting"),
    path("meetings/<int:meeting_id>/plan/call-off/", planning.cancel, name="call_off"),
    path("meetings/<int:meeting_id>/plan/students/<int:turn_id>/move/", planning.move, name="move_turn"),
    path("meetings/<int:meeting_id>/plan/students/<int:turn_id>/remove/", planning.remove, name="remove_student"),
    path("meetings/<int:meeting_id>/begin/", turns.begin, name="begin_meeting"),
    path("meetings/<int:meeting_id>/students/<int:turn_id>/", turns.show_turn, name="turn"),
    path("meetings/<int:meeting_id>/students/<int:turn_id>/draft/", turns.save, name="save_turn"),
    path("meetings/<int:meeting_id>/close/", recaps.close, name="close_meeting"),
    path("meetings/<int:meeting_id>/recap/", recaps.show_recap, name="recap"),
    path("meetings/<int:meeting_id>/recap/pdf/", recaps.keep_recap, name="recap_pdf"),
    path("meetings/tasks/", decisions.list_mine, name="decisions"),
    path("meetings/decisions/<int:decision_id>/", decisions.change, name="change_decision"),
    path("meetings/decisions/<int:decision_id>/done/", decisions.finish, name="finish_decision"),
]
