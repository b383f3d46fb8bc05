"""One line for each page of the students room."""

from django.urls import URLPattern

app_name = "students"
urlpatterns: list[URLPattern] = []
