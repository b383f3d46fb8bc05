from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "throughline.rooms.accounts"
    label = "accounts"
