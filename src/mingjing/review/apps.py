"""The room of legality review (法制审核)."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Label `review`."""

    name = "mingjing.review"
    label = "review"
    verbose_name = "法制审核"
