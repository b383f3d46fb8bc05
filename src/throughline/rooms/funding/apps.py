from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "throughline.rooms.funding"
    label = "funding"
