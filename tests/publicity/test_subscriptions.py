"""Letters to subscribers: double opt-in, limits, one a day, never what was withdrawn, the address kept from everybody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.organs.at_once import at_once
from tests.publicity import samples

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.publicity import operations
from mingjing.publicity.models import Mailbox, Subscription
from mingjing.publicity.operations import mailing, subscribing
from mingjing.publicity.rules.subscriptions import belongs_in_letter, kept_until, may_write_to
from mingjing.publicity.terms import Digest, Filters

AT = datetime(2026, 11, 9, 9, 0, tzinfo=CHINA)
ADDRESS = "zhangsan@example.cn"
LETTER = samples.NOW + timedelta(hours=1)


def asked(address: str = ADDRESS, at: datetime = AT, filters: Filters | None = None) -> str:
    made = operations.subscribe(
        address=address, filters=filters or Filters(), query="", title="全部执法决定", by="system", at=at
    )
    assert made is not None
    return made[1]


def confirmed(**given: Any) -> str:
    token = asked(**given)
    assert operations.confirm_subscription(token=token, by="system", at=AT) is not None
    return token


def sent(at: datetime, **more: Any) -> list[Digest]:
    letters: list[Digest] = []
    operations.send_digests(send=letters.append, by="system", at=at, **more)
    return letters


@pytest.mark.django_db
def test_nothing_is_sent_before_the_address_says_yes() -> None:
    token = asked()
    samples.released()
    assert sent(LETTER) == []
    operations.confirm_subscription(token=token, by="system", at=samples.NOW - timedelta(hours=1))
    assert [row.number for letter in sent(LETTER) for row in letter.rows] == [samples.NUMBER]


@pytest.mark.django_db
def test_a_letter_tells_what_is_new_once_a_day_from_eight() -> None:
    confirmed()
    samples.released()
    early = samples.NOW.replace(hour=7, minute=59)
    assert sent(early + timedelta(days=1)) == []
    [letter] = sent(LETTER)
    assert (letter.address, [row.number for row in letter.rows]) == (ADDRESS, [samples.NUMBER])
    samples.released(samples.natural(), at=LETTER + timedelta(hours=1))
    assert sent(LETTER + timedelta(hours=3)) == [], "one a day"
    [second] = sent(LETTER + timedelta(days=1))
    assert [row.party for row in second.rows] == ["张某"], "only what is new, and only what is public of it"
    assert sent(LETTER + timedelta(days=2)) == [], "nothing new, no letter"


@pytest.mark.django_db
def test_a_letter_keeps_to_its_filters() -> None:
    confirmed(filters=Filters(uscc=samples.USCC))
    confirmed(filters=Filters(q="恒源"), address="lisi@example.cn")
    confirmed(filters=Filters(organ_code="别的机关"), address="wangwu@example.cn")
    samples.released()
    samples.released(samples.natural())
    assert {letter.address: [row.number for row in letter.rows] for letter in sent(LETTER)} == {
        ADDRESS: [samples.NUMBER], "lisi@example.cn": [samples.NUMBER],
    }  # fmt: skip


@pytest.mark.django_db
def test_a_withdrawn_decision_is_in_no_letter_even_when_it_was_withdrawn_after_the_claim() -> None:
    token, made = confirmed(), samples.released()
    row = subscribing.subscription(token)
    assert row is not None
    digest = mailing.claim_digest(subscription_id=row.id, by="system", at=LETTER)
    assert digest is not None
    assert digest.rows
    operations.withdraw(
        publication_id=made.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    assert mailing.still_public(digest).rows == ()
    assert sent(LETTER + timedelta(days=1)) == []


@pytest.mark.django_db
def test_a_letter_that_fails_is_told_again_the_next_day() -> None:
    confirmed()
    samples.released()

    def broken(digest: Digest) -> None:
        raise OSError("no mail server")

    assert operations.send_digests(send=broken, by="system", at=LETTER) == 0
    assert Subscription.objects.get().failures == 1
    assert sent(LETTER + timedelta(hours=1)) == []
    assert [row.number for letter in sent(LETTER + timedelta(days=1)) for row in letter.rows] == [samples.NUMBER]
    assert Subscription.objects.get().failures == 0


@pytest.mark.django_db
def test_the_address_is_kept_sealed_and_deleted_at_the_end() -> None:
    token = confirmed()
    box, row = Mailbox.objects.get(), Subscription.objects.get()
    assert "zhangsan" not in box.cipher
    assert "zhangsan" not in str(vars(row))
    assert "zhangsan" not in repr(row.facts())
    ended = operations.unsubscribe(token=token, by="system", at=AT)
    assert ended is not None
    assert not ended.running
    assert not Mailbox.objects.exists()
    assert Subscription.objects.get().mark == ""
    again = operations.unsubscribe(token=token, by="system", at=AT + timedelta(days=1))
    assert again == ended, "repeated without effect"
    assert operations.confirm_subscription(token=token, by="system", at=AT) is None, "what ended does not begin again"
    samples.released()
    assert sent(LETTER) == []


@pytest.mark.django_db
def test_what_was_not_confirmed_is_swept_after_seven_days() -> None:
    asked()
    keeps = confirmed(address="lisi@example.cn")
    assert operations.sweep_subscriptions(by="system", at=AT + timedelta(days=7)) == 0
    assert operations.sweep_subscriptions(by="system", at=AT + timedelta(days=7, seconds=1)) == 1
    assert operations.sweep_subscriptions(by="system", at=AT + timedelta(days=8)) == 0
    assert [subscribing.address_of(row) for row in Subscription.objects.filter(ended_at=None)] == ["lisi@example.cn"]
    assert operations.subscription(keeps) is not None


@pytest.mark.django_db
def test_three_questions_a_day_and_no_more() -> None:
    for _ in range(3):
        asked()
    ask = {"filters": Filters(), "query": "", "title": "", "by": "system"}
    assert operations.subscribe(address=ADDRESS.upper(), at=AT, **ask) is None, "the same address in other letters"
    assert operations.subscribe(address="lisi@example.cn", at=AT, **ask) is not None
    assert operations.subscribe(address=ADDRESS, at=AT + timedelta(days=1, seconds=1), **ask) is not None
    assert Mailbox.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["", "x", "a@b", "a@b.cn\nBcc: c@d.cn", "a@b.cn\r", "a@b.cn,c@d.cn", f"{'a' * 130}@b.cn", "\x00@b.cn", "<a@b.cn>"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    if typed == "a@b.cn\r":
        typed = "a@b.cn\rX: 1"
    with pytest.raises(Invalid) as refusal:
        operations.subscribe(address=typed, filters=Filters(), query="", title="", by="system", at=AT)
    assert "address" in refusal.value.errors
    assert not Subscription.objects.exists()


@pytest.mark.django_db
def test_only_what_is_new_can_be_subscribed_to() -> None:
    with pytest.raises(Invalid):
        operations.subscribe(
            address=ADDRESS, filters=Filters(state="withdrawn"), query="", title="", by="system", at=AT
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t[:-1],
        lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"),
        lambda t: "",
        lambda t: "x-y",
        lambda t: t.split("-")[0],
        lambda t: t + "é",
    ],
)
def test_a_forged_token_does_nothing(spoil: Any) -> None:
    token = spoil(confirmed())
    assert operations.subscription(token) is None
    assert operations.unsubscribe(token=token, by="system", at=AT) is None
    assert operations.confirm_subscription(token=token, by="system", at=AT) is None
    assert Mailbox.objects.count() == 1


@pytest.mark.django_db
def test_what_is_released_while_a_letter_is_written_comes_with_the_next() -> None:
    confirmed()
    samples.released(at=LETTER - timedelta(minutes=1))
    assert sent(LETTER) == []
    assert [len(letter.rows) for letter in sent(LETTER + timedelta(days=1))] == [1]


def test_two_workers_send_a_letter_once(committed: None) -> None:
    token = confirmed()
    samples.released()
    row = subscribing.subscription(token)
    assert row is not None
    claims = at_once(*[lambda: mailing.claim_digest(subscription_id=row.id, by="system", at=LETTER)] * 2)
    assert len([one for one in claims if isinstance(one, Digest)]) == 1


def test_rules() -> None:
    assert may_write_to(2, 19)
    assert not may_write_to(3, 0)
    assert not may_write_to(0, 20)
    assert belongs_in_letter("released", AT, AT - timedelta(1), AT)
    assert not belongs_in_letter("withdrawn", AT, AT - timedelta(1), AT)
    assert not belongs_in_letter("released", AT, AT, AT)
    assert kept_until(AT, False, False) == datetime(2026, 11, 16, 9, 0, tzinfo=CHINA)
    assert kept_until(AT, True, False) is None
    assert kept_until(AT, True, True) == AT


@pytest.mark.django_db
def test_a_round_sends_a_few_and_the_next_goes_on() -> None:
    for at in range(3):
        confirmed(address=f"a{at}@example.cn")
    samples.released()
    first, second, third = sent(LETTER, limit=2), sent(LETTER, limit=2), sent(LETTER, limit=2)
    assert (len(first), len(second), len(third)) == (2, 1, 0)
    assert len({letter.address for letter in (*first, *second)}) == 3
