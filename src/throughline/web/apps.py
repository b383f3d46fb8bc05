"""The look, as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and tags that every room's pages are made of."""

    name = "throughline.web"
    label = "web"
