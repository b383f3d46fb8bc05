"""One line for each room's pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("throughline.rooms.accounts.urls")),
    path("", include("throughline.web.urls")),
    path("students/", include("throughline.rooms.students.urls")),
    path("", include("throughline.rooms.agreements.urls")),
    path("", include("throughline.rooms.partners.urls")),
    path("", include("throughline.rooms.support.urls")),
    path("", include("throughline.rooms.warning.urls")),
    path("", include("throughline.rooms.funding.urls")),
    path("imports/", include("throughline.rooms.exchange.urls")),
]
