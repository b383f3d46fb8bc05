"""One line for each page of the partners room."""

from django.urls import path

from throughline.rooms.partners.programs import views as programs

app_name = "partners"
urlpatterns = [
    path("programs/", programs.list_programs, name="programs"),
    path("programs/new/", programs.new_program, name="new_program"),
    path("programs/<int:program_id>/", programs.show_program, name="program"),
    path("programs/<int:program_id>/change/", programs.edit_program, name="edit_program"),
]
