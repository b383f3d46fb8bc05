"""One line for each page of the look."""

from django.urls import path
from django.views.i18n import set_language

from throughline.web import views

app_name = "web"
urlpatterns = [
    path("styleguide/", views.show_styleguide, name="styleguide"),
    path("language/", set_language, name="language"),
    path("theme/", views.choose_theme, name="theme"),
]
