"""What other rooms ask about parties."""

import unicodedata
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from mingjing.kernel.findings import Invalid
from mingjing.parties.models import Party, PartyVersion
from mingjing.parties.terms import IdType, PartyFacts

SHORTEST_NUMBER = 6


def party(party_id: UUID, version: int | None = None) -> PartyFacts:
    """A party as it is now, or as of one version. Raises Invalid where there is none."""
    found: Party | PartyVersion | None
    if version is None:
        found = Party.objects.filter(id=party_id).first()
    else:
        found = PartyVersion.objects.filter(party_id=party_id, version=version).first()
    if found is None:
        raise Invalid({"party_id": ["没有登记这个当事人或者这个版本，请先登记。"]})
    return found.facts()


def parties(party_ids: Iterable[UUID]) -> dict[UUID, PartyFacts]:
    """Many parties as they are now, in one query; unknown ids are left out."""
    return {row.id: row.facts() for row in Party.objects.filter(id__in=list(party_ids))}


def versions(party_id: UUID) -> tuple[PartyFacts, ...]:
    """Every version of a party, oldest first."""
    return tuple(row.facts() for row in PartyVersion.objects.filter(party_id=party_id))


def existing(kind: str, id_number: str) -> PartyFacts | None:
    """The party of this kind with this number, for offering it instead of a second registration."""
    row = Party.objects.filter(kind=kind, id_number=_number(id_number)).first()
    return row.facts() if row else None


def find(text: str, limit: int = 20) -> tuple[PartyFacts, ...]:
    """Parties whose name holds the text, or whose credit code begins with it (at least six characters), by name.

    A number that is shown masked is found whole only, or its digits could be tried one by one. An empty or blank text
    finds nothing; an exact name or number comes first.
    """
    wanted = text.strip()
    if not wanted or "\x00" in wanted or limit < 1:
        return ()
    number = _number(wanted)
    asked = Q(name__icontains=wanted)
    if len(number) >= SHORTEST_NUMBER:
        asked |= Q(id_type=IdType.USCC, id_number__startswith=number)
    rows = [row.facts() for row in Party.objects.filter(asked).order_by("name", "id")[: max(limit, 1)]]
    exact = [row.facts() for row in Party.objects.filter(Q(name=wanted) | Q(id_number=number))[:limit]]
    return tuple(dict.fromkeys([*exact, *rows]))[:limit]


def _number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("\x00", "").upper()
