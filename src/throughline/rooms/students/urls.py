"""One line for each page of the students room."""

from django.urls import path

from throughline.rooms.students.directory import views as directory
from throughline.rooms.students.looks import views as looks
from throughline.rooms.students.sight import views as sight

app_name = "students"
urlpatterns = [
    path("", directory.list_students, name="students"),
    path("find/", directory.find_students, name="find"),
    path("looks/", looks.list_looks, name="looks"),
    path("<int:student_id>/", directory.show_student, name="student"),
    path("<int:student_id>/who-sees/", sight.show_who_sees, name="who_sees"),
    path("<int:student_id>/who-looked/", looks.show_who_looked, name="who_looked"),
    path("<int:student_id>/who-looked/print/", looks.print_who_looked, name="print_who_looked"),
]
