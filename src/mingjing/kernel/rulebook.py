"""The register of rules: number, sentence, sources. The manual, the messages and the test titles come from here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mingjing.kernel.findings import Finding, Weight


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered rule. `sentence` is its docstring in Chinese; `function` is pure."""

    number: str
    sentence: str
    cites: tuple[str, ...]
    function: Callable[..., Any]
    acts: frozenset[str] = frozenset()
    veto: int = 0
    points: int = 0
    ready: bool = False

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Ask the rule."""
        return self.function(*arguments, **named)

    def finding(self, message: str, *, next_step: str = "", weight: Weight = Weight.BLOCK, field: str = "") -> Finding:
        """A finding of this rule, with its number and sources filled in."""
        return Finding(
            rule=self.number, message=message, cites=self.cites, weight=weight, next_step=next_step, field=field
        )


_register: dict[str, list[Rule]] = {}


def rule(
    number: str,
    *,
    cites: str | Iterable[str],
    acts: Iterable[str] = (),
    veto: int = 0,
    points: int = 0,
    ready: bool = False,
) -> Callable[[Callable[..., Any]], Rule]:
    """Register a pure function as a numbered rule; its docstring is the Chinese sentence.

    `acts`: the acts it guards; `veto`: number of the MEE4 major problem it computes (0 for none); `points`: what a
    finding costs in the case-file score; `ready`: it can be asked before the form is filled in. Raises ValueError where the sentence is missing.
    """
    sources = (cites,) if isinstance(cites, str) else tuple(cites)

    def register(function: Callable[..., Any]) -> Rule:
        sentence = " ".join((function.__doc__ or "").split())
        if not sentence:
            raise ValueError(f"rule {number} has no sentence")
        made = Rule(number, sentence, sources, function, frozenset(acts), veto, points, ready)
        _register.setdefault(number, []).append(made)
        return made

    return register


def registered() -> dict[str, tuple[Rule, ...]]:
    """Every rule loaded so far, by number. One number may have several parts, each with its own sentence."""
    return {number: tuple(parts) for number, parts in sorted(_register.items())}
