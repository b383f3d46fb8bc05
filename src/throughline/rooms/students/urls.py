"""One line for each page of the students room."""

from django.urls import path, re_path

from throughline.rooms.students.adult_joins import views as adult_joins
from throughline.rooms.students.adults import views as adults
from throughline.rooms.students.charts import views as charts
from throughline.rooms.students.class_lists import files as class_list_files
from throughline.rooms.students.class_lists import views as class_lists
from throughline.rooms.students.class_moves import views as class_moves
from throughline.rooms.students.class_wishes import views as class_wishes
from throughline.rooms.students.dashboards import views as dashboards
from throughline.rooms.students.directory import views as directory
from throughline.rooms.students.duplicates import views as duplicates
from throughline.rooms.students.emergencies import views as emergencies
from throughline.rooms.students.history import views as history
from throughline.rooms.students.kept_lists import views as kept_lists
from throughline.rooms.students.looking_again import views as looking_again
from throughline.rooms.students.looks import views as looks
from throughline.rooms.students.merging import views as merging
from throughline.rooms.students.opt_out import views as opt_out
from throughline.rooms.students.packet import views as packet
from throughline.rooms.students.photo_page import views as photo
from throughline.rooms.students.record_requests import views as record_requests
from throughline.rooms.students.sight import views as sight
from throughline.rooms.students.team import views as team
from throughline.rooms.students.telling import views as telling
from throughline.rooms.students.timeline import views as timeline

