"""One function per legal act: keyword-only, an acting person required, one transaction, event on commit."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
_names: dict[str, str] = {}


def operation(event: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as a legal act named `subject:object:verb`.

    The function must take keyword arguments only and one of them must be `by`. The call runs in one atomic
    transaction; calls between rooms join the outer one, so either every room keeps the act or none does.
    Raises TypeError at import where the signature breaks the rule.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        if "by" not in parameters or any(p.kind is not p.KEYWORD_ONLY for p in parameters.values()):
            raise TypeError(f"{function.__qualname__} must be keyword-only and require by=")
        _names[event] = f"{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                return function(*args, **kwargs)

        return run

    return decorate


def operations() -> dict[str, str]:
    """Event name → dotted path of the operation, for the reference manual."""
    return dict(sorted(_names.items()))
