"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Label `ledger`."""

    name = "mingjing.ledger"
    label = "ledger"
    verbose_name = "留痕台账"