app_name = "students"
urlpatterns = [
    path("", directory.list_students, name="students"),
    path("find/", directory.find_students, name="find"),
    path("dashboards/", dashboards.show_attendance, name="attendance_dashboard"),
    path("dashboards/behavior/", dashboards.show_behavior, name="behavior_dashboard"),
    path("lists/", kept_lists.list_kept, name="kept_lists"),
    path("lists/keep/", kept_lists.keep, name="keep_list"),
    path("lists/<int:list_id>/", kept_lists.change, name="change_list"),
    path("lists/<int:list_id>/let-go/", kept_lists.let_go, name="let_go_of_list"),
    path("class-lists/", class_lists.list_class_lists, name="class_lists"),
    path("class-lists/begin/", class_lists.begin, name="begin_class_list"),
    path("class-lists/<int:list_id>/", class_lists.show_board, name="class_list"),
    path("class-lists/<int:list_id>/export/", class_list_files.export, name="export_class_list"),
    path("class-lists/<int:list_id>/change/", class_lists.change, name="change_class_list"),
    path("class-lists/<int:list_id>/add/", class_lists.add, name="add_to_class_list"),
    path("class-lists/<int:list_id>/take-off/", class_lists.take_off, name="take_off_class_list"),
    path("class-lists/<int:list_id>/let-go/", class_lists.let_go, name="let_go_of_class_list"),
    path("class-lists/<int:list_id>/move/", class_moves.move, name="move_class_seat"),
    path("class-lists/<int:list_id>/fix/", class_moves.fix, name="fix_class_seat"),
    path("class-lists/<int:list_id>/undo/", class_moves.undo, name="undo_class_move"),
    path("class-lists/<int:list_id>/suggest/", class_moves.suggest, name="suggest_class_list"),
    path("class-lists/<int:list_id>/send/", class_moves.send, name="send_class_list"),
    path("class-lists/<int:list_id>/history/", class_moves.show_history, name="class_list_history"),
    path("class-lists/<int:list_id>/wishes/", class_wishes.show_wishes, name="class_wishes"),
    path("class-lists/<int:list_id>/wishes/<uuid:key>/rule/", class_wishes.make_it_rule, name="make_class_rule"),
    path("class-lists/<int:list_id>/wishes/<uuid:key>/take-back/", class_wishes.take_back, name="take_back_class_wish"),
    path("duplicates/", duplicates.list_pairs, name="duplicates"),
    path("duplicates/look/", looking_again.look_again, name="look_for_duplicates"),
    path("duplicates/adults/", adults.list_adults, name="adult_duplicates"),
    path("duplicates/adults/joined/", adult_joins.list_joins, name="adult_joins"),
    path("duplicates/adults/joined/<int:adults_join_id>/part/", adult_joins.part, name="part_adults"),
    path("duplicates/adults/<int:adults_id>/", adults.show_adults, name="adult_duplicate"),
    path("duplicates/adults/<int:adults_id>/keep/<int:guardian_id>/", adult_joins.join, name="join_adults"),
    path("duplicates/adults/<int:adults_id>/two-people/", adults.say_two, name="say_two_adults"),
    path("duplicates/adults/<int:adults_id>/two-people/take-back/", adults.take_back_two, name="take_back_two_adults"),
    path("duplicates/joined/", merging.list_joins, name="joins"),
    path("duplicates/joined/<int:join_id>/undo/", merging.undo, name="undo_join"),
    path("duplicates/<int:pair_id>/keep/<int:student_id>/", merging.join, name="join_students"),
    path("duplicates/<int:pair_id>/", duplicates.show_pair, name="duplicate"),
    path("duplicates/<int:pair_id>/two-people/", duplicates.say_two, name="say_two_people"),
    path("duplicates/<int:pair_id>/two-people/take-back/", duplicates.take_back_two, name="take_back_two_people"),
    path("record-requests/", record_requests.list_requests, name="all_record_requests"),
    path("directory-information/", opt_out.list_opt_outs, name="opt_outs"),
    path("looks/", looks.list_looks, name="looks"),
    path("emergency/", emergencies.find_in_emergency, name="emergency"),
    path("emergency/open/", emergencies.open_record, name="open_emergency"),
    path("emergency/<int:emergency_id>/close/", emergencies.close_record, name="close_emergency"),
    path("emergencies/", emergencies.list_emergencies, name="emergencies"),
    path("emergencies/<int:emergency_id>/", emergencies.review_one, name="review_emergency"),
    path("<int:student_id>/", directory.show_student, name="student"),
    path("<int:student_id>/photo/", photo.show_photo, name="photo"),
    path("<int:student_id>/photo/take-away/", photo.take_away, name="take_photo_away"),
    path("<int:student_id>/photo/allow/", photo.allow, name="allow_photo"),
    path("<int:student_id>/packet/", packet.show_packet, name="packet"),
    path("<int:student_id>/packet/pdf/", packet.keep_packet, name="packet_pdf"),
    path("<int:student_id>/timeline/", timeline.show_timeline, name="timeline"),
    path("<int:student_id>/charts/", charts.show_charts, name="charts"),
    path("<int:student_id>/own-words/", telling.show_sayings, name="sayings"),
    path("<int:student_id>/own-words/<int:saying_id>/", telling.change_one, name="change_saying"),
    path("<int:student_id>/own-words/<int:saying_id>/set-aside/", telling.set_aside, name="set_aside_saying"),
    path("<int:student_id>/team/", team.show_team, name="team"),
    path("<int:student_id>/team/end/", team.end_one, name="end_member"),
    path("<int:student_id>/who-sees/", sight.show_who_sees, name="who_sees"),
    path("<int:student_id>/record-requests/", record_requests.show_requests, name="record_requests"),
    re_path(
        r"^(?P<student_id>\d{1,18})/record-requests/(?P<kind>inspect|amend)/$", record_requests.ask, name="ask_record"
    ),
    path("<int:student_id>/record-requests/dependent/", record_requests.record_dependent, name="record_dependent"),
    path("<int:student_id>/record-requests/<int:request_id>/", record_requests.show_request, name="record_request"),
    path(
        "<int:student_id>/record-requests/<int:request_id>/<slug:step>/",
        record_requests.take_step,
        name="record_request_step",
    ),
    path("<int:student_id>/directory-information/", opt_out.show_opt_out, name="opt_out"),
    path("<int:student_id>/directory-information/take-back/", opt_out.withdraw, name="withdraw_opt_out"),
    path("<int:student_id>/history/", history.show_history, name="history"),
    path("<int:student_id>/who-looked/", looks.show_who_looked, name="who_looked"),
    path("<int:student_id>/who-looked/print/", looks.print_who_looked, name="print_who_looked"),
    path("<int:student_id>/who-looked/pdf/", looks.keep_who_looked, name="who_looked_pdf"),
]
