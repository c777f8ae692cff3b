"""What witnesses said of the log: whom we trust, which checkpoint they cosigned last, and what they are asked next."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mingjing.ledger import notes
from mingjing.ledger.models import Cosignature, Entry, Head
from mingjing.ledger.terms import Event, PolicyBroken
from mingjing.ledger.trees import HASHERS, Tiles, integrate
from mingjing.ledger.verifier.policies import NO_POLICY, Policy, Witness, read_policy
from mingjing.ledger.verifier.saying import Bad

SHOWN_LINES = 12
LOOKED_BACK = 400


@dataclass(frozen=True, slots=True)
class WitnessFacts:
    """One witness of the policy: what it cosigned last, and since when it refuses (with what it said)."""

    alias: str
    name: str
    url: str
    size: int
    at: datetime | None
    refused_at: datetime | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What one witness is asked about one tree: the request of C2SP tlog-witness."""

    witness: str
    tree: str
    size: int
    body: str


def trusted() -> Policy:
    """The witnesses and the quorum of this installation; none where there is no file. Raises PolicyBroken."""
    path = Path(settings.MINGJING_WITNESS_POLICY)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return NO_POLICY
    return _read(path, stamp)


@lru_cache(8)
def _read(path: Path, _stamp: int) -> Policy:
    try:
        text = path.read_text(encoding="utf-8")
        if not re.search(r"^[ \t]*quorum\b", text, re.MULTILINE):
            text += "\nquorum none\n"
        return read_policy(text)
    except (OSError, ValueError, Bad) as failure:
        raise PolicyBroken(f"见证策略文件 {path} 读不懂：{failure}。请改正后再试。") from None


def one_sided() -> bool:
    """Whether nobody but the log itself vouches for it: 单方日志."""
    try:
        return trusted().quorum == "none"
    except PolicyBroken:
        return True


def witnesses() -> tuple[WitnessFacts, ...]:
    """Every witness of the policy with its last cosignature and its last refusal after it."""
    return tuple(_facts(one) for one in trusted().witnesses.values())


def _facts(one: Witness) -> WitnessFacts:
    last = Cosignature.objects.filter(tree="sha256", witness=one.name).order_by("-size", "-at").first()
    refusal = Entry.objects.filter(stream=f"ledger:witness:{one.name}"[:100], kind=Event.REFUSED).order_by("-index")
    found = refusal.select_related("opening").first()
    size, at = (last.size, last.at) if last else (0, None)
    if found is None or (at and found.at < at):
        return WitnessFacts(one.alias, one.name, one.url, size, at)
    told = re.search('"said":"([^"]*)"', bytes(found.opening.event).decode())
    return WitnessFacts(one.alias, one.name, one.url, size, at, found.at, told.group(1) if told else "")


def question(name: str, tree: str, old: int | None = None) -> Question:
    """What to ask this witness now; `old` where the witness said how far it is. Raises LookupError where it is further."""
    head = integrate()
    if old is None:
        old = min(cosigned_size(name, tree), head.size)
    if old > head.size:
        raise LookupError(f"the witness has seen {old}, the log has {head.size}")
    steps = Tiles(tree).consistency(old, head.size) if 0 < old < head.size else []
    proof = [base64.b64encode(step).decode() for step in steps]
    return Question(
        name, tree, head.size, "".join(f"{line}\n" for line in (f"old {old}", *proof, "")) + _signed(head, tree)
    )


def cosigned_size(name: str, tree: str = "sha256") -> int:
    """How far this witness has cosigned."""
    last = Cosignature.objects.filter(tree=tree, witness=name).order_by("-size").values_list("size", flat=True).first()
    return last or 0


def _signed(head: Head, tree: str) -> str:
    return head.checkpointsm3 if tree == "sm3" else head.checkpoint256


def lines_of(sizes: Iterable[int]) -> dict[tuple[int, str], str]:
    """(size, tree) → the signature lines of witnesses, the newest of each."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    for row in Cosignature.objects.filter(size__in=list(sizes)).order_by("at"):
        found.setdefault((row.size, row.tree), {})[row.witness] = row.line
    return {key: "".join(list(lines.values())[:SHOWN_LINES]) for key, lines in found.items()}


def witnessed_note(head: Head, tree: str, lines: Mapping[tuple[int, str], str]) -> str:
    """The signed checkpoint with the lines of witnesses below our own."""
    return _signed(head, tree) + lines.get((head.size, tree), "")


def best_head(covering: int) -> Head | None:
    """The newest head with more than `covering` entries that satisfies the quorum; None where there is none."""
    try:
        policy = trusted()
    except PolicyBroken:
        return None
    if policy.quorum == "none":
        return None
    aliases = {one.name: one.alias for one in policy.witnesses.values()}
    rows = Cosignature.objects.filter(tree="sha256", size__gt=covering).order_by("-size").values_list("size", "witness")
    held: dict[int, set[str]] = {}
    for size, name in rows[:LOOKED_BACK]:
        if name in aliases:
            held.setdefault(size, set()).add(aliases[name])
    best = next((size for size in sorted(held, reverse=True) if policy.satisfied(held[size])), None)
    return None if best is None else Head.objects.filter(size=best).first()


def published_policy() -> str:
    """The policy as C2SP text, for verifiers: our keys, the witnesses without their addresses, the quorum."""
    from mingjing.ledger.queries.bundles import public_key

    policy = trusted()
    lines = [f"# {notes.origin()}", f"log {public_key()}"]
    lines += [f"witness {one.alias} {one.key}" for one in policy.witnesses.values()]
    lines += [f"group {alias} {needed} {' '.join(members)}" for alias, (needed, members) in policy.groups.items()]
    return "\n".join([*lines, f"quorum {policy.quorum}", ""])


def trees() -> tuple[str, ...]:
    """Both trees, SHA-256 first."""
    return tuple(HASHERS)
