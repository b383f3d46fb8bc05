"""One line for each page of early warning."""

from django.urls import path

from throughline.rooms.warning.flags import views as flags
from throughline.rooms.warning.foresight import views as foresight
from throughline.rooms.warning.needs_us import views as needs_us
from throughline.rooms.warning.rules import views as rules
from throughline.rooms.warning.trials import views as trials

app_name = "warning"
urlpatterns = [
    path("needs-us/", needs_us.list_flags, name="flags"),
    path("needs-us/no-contact/", needs_us.list_gap, {"key": "no_contact"}, name="no_contact"),
    path("needs-us/no-note/", needs_us.list_gap, {"key": "no_note"}, name="no_note"),
    path("needs-us/no-adult/", needs_us.list_gap, {"key": "no_adult"}, name="no_adult"),
    path("needs-us/not-reviewed/", needs_us.list_gap, {"key": "not_reviewed"}, name="not_reviewed"),
    path("needs-us/not-done/", needs_us.list_gap, {"key": "not_done"}, name="not_done"),
    path("needs-us/plan-review/", needs_us.list_gap, {"key": "plan_late"}, name="plan_late"),
    path("needs-us/unchecked/", needs_us.list_gap, {"key": "unchecked"}, name="unchecked"),
    path("needs-us/flags/<int:flag_id>/take/", flags.take, name="take"),
    path("needs-us/flags/<int:flag_id>/hand/", flags.hand, name="hand"),
    path("needs-us/flags/<int:flag_id>/answer/", flags.clear, name="clear"),
    path("students/<int:student_id>/early-warning/", flags.show_warning, name="student"),
    path("early-warning/rules/", rules.show_rules, name="rules"),
    path("early-warning/rules/draft/", rules.begin, name="begin_rules"),
    path("early-warning/rules/draft/change/", rules.change, name="change_rules"),
    path("early-warning/rules/draft/throw-away/", rules.throw_away, name="throw_away_rules"),
    path("early-warning/rules/<int:version_id>/", rules.show_version, name="version"),
    path("early-warning/rules/<int:version_id>/try/", trials.try_rules, name="try_rules"),
    path("early-warning/rules/<int:version_id>/how-well/", foresight.judge_rules, name="foresee_rules"),
    path("early-warning/trials/<int:trial_id>/stop/", trials.stop, name="stop_trial"),
    path("early-warning/rules/<int:version_id>/document/", rules.download, name="rules_document"),
    path("early-warning/rules/<int:version_id>/switch-on/", rules.put_in_force, name="switch_on"),
]
