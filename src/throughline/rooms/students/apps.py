from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "throughline.rooms.students"
    label = "students"
