from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "throughline.rooms.exchange"
    label = "exchange"
