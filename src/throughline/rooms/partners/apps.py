"""Partners, as a Django app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Holds the catalog of programs that rooms above place students in."""

    name = "throughline.rooms.partners"
    label = "partners"
