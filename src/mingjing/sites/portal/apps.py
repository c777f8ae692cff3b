"""The public portal as a Django app: pages for everybody, no tables, no sign-in."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Label `portal`."""

    name = "mingjing.sites.portal"
    label = "portal"
    verbose_name = "公示门户"
