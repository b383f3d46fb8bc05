"""Tables that Django and the libraries bring, and why each stands behind no wall."""

OPEN_TABLES: dict[str, str] = {
    "auth_group": "Django's own; empty, since roles are not groups.",
    "auth_group_permissions": "Django's own; empty.",
    "auth_permission": "Django's own names of permissions.",
    "django_content_type": "Django's own names of models.",
    "django_migrations": "Which upgrades were made; the application may only read it.",
    "django_session": "Sessions, signed; needed before anybody is known.",
    "pghistory_context": "In which request a change was made, and by whom.",
    "procrastinate_events": "The job queue: when a job moved.",
    "procrastinate_jobs": "The job queue: a job takes ids, never rows.",
    "procrastinate_periodic_defers": "The job queue: what repeats.",
    "procrastinate_workers": "The job queue: who works.",
}
