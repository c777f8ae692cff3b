"""The records room as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Label `records`."""

    name = "mingjing.records"
    label = "records"
    verbose_name = "全过程记录"
