"""Sign-in accounts: one per person."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from mingjing.organs.terms import AccountFacts


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts for signing in; making them is left to the operations."""


class Account(AbstractBaseUser, PermissionsMixin):
    """Who may sign in. Roles live in appointments; Django's groups and permissions stay unused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField("用户名", max_length=40, unique=True)
    person = models.OneToOneField("organs.Person", models.PROTECT, related_name="account")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须修改密码", default=True)
    opened_at = models.DateTimeField("开通时间")
    ended_at = models.DateTimeField("销号时间", null=True, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "mj_account"
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The person's name."""
        return self.person.name

    def facts(self) -> AccountFacts:
        """What other rooms may know."""
        return AccountFacts(
            self.id, self.username, self.person_id, self.is_active, self.must_change_password, self.ended_at
        )
