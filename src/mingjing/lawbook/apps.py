"""The lawbook as a Django app."""

from django.apps import AppConfig


class LawbookConfig(AppConfig):
    """Label `lawbook`."""

    name = "mingjing.lawbook"
    label = "lawbook"
    verbose_name = "法规与目录"
