"""The room as a Django app."""

from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """Label `archives`."""

    name = "mingjing.archives"
    label = "archives"
