"""The room of exchange (共享交换)."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Label `exchange`; it reads what the other rooms know and hands it over in the partner's own form."""

    name = "mingjing.exchange"
    label = "exchange"
    verbose_name = "共享交换"
