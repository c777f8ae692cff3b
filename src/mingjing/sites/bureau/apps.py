"""The bureau as a Django app: pages for people of the organs, no tables."""

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """Label `bureau`."""

    name = "mingjing.sites.bureau"
    label = "bureau"
    verbose_name = "办案端"
