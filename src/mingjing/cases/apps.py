"""The conductor as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Label `cases`."""

    name = "mingjing.cases"
    label = "cases"
    verbose_name = "案件与程序"
