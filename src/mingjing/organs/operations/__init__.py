"""One function per legal act on organs, people, certificates, roles and accounts."""

from mingjing.organs.operations.accounts import (
    change_password,
    close_account,
    lock_account,
    open_account,
    release_sign_in,
    reset_password,
    unlock_account,
)
from mingjing.organs.operations.bodies import amend_organ, found, register_organ
from mingjing.organs.operations.certificates import (
    issue_certificate,
    lift_suspension,
    renew_certificate,
    revoke_certificate,
    suspend_certificate,
)
from mingjing.organs.operations.functions import record_functions, withdraw_functions
from mingjing.organs.operations.keeping import keeper_roles, may_appoint, may_keep, may_unlock, may_withhold, reach
from mingjing.organs.operations.overlays import (
    foresee_figures,
    import_figures,
    may_import_figures,
    scopes_of,
)
from mingjing.organs.operations.people import amend_person, record_legal_qualification, register_person, retire_person
from mingjing.organs.operations.photos import remove_photo, set_photo
from mingjing.organs.operations.roles import appoint, dismiss
from mingjing.organs.operations.seals import assign_seal, move_seal, register_seal, require_seals, seal_stream
from mingjing.organs.operations.showing import count_showing, look_at_code, shown_code

__all__ = [
    "amend_organ",
    "amend_person",
    "appoint",
    "assign_seal",
    "change_password",
    "close_account",
    "count_showing",
    "dismiss",
    "foresee_figures",
    "found",
    "import_figures",
    "issue_certificate",
    "keeper_roles",
    "lift_suspension",
    "lock_account",
    "look_at_code",
    "may_appoint",
    "may_import_figures",
    "may_keep",
    "may_unlock",
    "may_withhold",
    "open_account",
    "reach",
    "move_seal",
    "record_functions",
    "record_legal_qualification",
    "register_organ",
    "register_person",
    "register_seal",
    "release_sign_in",
    "remove_photo",
    "renew_certificate",
    "reset_password",
    "require_seals",
    "retire_person",
    "scopes_of",
    "revoke_certificate",
    "seal_stream",
    "set_photo",
    "shown_code",
    "suspend_certificate",
    "unlock_account",
    "withdraw_functions",
]
