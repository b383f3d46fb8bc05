"""One line for each page of the look."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from throughline.web import views

app_name = "web"
urlpatterns = [
    path("styleguide/", login_not_required(views.show_styleguide), name="styleguide"),
    path("language/", login_not_required(set_language), name="language"),
    path("theme/", login_not_required(views.choose_theme), name="theme"),
]
