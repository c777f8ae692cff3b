"""Appending: what is logged, how it is chained, and what is refused."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import connection, transaction
from tests.ledger.logged import AT, HANDLER, STREAM, document, log

from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical, sm3_hash
from mingjing.ledger import guards, operations, queries
from mingjing.ledger.merkle import SHA256, SM3, root_of
from mingjing.ledger.models import Cosignature, Entry, KeyChange, Opening, Stamp
from mingjing.ledger.terms import BY_STAMP, BY_WITNESS, SYSTEM, Draft, NotLogged, ObjectRef

pytestmark = pytest.mark.django_db


def test_the_first_entry_has_index_0_and_number_1() -> None:
    facts = log(word="立案")
    assert (facts.index, facts.stream_seq, facts.kind) == (0, 1, "case:act:made")
    assert queries.entry(0) == facts


def test_the_private_event_says_who_what_when_and_is_canonical() -> None:
    log(files=[document()], word="决定", nested={"b": [1, None, True], "a": "“引号”"})
    raw = bytes(Opening.objects.get().event)
    event = json.loads(raw)
    assert canonical(event) == raw
    assert event["actor"] == {"person": str(HANDLER.person_id), "roles": ["handler"]}
    assert event["organ"] == str(HANDLER.organ_id)
    assert (event["at"], event["time_source"], event["prev"], event["seq"]) == ("2026-10-28T01:30:00Z", "server", "", 1)
    assert event["objects"][0]["sm3"] == sm3_hash(b"%PDF decision").hexdigest()
    assert "张三" not in raw.decode()


def test_the_public_entry_holds_salted_commitments_and_nothing_else() -> None:
    log(id_number="110101199003070011")
    entry, opening = Entry.objects.get(), Opening.objects.get()
    public = json.loads(bytes(entry.public))
    sealed = bytes(opening.salt) + bytes(opening.event)
    assert public == {
        "v": 1,
        "kind": "case",
        "time": "2026-10-28T01:30:00Z",
        "c256": sha256(sealed).hexdigest(),
        "csm3": sm3_hash(sealed).hexdigest(),
    }
    assert canonical(public) == bytes(entry.public)
    assert len(bytes(opening.salt)) == 16
    assert (bytes(entry.leaf256), bytes(entry.leafsm3)) == (SHA256.leaf(entry.public), SM3.leaf(entry.public))


def test_events_of_a_stream_are_chained_and_streams_are_apart(case) -> None:
    events = [json.loads(bundle["event"]) for bundle in queries.stream_bundles(STREAM)]
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5]
    assert [event["prev"] for event in events] == ["", *(facts.event_hash for facts in case[:-1])]
    assert [facts.index for facts in case] == [0, 2, 4, 6, 8]


def test_many_are_logged_in_their_order_with_one_chain_per_stream() -> None:
    log(stream="a")
    drafts = [Draft("x:y:z", "ab"[number % 2], AT, {"number": number}) for number in range(600)]
    facts = operations.append_many(drafts=drafts, by=SYSTEM)
    assert [entry.index for entry in facts] == list(range(1, 601))
    assert [entry.stream_seq for entry in facts[:4]] == [2, 1, 3, 2]
    assert queries.audit().sound


def test_closing_logs_count_and_root_of_the_stream(case) -> None:
    seal = json.loads(bytes(Opening.objects.get(entry_id=case[-1].index).event))["payload"]["seal"]
    hashes = [bytes.fromhex(facts.event_hash) for facts in case[:-1]]
    assert seal["count"] == 4
    assert seal["root256"] == root_of(SHA256, map(SHA256.leaf, hashes)).hex()
    assert seal["rootsm3"] == root_of(SM3, map(SM3.leaf, hashes)).hex()
    assert queries.is_closed(STREAM)
    log(word="重新开启")
    assert not queries.is_closed(STREAM)


def test_an_empty_stream_cannot_be_closed() -> None:
    with pytest.raises(NotLogged, match="没有"):
        operations.close_stream(stream="nothing", at=AT, by=SYSTEM)


def test_what_the_caller_rolls_back_was_never_logged() -> None:
    log(word="留下")
    with pytest.raises(RuntimeError), transaction.atomic():
        log(word="撤回")
        raise RuntimeError
    assert log(word="其后").index == 1
    assert queries.audit().sound


def test_microseconds_are_cut_and_other_zones_become_utc() -> None:
    from datetime import timedelta, timezone

    at = datetime(2026, 10, 28, 9, 30, 5, 999999, tzinfo=timezone(timedelta(hours=8)))
    facts = operations.append(kind="a:b:c", stream="s", at=at, by=SYSTEM, payload={})
    assert facts.at == datetime(2026, 10, 28, 1, 30, 5, tzinfo=UTC) == Entry.objects.get().at


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "k" * 81}, "kind"),
        ({"stream": ""}, "stream"),
        ({"stream": "s" * 101}, "stream"),
        ({"at": datetime(2026, 1, 1)}, "at"),
        ({"payload": {"amount": 1.5}}, "payload"),
        ({"payload": {"when": AT}}, "payload"),
        ({"payload": {"text": "\ud800"}}, "payload"),
        ({"payload": {"text": "长" * 400_000}}, "payload"),
    ],
)
def test_what_cannot_be_logged_is_refused_and_nothing_written(change, field) -> None:
    draft = {"kind": "a:b:c", "stream": "s", "at": AT, "by": SYSTEM, "payload": {}} | change
    with pytest.raises(Invalid) as refusal:
        operations.append(**draft)
    assert list(refusal.value.errors) == [field]
    assert not Entry.objects.exists()


def test_an_append_costs_few_statements(django_assert_max_num_queries) -> None:
    log()
    with django_assert_max_num_queries(7):
        log(files=[document()], word="决定")


def test_object_reference_of_a_content() -> None:
    named = ObjectRef.of("a.txt", b"abc", "text/plain")
    assert named.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert (named.size, named.sha256) == (3, sha256(b"abc").hexdigest())


def vouched() -> None:
    """A row in each table that outsiders vouch for."""
    Cosignature.objects.create(digest="1", size=9, tree="sm3", witness="w", at=AT, line="l")
    Stamp.objects.create(digest="1", size=9, tree="sm3", at=AT, authority="a", token=b"t")
    KeyChange.objects.create(digest="1", algorithm="other", public=b"p", begins=9, at=AT, statement="s")


@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("mj_ledger_entry", "kind"),
        ("mj_ledger_opening", "salt"),
        ("mj_ledger_head", "size"),
        ("mj_ledger_tile", "idx"),
        ("mj_ledger_cosignature", "line"),
        ("mj_ledger_stamp", "token"),
        ("mj_ledger_key", "statement"),
    ],
)
def test_the_database_refuses_to_change_or_delete(case, verb, table, column) -> None:
    queries.checkpoint()
    vouched()
    with pytest.raises(Exception, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table, column, column))


def test_the_database_refuses_a_gap_a_replacement_and_a_truncation(case) -> None:
    queries.checkpoint()
    copy = "INTO mj_ledger_entry SELECT {}, leaf256, leafsm3, public, stream, {}, event_hash, kind, at FROM mj_ledger_entry WHERE idx = 0"
    statements = ["INSERT " + copy.format("99", "99")]
    if connection.vendor == "sqlite":
        statements += ["REPLACE " + copy.format("0", "77"), "REPLACE " + copy.format("9", "1")]
        statements += [f"REPLACE INTO {table} SELECT * FROM {table}" for table in ("mj_ledger_head", *guards.VOUCHED)]
    else:
        statements += [
            "TRUNCATE mj_ledger_entry CASCADE",
            *(f"TRUNCATE {t}" for t in ("mj_ledger_tile", *guards.VOUCHED)),
        ]
    vouched()
    for statement in statements:
        with pytest.raises(Exception, match="连续|只能追加"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert {one.by for one in queries.audit().differences if "密钥" not in one.place} == {BY_WITNESS, BY_STAMP}


def test_a_tile_may_grow_at_its_end_only(case) -> None:
    queries.checkpoint()
    shorten = "UPDATE mj_ledger_tile SET data = substr(data, 1, 32)"
    with pytest.raises(Exception, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(shorten)
