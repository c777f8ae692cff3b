"""The room of supervision and statistics (监督与统计)."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Label `supervision`; it counts what the rooms below recorded, and keeps what was signed and what was filled in by hand."""

    name = "mingjing.supervision"
    label = "supervision"
    verbose_name = "监督与统计"
