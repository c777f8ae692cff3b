"""The room of organs and people (主体与人员)."""

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    """Label `organs`; it owns the account model of the installation."""

    name = "mingjing.organs"
    label = "organs"
    verbose_name = "主体与人员"
