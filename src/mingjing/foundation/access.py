"""Permission predicates that read as sentences: `can_seal = is_archivist & dossier_is_complete`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mingjing.foundation.people import Actor


class Forbidden(Exception):
    """The person may not do this to this object. The message says what and why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named question about a person and an object; combine with & | ~."""

    name: str
    test: Callable[[Actor, Any], bool]

    def __call__(self, actor: Actor, subject: Any = None) -> bool:
        """Whether it holds."""
        return self.test(actor, subject)

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(f"{self.name}且{other.name}", lambda a, s: self(a, s) and other(a, s))

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(f"{self.name}或{other.name}", lambda a, s: self(a, s) or other(a, s))

    def __invert__(self) -> "Predicate":
        return Predicate(f"不是{self.name}", lambda a, s: not self(a, s))

    def require(self, actor: Actor, subject: Any = None, *, doing: str = "办理这一步") -> None:
        """Raise Forbidden unless it holds."""
        if not self(actor, subject):
            raise Forbidden(
                f"{actor.name}不能{doing}：须由{self.name}办理。请换用有权限的账号，或联系本机关安全管理员。"
            )


def predicate(name: str) -> Callable[[Callable[[Actor, Any], bool]], Predicate]:
    """Make a predicate of a function; `name` is the Chinese noun phrase shown in refusals."""
    return lambda test: Predicate(name, test)


def holds(role: str, name: str) -> Predicate:
    """The predicate that the person holds a role."""
    return Predicate(name, lambda actor, _: actor.has(role))
