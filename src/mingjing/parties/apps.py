"""The room of the parties to enforcement (行政相对人)."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Label `parties`."""

    name = "mingjing.parties"
    label = "parties"
    verbose_name = "行政相对人"
