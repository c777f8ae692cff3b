"""The gateway as a Django app: addresses for machines, one page of documentation, no tables."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Label `gateway`."""

    name = "mingjing.sites.gateway"
    label = "gateway"
    verbose_name = "接口"
