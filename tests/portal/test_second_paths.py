"""No second path to what is not public: every address of the portal, for everybody, in every state of a decision.

Each decision carries words that stand nowhere else. What was never released, was removed, hidden or taken down must be
in no answer of any address: list, page, search, feed, export, version, proof, file, name, header, snippet, cache.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from tests.portal import pages
from tests.portal.guiding_rows import guiding_row
from tests.portal.leaks import leaked, said
from tests.publicity import ends, filing, samples
from tests.redacting import papers
from tests.security.hostile import browser

from mingjing.foundation.people import Role
from mingjing.lawbook.models import GuidingCase
from mingjing.ledger.terms import SYSTEM
from mingjing.organs import queries as accounts
from mingjing.publicity import operations, queries
from mingjing.publicity.models import FileCopy
from mingjing.publicity.terms import Filters, PublicationFacts, Question, RoundDraft

pytestmark = pytest.mark.django_db
ROUND_WORDS = "没有人看过的意见戌"
SEARCHES = (
    "/s/",
    "/s/suggest/",
    "/zd/",
    "/gs/",
    "/cj/",
    "/gs.csv",
    "/gs.xlsx",
    "/gs.json",
    "/gs.jsonl",
    "/gs.atom",
    "/zj/",
    "/dx/",
)
FEEDS = ("/gs/", "/cj/", "/gs.csv", "/gs.xlsx", "/gs.json", "/gs.jsonl", "/gs.atom")
HIDDEN = {
    "due": ("示范县待公示一号有限公司", "待公示案情甲"),
    "proposed": ("示范县已拟脱敏二号有限公司", "已拟脱敏案情乙"),
    "confirmed": ("示范县已确认三号有限公司", "已确认案情丙"),
    "exempt": ("示范县不予公开四号有限公司", "不予公开案情丁"),
    "withdrawn": ("示范县已撤下五号有限公司", "已撤下案情戊", "撤下前更正的案情己", "撤下以前的附件词癸"),
    "expired": ("示范县期满六号有限公司", "公示期满案情子", "期满以前的附件词丑"),
    "repaired": ("示范县提前终止七号有限公司", "提前终止案情寅", "提前终止以前的附件词卯"),
}
HIDDEN_VERSION = "不应再看的旧文字庚"
WITHDRAWN_NOW = "示范县庄稼汉壬有限公司"
KEPT_VERSION = "可以再看的旧文字辛"
GUIDING = {
    "draft": "编写中的指导案例辰",
    "returned": "退回的指导案例巳",
    "checked": "审核过的指导案例午",
    "withdrawn": "停止参照的指导案例未",
    "replaced": "被替代的指导案例申",
}


@dataclass(frozen=True)
class Town:
    """The decisions by state, and every word that must be nowhere."""

    made: dict[str, PublicationFacts]
    secrets: frozenset[str]
    organ: UUID
    round: str


def _given(place: int, words: tuple[str, ...]) -> Any:
    one = samples.decision()
    return ends.market(
        number=f"示应急罚〔2026〕{700 + place}号", source_ref=f"dossier-7{place:02}", party_name=words[0], cause=f"{words[1]}之案由",
        violation=words[1], full_text=(f"当事人：{words[0]}。", *one.full_text[1:], f"{words[1]}，事实清楚。"),
    )  # fmt: skip


def _built() -> Town:
    made = {"released": filing.released(*filing.FILES)}
    ways = {"due": samples.scheduled, "proposed": samples.proposed, "confirmed": samples.confirmed}
    for place, (state, words) in enumerate(HIDDEN.items()):
        given = _given(place, words)
        if state in ways:
            made[state] = ways[state](given)
        elif state == "exempt":
            made[state] = _exempted(given)
        else:
            made[state] = _ended(state, given, words)
    for name, old, hide in (("kept", KEPT_VERSION, False), ("hidden", HIDDEN_VERSION, True)):
        given = _given({"kept": 20, "hidden": 21}[name], (f"示范县{name}有限公司", old))
        made[name] = _corrected(samples.released(given), "更正以后的文字", hide=hide)
    for place, (state, told) in enumerate(GUIDING.items()):
        guiding_row(told, state=state, serial=place + 1)  # while the index still holds it
    words = [word for group in HIDDEN.values() for word in group] + list(GUIDING.values())
    planted = (papers.ID, papers.PHONE, papers.NAME, papers.HIDDEN)
    return Town(
        made, frozenset((*samples.SECRETS, *planted, *words, HIDDEN_VERSION, ROUND_WORDS)), *_asked_for_comments()
    )


def _asked_for_comments() -> tuple[UUID, str]:
    """A round of comments with words that nobody has decided on."""
    day, organ = samples.NOW.date(), pages.organ().id
    questions = (Question("q1", "亮证了吗", ("亮了", "没有")), Question("q2", "其他意见"))
    draft = RoundDraft("review", "执法评议", "请评议。", "企业", questions, day, day + timedelta(days=30))
    made = operations.open_round(draft=draft, by=samples.actor(Role.PUBLICIST, organ=organ), at=samples.NOW)
    operations.answer_round(
        round_id=made.id,
        chosen={"q1": 0},
        written={"q2": ROUND_WORDS},
        once="second-path-round",
        by=SYSTEM,
        at=samples.NOW,
    )
    return organ, made.number


def _exempted(given: Any) -> PublicationFacts:
    made = samples.scheduled(given)
    return operations.exempt(
        publication_id=made.id, ground="trade_secret", basis="主要事实涉及商业秘密", by=samples.HEAD, at=samples.NOW
    )


def _corrected(made: PublicationFacts, words: str, *, hide: bool = False) -> PublicationFacts:
    return operations.correct(
        publication_id=made.id, reason="校对时发现文字有误，依据决定书原件更正", changes={"cause": words, "violation": words}, paragraphs=(words,), hide_old=hide,
        by=samples.PUBLICIST, at=samples.NOW,
    )  # fmt: skip


def _with_a_file(given: Any, word: str) -> PublicationFacts:
    """Released with an attachment that says the word and nothing that a rule would remove."""
    made = samples.proposed(given)
    samples.accept_all(made.id)
    content = papers.plain_pdf((word,))
    filing.checked(operations.attach_file(publication_id=made.id, name=f"{word}.pdf", content=content, **filing.ASK))
    operations.confirm(publication_id=made.id, **filing.ASK)
    return operations.release(publication_id=made.id, **filing.ASK)


def _ended(state: str, given: Any, words: tuple[str, ...]) -> PublicationFacts:
    made = _with_a_file(given, words[-1])
    if state == "expired":
        return operations.expire(publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)
    if state == "repaired":
        ends.decided(ends.asked(made.id).id)
        return samples.state(made.id)
    made = _corrected(made, words[2])
    return operations.withdraw(
        publication_id=made.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=samples.NOW,
    )


@pytest.fixture
def town() -> Town:
    """The decisions, in a fresh cache."""
    cache.clear()
    return _built()


def _patterns() -> list[Any]:
    found = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "portal")
    return list(found.url_patterns)


def _values(town: Town) -> dict[str, list[str]]:
    """What may stand in an address, by the name of the part."""
    return {
        "organ": ["示应急"], "number": [*(one.number for one in town.made.values()), samples.NUMBER, town.round, "1"], "seq": ["1", "2", "3"],
        "code": ["示应急", "CK-1", "0" * 16], "kind": ["window", "guide", "matter", "volume", "annual"], "key": ["ordinary_penalty", "hearing"],
        "version": ["1"], "part": ["2026-11-1", "2026-10-1"], "paper": ["a4", "pdf", "xlsx"], "uscc": [samples.USCC, samples.OTHER_USCC],
        "token": [f"{'0' * 32}-{'0' * 32}"], "place": ["1"], "path": ["0/000", "entries/000"], "name": [*_names(), "附件1.pdf"],
        "guiding": ["1", "0" * 32, *(one for one in GuidingCase.objects.values_list("code", flat=True) if one)],
    }  # fmt: skip


def _names() -> list[str]:
    """The public name of every copy that ever was made."""
    return list(FileCopy.objects.values_list("name", flat=True))


def addresses(town: Town) -> Iterator[tuple[str, str]]:
    """Every address of the portal by name, filled with everything that may stand in it."""
    values = _values(town)
    for one in _patterns():
        parts = list(one.pattern.converters)
        for chosen in product(*(values[name] for name in parts)):
            try:
                yield one.name, reverse(f"portal:{one.name}", kwargs=dict(zip(parts, chosen, strict=True)))
            except NoReverseMatch:
                continue


def _asked(town: Town) -> Iterator[str]:
    """The same addresses asked for what must not be found, whole and in parts."""
    words = sorted(town.secrets) + [word[:4] for word in town.secrets] + [word[-4:] for word in town.secrets]
    for where in SEARCHES:
        for word in dict.fromkeys(words):
            yield f"{where}?q={word}"
    for made, seq in product(town.made.values(), (1, 2, 3)):
        yield f"{made.address}proof.json?v={seq}"
    for where, state in product(FEEDS, ("", "corrected", "withdrawn", "ended")):
        yield f"{where}?state={state}"
        yield f"{where}?state={state}&cause={HIDDEN['withdrawn'][1]}"


def unasked(address: str, secrets: frozenset[str]) -> set[str]:
    """The secrets an answer may not say: all but those the question itself says, for a page says the question again."""
    word = address.partition("q=")[2] or address.partition("cause=")[2]
    return {one for one in secrets if not word or (word not in one and one not in word)}


def test_every_address_of_the_portal_is_looked_at(town: Town) -> None:
    assert {name for name, _ in addresses(town)} == {one.name for one in _patterns()}


def test_what_is_not_public_is_in_no_answer(client: Client, town: Town) -> None:
    for where in [*(address for _, address in addresses(town)), *_asked(town)]:
        response = client.get(where)
        assert response.status_code < 500, where
        found = leaked(said(response), unasked(where, town.secrets))
        assert not found, (where, found)


def test_a_question_for_a_secret_finds_nothing(client: Client, town: Town) -> None:
    """A page says the question again, so what it found is asked of the room."""
    public = {town.made[state].id for state in ("released", "kept", "hidden")}
    for word in town.secrets:
        assert {row.id for row in queries.page(Filters(q=word)).rows} <= public, word
        assert not [row for row in queries.page(Filters(q=word)).rows if word in str(row)], word


def test_who_is_signed_in_reads_the_same(town: Town) -> None:
    """The portal knows nobody: an account, even of an administrator, opens nothing."""
    for account in accounts.accounts(town.organ):
        signed = browser(account.person_id)
        for _, where in addresses(town):
            assert not leaked(said(signed.get(where)), town.secrets), (account.username, where)


def test_a_page_kept_before_a_withdrawal_is_not_given_again(client: Client, town: Town) -> None:
    made = samples.released(_given(30, (WITHDRAWN_NOW, f"{WITHDRAWN_NOW}之违法事实")))
    body = client.get(made.address)
    assert WITHDRAWN_NOW in body.content.decode()
    operations.withdraw(
        publication_id=made.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    for where in [*(address for _, address in addresses(town)), *(f"{one}?q=庄稼" for one in SEARCHES)]:
        after = client.get(where, headers={"if-none-match": body["ETag"]})
        assert after.status_code != 304, where
        found = leaked(said(after), [WITHDRAWN_NOW])
        assert not found, (where, found)


def test_an_old_version_is_read_while_it_may_be(client: Client, town: Town) -> None:
    kept, hidden = town.made["kept"], town.made["hidden"]
    assert KEPT_VERSION in client.get(f"{kept.address}v/1/").content.decode()
    assert HIDDEN_VERSION not in client.get(f"{hidden.address}v/1/").content.decode()
