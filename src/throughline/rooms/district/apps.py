from django.apps import AppConfig


class DistrictConfig(AppConfig):
    name = "throughline.rooms.district"
    label = "district"
