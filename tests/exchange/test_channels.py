"""Channels: what waits for each, what really arrives, what happens when it does not, and who may do what."""

import hmac
import json
import socket
import ssl
import stat
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.exchange import town
from tests.exchange.receiver import Platform, listening
from tests.publicity import ends, samples

from mingjing.exchange import operations, queries
from mingjing.exchange.models import Channel, Delivery
from mingjing.exchange.operations import delivering, sending
from mingjing.exchange.rules import channels as rules
from mingjing.foundation import outbox
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.workdays import Workdays
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations as publicity

pytestmark = pytest.mark.django_db
AT = ends.PAST_WAIT


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    """Keys and packages in a folder of the test's own; the loopback may be reached, without TLS."""
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    settings.MINGJING_PUSH_NETWORKS, settings.MINGJING_PUSH_PLAIN = "127.0.0.0/8", True


@pytest.fixture
def platform() -> Any:
    """The unified platform of the level above, listening."""
    with listening() as found:
        yield found


def pushed(platform: Platform) -> Any:
    town.channel("upper", "省平台", platform.address)
    return town.released()


def body(platform: Platform, at: int = -1) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.loads(platform.posts[at][2])["signed"])
    return told


def files(kind: str = "credit") -> list[Path]:
    channel = next(one for one, _ in queries.channels(None) if one.kind == kind)
    from django.conf import settings

    return sorted((Path(settings.MINGJING_DROP) / str(channel.id) / "out").glob("*"))


# What the moves queue.


def test_a_release_waits_for_every_channel_that_is_on() -> None:
    for kind in ("portal", "static", "board", "credit"):
        town.channel(kind)
    closed, _ = town.channel("board", "老公示栏")
    operations.close_channel(channel_id=closed.id, reason="大厅搬迁", by=town.ADMIN, at=town.NOW - timedelta(days=2))
    made = town.released()
    assert {one.channel.kind for one in town.moves()} == {"portal", "static", "board", "credit"}
    assert {(one.state, one.act, one.seq, one.number) for one in town.moves()} == {("queued", "show", 1, made.number)}
    # Seven working days from Thursday 5 November 2026.
    assert {one.due for one in town.moves()} == {date(2026, 11, 16)}


def test_hearing_twice_queues_once() -> None:
    town.channel("portal")
    made = town.released()
    one = town.only()
    for _ in range(2):
        assert operations.queue(publication_id=made.id, state="released", index=one.index, by=SYSTEM, at=town.NOW) == 0
    assert operations.queue(publication_id=uuid4(), state="released", index=1, by=SYSTEM, at=town.NOW) == 0
    assert len(town.moves()) == 1


def test_the_move_and_its_delivery_stand_or_fall_together() -> None:
    """The event is kept in the move's own transaction; a worker that died before hearing it finds it again."""
    town.channel("portal")
    made = samples.released(ends.market())
    assert town.moves() == ()
    assert outbox.hear_waiting() > 0
    assert town.only().publication_id == made.id
    assert outbox.hear_waiting() == 0


def test_a_later_move_takes_the_place_of_what_still_waits() -> None:
    town.channel("static")
    made = town.released()
    publicity.correct(
        publication_id=made.id, reason="案由录入有误", changes={"cause": "无证上岗"}, by=samples.PUBLICIST, at=town.NOW
    )
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    outbox.hear_waiting()
    assert [(one.act, one.state) for one in town.moves()] == [
        ("show", "superseded"), ("show", "superseded"), ("remove", "queued"),
    ]  # fmt: skip


def test_an_event_heard_late_does_not_bring_back_what_was_withdrawn() -> None:
    town.channel("static")
    made = town.released()
    old = town.only().index
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    outbox.hear_waiting()
    operations.queue(publication_id=made.id, state="released", index=old - 1, by=SYSTEM, at=town.NOW)
    assert [one.state for one in town.moves() if one.act == "show"] == ["superseded", "superseded"]


