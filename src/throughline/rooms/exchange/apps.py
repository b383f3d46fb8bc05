"""The exchange, as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Adds to Today the previews that wait."""

    name = "throughline.rooms.exchange"
    label = "exchange"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.audit import api as audit
        from throughline.rooms.exchange.freshness.queries import find_freshness
        from throughline.rooms.exchange.runs import origin, today
        from throughline.rooms.students import api as students

        accounts.register_tasks(today.find_tasks)
        audit.register_origin("import", origin.say_origin)
        students.register_freshness(find_freshness)
