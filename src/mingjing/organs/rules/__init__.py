"""Rules about organs and people."""

from mingjing.organs.rules.certificates import certificate_findings, change_findings
from mingjing.organs.rules.organs import kind_findings
from mingjing.organs.rules.roles import incompatible, required_reviewers

__all__ = ["certificate_findings", "change_findings", "incompatible", "kind_findings", "required_reviewers"]
