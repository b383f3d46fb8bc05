from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "throughline.rooms.funding"
    label = "funding"

    def ready(self) -> None:
        from throughline.rooms.accounts import api as accounts
        from throughline.rooms.funding.tasks import tasks_for

        accounts.register_tasks(tasks_for)