def test_a_channel_opened_later_gets_what_is_public_and_one_closed_still_hears_of_removals() -> None:
    made = town.released()
    opened, _ = town.channel("static")
    assert town.only().seq == 1
    operations.close_channel(channel_id=opened.id, reason="改由县政府网托管", by=town.ADMIN, at=town.NOW)
    later = datetime(2026, 12, 1, 9, tzinfo=town.NOW.tzinfo)
    assert operations.queue(publication_id=made.id, state="corrected", index=10**6, by=SYSTEM, at=later) == 0
    assert operations.queue(publication_id=made.id, state="withdrawn", index=10**6 + 1, by=SYSTEM, at=later) == 1


# The interface of the level above, against a server that really listens.


def test_a_push_arrives_signed_and_comes_back_with_its_receipt(platform: Platform) -> None:
    made = pushed(platform)
    assert town.work() == 1
    one = town.only()
    assert (one.state, one.receipt, one.attempts, one.failure) == ("acknowledged", "HZ-0001", 0, "")
    path, headers, sent = platform.posts[0]
    assert path == "/push?from=shifan"
    assert headers["X-Content-Sha256".replace("Sha", "SHA")] == one.sha256 == sha256(sent).hexdigest()
    told = body(platform)
    assert (told["act"], told["number"], told["version"], told["format"]) == ("show", made.number, 1, "mingjing-push@1")
    assert told["content"]["parts"]["party"] == "示范县恒源化工有限公司"
    assert not [secret for secret in samples.SECRETS if secret in sent.decode()]
    assert town.work() == 0
    kinds = [entry.kind for entry in ledger.entries(f"pub:{made.id}")]
    assert kinds[-1] == "exchange:delivery:acknowledged"


def test_the_signature_is_that_of_the_channels_key(platform: Platform) -> None:
    _, key = town.channel("upper", "省平台", platform.address)
    town.released()
    town.work()
    envelope = json.loads(platform.posts[0][2])
    assert hmac.new(key.encode(), envelope["signed"].encode(), sha256).hexdigest() == envelope["hmac"]
    other = hmac.new(b"another key", envelope["signed"].encode(), sha256).hexdigest()
    assert other != envelope["hmac"]


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("500", "500"), ("404", "404"), ("redirect", "不跟随跳转"), ("html", "不是 JSON"), ("huge", "不是 JSON"),
        ("other delivery", "推送编号不符"), ("other content", "摘要与送出的不一致"), ("no number", "没有编号"),
        ("refuses", "字段不全"), ("hang", "没有送到"),
    ],
)  # fmt: skip
def test_a_failed_push_is_seen_and_tried_again(
    platform: Platform, mood: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.4)
    pushed(platform)
    platform.mood = mood
    town.work()
    one = town.only()
    assert (one.state, one.attempts, words in one.failure) == ("failed", 1, True), one.failure
    assert one.next_at is not None
    assert len(platform.posts) == 1, "no redirect is followed"
    assert town.work() == 0, "it waits a minute first"
    platform.mood = "take"
    assert town.work(timedelta(minutes=2)) == 1
    assert (town.only().state, town.only().failure) == ("acknowledged", "")


def test_the_same_delivery_twice_is_one_at_the_other_side(platform: Platform) -> None:
    pushed(platform)
    town.work()
    # The receipt was lost on the way: it is sent again and the platform says that it has it.
    Delivery.objects.update(state="queued", next_at=town.NOW, acknowledged_at=None, receipt="")
    town.work()
    assert len(platform.posts) == 2
    assert len(platform.held) == 1
    assert (town.only().state, town.only().receipt) == ("acknowledged", "HZ-0001")


def test_a_platform_that_answers_later_is_waited_for(platform: Platform) -> None:
    pushed(platform)
    platform.mood = "later"
    town.work()
    assert (town.only().state, town.only().next_at) == ("sent", None)


