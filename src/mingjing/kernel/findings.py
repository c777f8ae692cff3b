"""What a rule answers: findings, and the refusal that carries them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class Weight(StrEnum):
    """What a finding does when an act is asked for."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one rule: the fact that is wrong, the rule, the source, and what to do next."""

    rule: str
    message: str
    cites: tuple[str, ...] = ()
    weight: Weight = Weight.BLOCK
    next_step: str = ""
    field: str = ""
    due: date | datetime | None = None

    def as_warning(self) -> "Finding":
        """The same finding, which no longer blocks."""
        return replace(self, weight=Weight.WARN)

    def __str__(self) -> str:
        """Fact, rule and next step in one Chinese sentence."""
        sources = "，".join((self.rule, *self.cites))
        tail = f"{self.next_step}。" if self.next_step else ""
        return f"{self.message.rstrip('。')}（{sources}）。{tail}"


class Refused(Exception):
    """An act was refused: at least one finding blocks it. Nothing was written."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("".join(str(finding) for finding in findings))
        self.findings = findings

    @property
    def rules(self) -> frozenset[str]:
        """The numbers of the rules that refused."""
        return frozenset(finding.rule for finding in self.findings)


class Invalid(Exception):
    """What was typed does not fit its field. `errors` maps a field's name to Chinese messages; nothing was written."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("；".join(f"{field}：{'、'.join(texts)}" for field, texts in errors.items()))
        self.errors = errors


def blocking(findings: tuple[Finding, ...] | list[Finding]) -> tuple[Finding, ...]:
    """Only the findings that refuse an act."""
    return tuple(finding for finding in findings if finding.weight is Weight.BLOCK)
