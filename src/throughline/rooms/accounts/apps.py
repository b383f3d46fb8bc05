from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "throughline.rooms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from throughline.rooms.accounts import tasks
        from throughline.rooms.accounts.administration import tasks as administration
        from throughline.rooms.accounts.second_factor.telling import register_second_steps_gone
        from throughline.rooms.accounts.sessions.keeping import note_sign_in
        from throughline.rooms.accounts.today.contributions import register_tasks
        from throughline.rooms.accounts.welcome.invitations import register_invitations

        register_tasks(tasks.find_tasks)
        user_logged_in.connect(note_sign_in, dispatch_uid="throughline.sessions")
        register_invitations()
        register_second_steps_gone()
        register_tasks(administration.find_tasks)