def test_after_the_last_wait_a_person_has_to_look(platform: Platform) -> None:
    pushed(platform)
    platform.mood = "500"
    for at in range(len(delivering.WAITS) + 1):
        assert town.work(timedelta(days=3 * at)) == 1
    one = town.only()
    assert (one.attempts, one.next_at, one.light) == (8, None, "red")
    assert town.work(timedelta(days=90)) == 0
    platform.mood = "take"
    again = operations.retry(delivery_id=one.id, reason="对方说已经修好", by=samples.PUBLICIST, at=town.NOW)
    assert (again.state, again.attempts) == ("queued", 0)
    town.work()
    assert town.only().state == "acknowledged"
    kinds = [entry.kind for entry in ledger.entries(f"pub:{one.publication_id}")]
    assert "exchange:delivery:retried" in kinds


def test_a_withdrawal_reaches_the_other_platform_without_the_content(platform: Platform) -> None:
    made = pushed(platform)
    town.work()
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    outbox.hear_waiting()
    town.work()
    told = body(platform)
    assert (told["act"], told["content"]["state"], told["content"]["reason"]) == (
        "remove",
        "withdrawn",
        "复议决定撤销本决定",
    )
    assert "恒源" not in platform.posts[-1][2].decode()
    assert told["index"] > body(platform, 0)["index"]
    assert [one.state for one in town.moves()] == ["acknowledged", "acknowledged"]


def test_what_changed_while_it_waited_is_not_sent(platform: Platform) -> None:
    made = pushed(platform)
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    town.work()
    assert platform.posts == []
    assert town.only().state == "superseded"


def test_two_workers_do_not_send_the_same(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed(platform)
    real, rounds = delivering.send, []

    def meanwhile(delivery: Delivery, content: bytes) -> Any:
        rounds.append(town.work())
        return real(delivery, content)

    monkeypatch.setattr(delivering, "send", meanwhile)
    assert town.work() == 1
    assert rounds == [0]
    assert len(platform.posts) == 1


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    authority = folder / "ca.pem"
    authority.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return authority, context


def test_tls_is_on_and_an_unknown_certificate_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_PUSH_PLAIN = False
    authority, context = certificate(tmp_path)
    with listening(context) as platform:
        pushed(platform)
        town.work()
        assert "CERTIFICATE_VERIFY_FAILED" in town.only().failure
        assert platform.posts == []
        settings.MINGJING_PUSH_CA = str(authority)
        town.work(timedelta(minutes=2))
        assert town.only().state == "acknowledged"


# Where a push may go.


@pytest.mark.parametrize(
    "target",
    ["http://gs.example.gov.cn/", "ftp://gs.example.gov.cn/", "gs.example.gov.cn", "", "https://", "https://a:b@gs.example.gov.cn/",
     "https://gs.example.gov.cn/#x", "https://gs.example.gov.cn:99999/", "file:///etc/passwd", "https://gs.example.gov.cn/a b"],
)  # fmt: skip
def test_only_a_plain_https_address_is_registered(settings: Any, target: str) -> None:
    settings.MINGJING_PUSH_PLAIN = False
    with pytest.raises((Refused, Invalid)) as refusal:
        town.channel("upper", "省平台", target)
    assert isinstance(refusal.value, Invalid) or refusal.value.rules == {"XCH-42"}
    assert Channel.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "allowed", "good"),
    [
        ("127.0.0.1", "", False), ("10.1.2.3", "", False), ("192.168.1.1", "", False), ("172.16.0.9", "", False),
        ("169.254.169.254", "", False), ("0.0.0.0", "", False), ("100.64.0.1", "", False), ("224.0.0.1", "", False),
        ("::1", "", False), ("fd00::1", "", False), ("fe80::1", "", False), ("::ffff:127.0.0.1", "", False),
        ("8.8.8.8", "", True), ("2001:4860:4860::8888", "", True),
        ("10.1.2.3", "10.1.0.0/16", True), ("10.2.2.3", "10.1.0.0/16", False), ("10.1.2.3", "fd00::/8", False),
    ],
)  # fmt: skip
def test_nothing_inside_the_wall_is_reached_unless_allowed(address: str, allowed: str, good: bool) -> None:
    nets = [ip_network(allowed)] if allowed else []
    assert (rules.reachable([ip_address(address)], nets) == ()) is good


