"""One line for each page of the exchange."""

from django.urls import path, re_path

from throughline.rooms.exchange.runs import views
from throughline.rooms.exchange.samples import views as samples

app_name = "exchange"
urlpatterns = [
    path("", views.list_runs, name="runs"),
    path("new/", views.start_run, name="start"),
    path("<int:run_id>/", views.show_run, name="run"),
    re_path(r"^(?P<run_id>\d{1,18})/(?P<action>create|change|reopen|end)/$", views.show_changes, name="changes"),
    path("<int:run_id>/progress/", views.show_progress, name="progress"),
    path("<int:run_id>/problems/", views.show_problems, name="problems"),
    path("<int:run_id>/sample/", samples.show_sample, name="sample"),
    path("<int:run_id>/sample/<int:student_id>/", samples.check_one, name="check_sample"),
    path("<int:run_id>/apply/", views.apply_run, name="apply"),
    path("<int:run_id>/roll-back/", views.ask_roll_back, name="ask_roll_back"),
    path("<int:run_id>/roll-back/now/", views.roll_back_run, name="roll_back"),
    path("<int:run_id>/cancel/", views.cancel_run, name="cancel"),
    path("<int:run_id>/read-again/", views.read_again, name="read_again"),
]
