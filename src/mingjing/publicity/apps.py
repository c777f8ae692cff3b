"""The room of publicity (执法公示)."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """Label `publicity`; it knows organs and the ledger, and nothing of cases."""

    name = "mingjing.publicity"
    label = "publicity"
    verbose_name = "执法公示"
