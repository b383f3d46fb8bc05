"""The invented district, as a Django app: in demo mode its cast stands on the sign-in page."""

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """Offers the cast where there are no real students."""

    name = "throughline.demo"
    label = "demo"

    def ready(self) -> None:
        if settings.IS_DEMO:
            from throughline.demo.cast import CAST
            from throughline.rooms.accounts import api as accounts

            accounts.register_cast(
                accounts.CastCard(member.username, member.name, member.says_who, member.came_to, member.language)
                for member in CAST
            )
