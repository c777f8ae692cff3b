"""Foundation as a Django app: it owns the outbox, number series and the shared page pieces."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Label `foundation`."""

    name = "mingjing.foundation"
    label = "foundation"
    verbose_name = "基础"
