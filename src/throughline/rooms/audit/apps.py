from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "throughline.rooms.audit"
    label = "audit"
