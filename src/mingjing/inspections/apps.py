"""The room of inspections (检查、双随机)."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Label `inspections`; it stands above publicity and knows nothing of cases."""

    name = "mingjing.inspections"
    label = "inspections"
    verbose_name = "检查、双随机"