def test_a_name_that_resolves_inside_is_refused_and_one_bad_answer_is_enough(
    settings: Any, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MINGJING_PUSH_NETWORKS = ""
    pushed(platform)
    town.work()
    assert "XCH-43" in town.only().failure
    assert platform.posts == []
    mixed = [ip_address("8.8.8.8"), ip_address("10.0.0.1")]
    assert [one.rule for one in rules.reachable(mixed, [])] == ["XCH-43"]
    assert [one.rule for one in rules.reachable([], [])] == ["XCH-43"]


def test_the_checked_address_is_the_one_that_is_called(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves elsewhere a moment later does not lead the push astray."""
    town.channel("upper", "省平台", f"http://gs.example.gov.cn:{platform.server_port}/push")
    town.released()
    asked: list[Any] = []

    def once(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        assert len(asked) == 1 or host == "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", platform.server_port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    town.work()
    assert platform.posts[0][1]["Host"].startswith("gs.example.gov.cn")
    assert asked[0] == "gs.example.gov.cn"


# The folder that is carried by hand.


def receipts(key: str, *told: dict[str, Any], form: str = "mingjing-receipt@1") -> bytes:
    text = json.dumps({"format": form, "receipts": list(told)}, ensure_ascii=False)
    return json.dumps({"signed": text, "hmac": hmac.new(key.encode(), text.encode(), sha256).hexdigest()}).encode()


def test_a_package_lies_in_the_folder_and_its_receipt_settles_it() -> None:
    channel, key = town.channel("credit")
    made = town.released()
    town.work()
    one = town.only()
    assert (one.state, one.sha256) == ("sent", sha256(files()[0].read_bytes()).hexdigest())
    assert stat.S_IMODE(files()[0].stat().st_mode) == 0o600
    told = json.loads(json.loads(files()[0].read_bytes())["signed"])["content"]
    assert (told["class"], told["longest_until"], told["party"]["id"]) == ("一般", "2027-11-05", samples.USCC)
    assert "李焊工" not in files()[0].read_text()
    content = receipts(key, {"delivery": str(one.id), "sha256": one.sha256, "receipt": "XY-1", "accepted": True})
    ask: dict[str, Any] = {"channel_id": channel.id, "content": content, "by": samples.PUBLICIST, "at": town.NOW}
    assert operations.import_receipts(**ask) == (1, ())
    assert operations.import_receipts(**ask) == (0, ())
    assert (town.only().state, town.only().receipt) == ("acknowledged", "XY-1")
    assert [entry.kind for entry in ledger.entries(f"pub:{made.id}")].count("exchange:delivery:acknowledged") == 1


def test_bad_receipts_settle_nothing_and_say_why() -> None:
    channel, key = town.channel("credit")
    town.released()
    town.work()
    one = town.only()
    good = {"delivery": str(one.id), "sha256": one.sha256, "receipt": "XY-1", "accepted": True}
    ask: dict[str, Any] = {"channel_id": channel.id, "by": samples.PUBLICIST, "at": town.NOW}
    for content, word in (
        (b"\xff\xfe", "不是回执文件"), (b"[]", "不是回执文件"), (receipts("another", good), "签名不符"),
        (receipts(key, good, form="other@1"), "格式不符"), (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as problem:
            operations.import_receipts(content=content, **ask)
        assert word in str(problem.value)
    bad = receipts(
        key, {**good, "delivery": "x"}, {**good, "delivery": str(uuid4())}, {**good, "sha256": "0" * 64}, {**good, "receipt": " "},
        "not a receipt",  # type: ignore[arg-type]
    )  # fmt: skip
    settled, problems = operations.import_receipts(content=bad, **ask)
    assert (settled, len(problems)) == (0, 5)
    assert town.only().state == "sent"
    refused = receipts(key, {**good, "accepted": False, "reason": "名称与代码不符"})
    assert operations.import_receipts(content=refused, **ask)[1] == (f"{one.number}：对方拒绝，名称与代码不符",)
    assert (town.only().state, town.only().failure) == ("failed", "对方拒绝：名称与代码不符")


def test_a_key_that_is_gone_is_told_and_nothing_is_sent_unsigned(settings: Any) -> None:
    channel, _ = town.channel("credit")
    (Path(settings.MINGJING_KEYS) / "channels" / f"{channel.id}.key").unlink()
    town.released()
    town.work()
    assert "密钥不在了" in town.only().failure
    assert not (Path(settings.MINGJING_DROP) / str(channel.id)).exists()


# Our own portal, the board in the hall.


def test_the_portal_acknowledges_what_it_really_shows() -> None:
    town.channel("portal")
    made = town.released()
    town.work()
    assert (town.only().state, made.address in town.only().receipt) == ("acknowledged", True)
    Delivery.objects.update(state="queued", next_at=town.NOW, seq=2)
    town.work()
    assert "不是这一版" in town.only().failure


def test_a_person_confirms_the_board_with_a_proof_and_nothing_else() -> None:
    town.channel("board")
    town.channel("portal")
    town.released()
    assert town.work() == 1
    board = next(one for one in town.moves() if one.channel.kind == "board")
    portal = next(one for one in town.moves() if one.channel.kind == "portal")
    ask: dict[str, Any] = {"by": samples.PUBLICIST, "at": town.NOW}
    with pytest.raises(Refused):
        operations.confirm_delivery(delivery_id=board.id, proof=" ", **ask)
    with pytest.raises(Invalid):
        operations.confirm_delivery(delivery_id=portal.id, proof="看过页面了", **ask)
    done = operations.confirm_delivery(delivery_id=board.id, proof="大厅照片 11-10", **ask)
    assert (done.state, done.receipt) == ("acknowledged", "大厅照片 11-10")
    with pytest.raises(Invalid):
        operations.confirm_delivery(delivery_id=board.id, proof="大厅照片 11-10", **ask)
    with pytest.raises(Invalid):
        operations.retry(delivery_id=board.id, reason="再来一次", **ask)
    with pytest.raises(Invalid):
        operations.retry(delivery_id=uuid4(), reason="再来一次", **ask)


# Who may do what.


@pytest.mark.parametrize("role", [one for one in Role if one not in {Role.PUBLICIST, Role.HEAD}])
def test_only_the_organs_publicist_and_head_touch_deliveries(role: Role) -> None:
    channel, _ = town.channel("credit")
    board, _ = town.channel("board")
    town.released()
    one = town.moves()[0]
    for by in (samples.actor(role), samples.OUTSIDER):
        for act in (
            lambda by=by: operations.retry(delivery_id=one.id, reason="再推一次", by=by, at=town.NOW),
            lambda by=by: operations.confirm_delivery(delivery_id=one.id, proof="看过页面了", by=by, at=town.NOW),
            lambda by=by: operations.import_receipts(channel_id=channel.id, content=b"{}", by=by, at=town.NOW),
        ):
            with pytest.raises(Forbidden):
                act()
    assert board.kind == "board"


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_opens_and_closes(role: Role) -> None:
    opened, _ = town.channel("board")
    for by in (samples.actor(role), samples.actor(Role.SYSTEM_ADMIN, organ=samples.OTHER_ORGAN)):
        with pytest.raises(Forbidden):
            operations.open_channel(
                organ_id=samples.ORGAN, kind="board", name="另一个", since=town.OPENED, by=by, at=town.NOW
            )
        with pytest.raises(Forbidden):
            operations.close_channel(channel_id=opened.id, reason="不再使用", by=by, at=town.NOW)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "fax"}, "kind"), ({"name": " "}, "name"), ({"name": "字" * 61}, "name"), ({"name": "渠道board"}, "name"),
     ({"since": date(2026, 11, 11)}, "since"), ({"target": "x" * 301}, "target")],
)  # fmt: skip
def test_a_channel_is_told_in_full(more: dict[str, Any], field: str) -> None:
    town.channel("board")
    told: dict[str, Any] = {"kind": "board", "name": "新公示栏", "target": "政务大厅一楼", "since": town.OPENED}
    with pytest.raises(Invalid) as problem:
        operations.open_channel(organ_id=samples.ORGAN, by=town.ADMIN, at=town.NOW, **(told | more))
    assert set(problem.value.errors) == {field}


def test_a_channel_is_closed_once_with_a_reason_and_logged() -> None:
    opened, key = town.channel("upper", "省平台", "https://gs.example.gov.cn/push")
    ask: dict[str, Any] = {"channel_id": opened.id, "by": town.ADMIN, "at": town.NOW}
    with pytest.raises(Invalid):
        operations.close_channel(reason="停", **ask)
    assert operations.close_channel(reason="平台撤并", **ask).until == town.NOW.date()
    with pytest.raises(Invalid):
        operations.close_channel(reason="平台撤并", **ask)
    told = ledger.events(f"exchange:{samples.ORGAN}")
    assert {one.kind for one in told} == {"exchange:channel:opened", "exchange:channel:closed"}
    assert key not in repr(told)


# Clocks and what the supervisor sees.


@pytest.mark.parametrize(
    ("act", "start", "due"),
    # The National Day of 2026 is 1 to 7 October; 10 October is worked (国办 notice of 2025-11-04).
    [("show", date(2026, 11, 5), date(2026, 11, 16)), ("remove", date(2026, 11, 5), date(2026, 11, 10)),
     ("remove", date(2026, 9, 30), date(2026, 10, 10)), ("show", date(2026, 9, 28), date(2026, 10, 13))],
)  # fmt: skip
def test_the_clocks_run_in_working_days(act: str, start: date, due: date, calendar: Workdays) -> None:
    assert rules.acknowledged_by(act, start, calendar).due == due


def test_a_withdrawal_without_a_receipt_is_red_after_three_working_days(platform: Platform, calendar: Workdays) -> None:
    made = pushed(platform)
    town.work()
    platform.mood = "later"
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    outbox.hear_waiting()
    town.work()
    removal = town.moves()[-1]
    # Withdrawn on Tuesday 10 November 2026.
    assert removal.due == date(2026, 11, 13)
    lights = {day: rules.light(removal, date(2026, 11, day), calendar) for day in (10, 12, 13, 14)}
    assert lights == {10: "green", 12: "amber", 13: "amber", 14: "red"}
    assert queries.late_deliveries(samples.ORGAN, date(2026, 11, 13)) == ()
    (found,) = queries.late_deliveries(samples.ORGAN, date(2026, 11, 14))
    assert (found.rule, "马上联系对方撤下" in found.next_step) == ("XCH-41", True)
    assert queries.late_deliveries(samples.OTHER_ORGAN, date(2026, 11, 14)) == ()


def test_a_channel_that_shows_another_version_is_told(platform: Platform) -> None:
    made = pushed(platform)
    town.work()
    ((key, number, cells, found),) = queries.matrix(samples.ORGAN, town.NOW.date())
    assert (key, number, len(cells), found) == (made.id, made.number, 1, ())
    publicity.correct(
        publication_id=made.id, reason="案由录入有误", changes={"cause": "无证上岗"}, by=samples.PUBLICIST, at=town.NOW
    )
    ((_, _, _, found),) = queries.matrix(samples.ORGAN, town.NOW.date())
    assert [one.rule for one in found] == ["XCH-46"]
    assert "门户是第 2 版，“省平台”是第 1 版" in found[0].message
    outbox.hear_waiting()
    town.work()
    assert queries.matrix(samples.ORGAN, town.NOW.date())[0][3] == ()


def test_the_table_asks_a_fixed_number_of_questions() -> None:
    town.channel("portal")
    town.channel("board")
    counted = []
    for at in range(2):
        for number in range(4):
            town.released(number=f"示应急罚〔2026〕{100 + 10 * at + number}号")
        with CaptureQueriesContext(connection) as asked:
            assert len(queries.matrix(samples.ORGAN, town.NOW.date())) == 4 * (at + 1)
        counted.append(len(asked))
    assert counted == [4, 4]
