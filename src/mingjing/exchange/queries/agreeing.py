"""Whether what was fed, handed over and kept for credit is still what the ledger says."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from mingjing.exchange.events import Event
from mingjing.exchange.models import ApiKey, Channel, CreditItem, CreditStep, Delivery, Fed, FedFile
from mingjing.exchange.terms import CREDIT_MOVES, CreditMove, DeliveryState
from mingjing.kernel.days import local_day
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference

_FILE = ("sha256", "kind", "edition", "rows", "entered", "same", "bad")
_CREDIT = {
    Event.CREDIT_STOPPED: CreditMove.STOP, Event.CREDIT_REPAIRED: CreditMove.REPAIR, Event.CREDIT_CANCELLED: CreditMove.CANCEL,
}  # fmt: skip
Held = dict[str, dict[str, object]]


def exchange_unlike_the_ledger() -> Iterator[Difference]:
    """What differs in files and decisions fed, keys, channels, deliveries and credit items."""
    yield from _fed()
    yield from _channels()
    yield from _deliveries()
    yield from _credit()


def _fed() -> Iterator[Difference]:
    """Files and decisions that were fed, and the keys of interfaces: organ by organ, none more and none less."""
    held: Held = {}
    for file in FedFile.objects.iterator():
        told = (sha256(file.name.encode()).hexdigest(), *(getattr(file, name) for name in _FILE))
        held.setdefault(f"feeding:{file.organ_id}", {})[f"file {file.pk}"] = told
        if Fed.objects.filter(file=file).count() != file.entered:
            yield Difference(f"导入文件 {file.name}", "登记的决定件数与这份文件的记录不符")
    for fed in Fed.objects.filter(file=None).iterator():
        told_fed = (str(fed.publication_id), fed.number, fed.channel)
        held.setdefault(f"feeding:{fed.organ_id}", {})[f"fed {fed.publication_id}"] = told_fed
    for key in ApiKey.objects.iterator():
        told_key = (
            tuple(key.scopes),
            str(key.person_id),
            key.expires_on.isoformat(),
            key.revoked_reason,
            key.accepted_at is not None,
        )
        held.setdefault(f"feeding:{key.organ_id}", {})[f"key {key.pk}"] = told_key
    for stream in sorted(held.keys() | ledger.streams("feeding:")):
        yield from _apart(stream, held.get(stream, {}), _fed_as_logged(ledger.whole(stream)), "外部登记")


def _fed_as_logged(events: tuple[EventFacts, ...]) -> dict[str, object]:
    told: dict[str, object] = {}
    for one in events:
        said = one.payload
        if one.kind == Event.FILE_FED:
            told[f"file {said['file']}"] = (said["name_sha256"], *(said[name] for name in _FILE))
        elif one.kind == Event.DECISION_FED:
            told[f"fed {said['publication']}"] = (said["publication"], said["number"], said["channel"])
        elif one.kind == Event.KEY_ISSUED:
            told[f"key {said['key']}"] = (tuple(said["scopes"]), said["person"], said["expires_on"], "", False)
        elif one.kind == Event.KEY_REVOKED:
            known = told[f"key {said['key']}"]
            assert isinstance(known, tuple)
            told[f"key {said['key']}"] = (*known[:3], said["reason"], known[4])
        elif one.kind == Event.KEY_ACCEPTED:
            known = told[f"key {said['key']}"]
            assert isinstance(known, tuple)
            told[f"key {said['key']}"] = (*known[:4], True)
    return told


def _channels() -> Iterator[Difference]:
    held: Held = {}
    for row in Channel.objects.iterator():
        until = row.until.isoformat() if row.until else ""
        told_row = (row.kind, row.name, row.target, row.since.isoformat(), until)
        held.setdefault(f"exchange:{row.organ_id}", {})[f"channel {row.pk}"] = told_row
    for stream in sorted(held.keys() | ledger.streams("exchange:")):
        told: dict[str, object] = {}
        for one in ledger.whole(stream):
            said = one.payload
            if one.kind == Event.CHANNEL_OPENED:
                told[f"channel {said['channel']}"] = (said["kind"], said["name"], said["target"], said["since"], "")
            elif one.kind == Event.CHANNEL_CLOSED:
                known = told[f"channel {said['channel']}"]
                assert isinstance(known, tuple)
                told[f"channel {said['channel']}"] = (*known[:4], local_day(one.at).isoformat())
        yield from _apart(stream, held.get(stream, {}), told, "公示渠道")


def _deliveries() -> Iterator[Difference]:
    """What was acknowledged, publication by publication, with its receipt and the digest of what was sent."""
    held: Held = {}
    for row in Delivery.objects.order_by("publication_id").iterator():
        own = held.setdefault(f"pub:{row.publication_id}", {})
        if row.state == DeliveryState.ACKNOWLEDGED:
            own[f"delivery {row.pk}"] = (row.number, row.seq, row.act, row.receipt, row.sha256)
    for stream, kept in held.items():
        told: dict[str, object] = {
            f"delivery {one.payload['delivery']}": tuple(
                one.payload[name] for name in ("number", "version", "act", "receipt", "sha256")
            )
            for one in ledger.whole(stream)
            if one.kind == Event.DELIVERY_ACKNOWLEDGED
        }
        yield from _apart(stream, kept, told, "渠道回执")


def _credit() -> Iterator[Difference]:
    known = set()
    for row in CreditItem.objects.order_by("pk").iterator():
        known.add(f"credit:{row.pk}")
        events = ledger.whole(f"credit:{row.pk}")
        said = {(one.payload["number"], one.payload["class"]) for one in events}
        if said != {(row.number, row.klass)}:
            yield Difference(f"信用信息 {row.number}", "文号或者分类与台账登记的不符")
        steps = set(CreditStep.objects.filter(item=row).values_list("ledger_index", flat=True))
        if steps != {one.index for one in events}:
            yield Difference(f"信用信息 {row.number}", "经过与台账登记的不符")
        last = next((one.kind for one in reversed(events) if one.kind in (*_CREDIT, Event.CREDIT_REINSTATED)), "")
        if last in _CREDIT and CREDIT_MOVES[_CREDIT[Event(last)]][2] != row.state:
            yield Difference(f"信用信息 {row.number}", "状态与台账登记的不符")
    for stream in sorted(ledger.streams("credit:") - known):
        yield Difference(stream, "台账记有这条信用信息，业务库里没有（被删除）")


def _apart(stream: str, held: Mapping[str, object], told: Mapping[str, object], what: str) -> Iterator[Difference]:
    """Each thing that is not as logged, by its name in the stream."""
    for name in sorted(held.keys() | told.keys()):
        if name not in told:
            yield Difference(f"{stream} {name}", f"{what}：业务库里有，台账没有记")
        elif name not in held:
            yield Difference(f"{stream} {name}", f"{what}：台账记有，业务库里没有（被删除，或者状态被改动）")
        elif held[name] != told[name]:
            yield Difference(f"{stream} {name}", f"{what}与台账登记的不符")
