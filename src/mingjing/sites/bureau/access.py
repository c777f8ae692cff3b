"""Who is signed in, and what of the bureau this person finds in the left menu."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from mingjing.foundation.pages import page_url
from mingjing.foundation.people import ROLE_NAMES, Actor, Role
from mingjing.organs import queries as organs
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.terms.menu import MENU


@dataclass(frozen=True, slots=True)
class Item:
    """A menu line as drawn."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the menu as drawn."""

    label: str
    items: tuple[Item, ...]


def menu_for(actor: Actor, here: str) -> tuple[Part, ...]:
    """The left menu for this person; pages that are not installed or not for the person are left out."""
    parts = []
    for group in MENU:
        items = tuple(
            Item(entry.label, address, entry.icon, here == entry.name or here in entry.under)
            for entry in group.entries
            if actor.has(*entry.roles) and (address := page_url(f"bureau:{entry.name}", default=""))
        )
        if items:
            parts.append(Part(group.label, items))
    return tuple(parts)


def recognise(request: HttpRequest, at: datetime) -> Actor | None:
    """Lay the signed-in person, the menu and the names of the roles held on the request, for the layout."""
    account: Any = request.user
    actor = organs.actor_for_account(account.pk, at) if account.is_authenticated else None
    if actor is not None:
        here = getattr(request.resolver_match, "url_name", None) or ""
        laid: Any = request
        laid.actor, laid.menu = actor, menu_for(actor, here)
        laid.role_names = tuple(ROLE_NAMES[role] for role in Role if role in actor.roles)
        laid.may_find = (
            "案号、当事人、信用代码、人员、法条" if actor.has(*CASE_ROLES) else "执法机关、人员、执法证号、法条"
        )
    return actor
