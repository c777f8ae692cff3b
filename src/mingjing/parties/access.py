"""Who may keep the register of parties."""

from mingjing.foundation.access import holds
from mingjing.foundation.people import Role

may_register = holds(Role.HANDLER, "承办人") | holds(Role.EXAMINER, "案件审查人") | holds(Role.SUPERVISOR, "执法监督员")
