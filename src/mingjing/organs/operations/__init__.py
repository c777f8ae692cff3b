"""One function per legal act on organs, people, certificates, roles and accounts."""

from mingjing.organs.operations.accounts import change_password, close_account, open_account, reset_password
from mingjing.organs.operations.bodies import amend_organ, found, register_organ
from mingjing.organs.operations.certificates import (
    issue_certificate,
    lift_suspension,
    revoke_certificate,
    suspend_certificate,
)
from mingjing.organs.operations.people import record_legal_qualification, register_person, retire_person
from mingjing.organs.operations.roles import appoint, dismiss

__all__ = [
    "amend_organ",
    "appoint",
    "change_password",
    "close_account",
    "dismiss",
    "found",
    "issue_certificate",
    "lift_suspension",
    "open_account",
    "record_legal_qualification",
    "register_organ",
    "register_person",
    "reset_password",
    "retire_person",
    "revoke_certificate",
    "suspend_certificate",
]
