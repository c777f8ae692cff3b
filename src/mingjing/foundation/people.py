"""Who acts: the frozen fact that every operation requires as `by`."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Roles with legal meaning. A person may hold several; incompatible ones are refused per case, not per person."""

    HANDLER = "handler"
    EXAMINER = "examiner"
    REVIEWER = "reviewer"
    CHAIR = "chair"
    HEAD = "head"
    PUBLICIST = "publicist"
    ARCHIVIST = "archivist"
    SUPERVISOR = "supervisor"
    SYSTEM_ADMIN = "sysadmin"
    SECURITY_ADMIN = "secadmin"
    AUDIT_ADMIN = "auditor"


ROLE_NAMES = {
    Role.HANDLER: "承办人",
    Role.EXAMINER: "案件审查人",
    Role.REVIEWER: "法制审核人",
    Role.CHAIR: "听证主持人",
    Role.HEAD: "行政机关负责人",
    Role.PUBLICIST: "公示员",
    Role.ARCHIVIST: "档案员",
    Role.SUPERVISOR: "执法监督员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as of one moment: identity, organ, and the roles held then.

    `via`: the id of the interface key through which a machine acts in the person's name; empty at a page.
    """

    person_id: UUID
    name: str
    organ_id: UUID
    organ_name: str
    roles: frozenset[str]
    via: str = ""

    def has(self, *roles: str) -> bool:
        """Whether the person holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)
