"""The publicist's pages in the bureau, from taking up a decision to its tombstone, and who is kept out."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.bureau.county import PASSWORD, County, build
from tests.kept import kept
from tests.publicity import samples

from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.kernel.workdays import Workdays, national
from mingjing.organs import operations as organs
from mingjing.organs import queries as organs_queries
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import PublicationFacts

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
NOW = datetime.now(CHINA)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
DECIDED = NOW.date() - timedelta(days=1)


@pytest.fixture
def county(db: None) -> County:
    """The county with a publicist (zheng is the archivist there, so a role is added)."""
    cache.clear()
    return kept("小县和公示员", with_publicist)


def with_publicist() -> County:
    made = build()
    organs.appoint(
        person_id=made.people["zheng"], role=Role.PUBLICIST, basis="任命文件〔2024〕2号", by=made.security, at=samples.NOW.replace(year=2024)
    )  # fmt: skip
    return made


@pytest.fixture
def signed_in(county: County) -> SignIn:
    """A browser of a person, signed in."""

    def enter(username: str) -> Client:
        client = Client()
        client.post("/bureau/sign-in/", {"username": username, "password": PASSWORD})
        return client

    return enter


@pytest.fixture
def due(county: County) -> PublicationFacts:
    """A decision of the county's emergency bureau, waiting."""
    by = organs_queries.actor(county.people["zhao"], NOW)
    given = samples.decision(organ_id=county.emergency.id, decided_on=DECIDED)
    return operations.schedule(decision=given, by=by, at=NOW)


def url(found: PublicationFacts, name: str = "", **more: str) -> str:
    return reverse(f"bureau:publication{'_' + name if name else ''}", args=[found.id, *more.values()])


def press(client: Client, found: PublicationFacts, move: str) -> int:
    return client.post(url(found, "press", move=move)).status_code


def decide_everything(client: Client, found: PublicationFacts) -> None:
    assert client.post(url(found, "decide"), {"every": "1"}).status_code == 302


def released(client: Client, found: PublicationFacts) -> None:
    assert press(client, found, "propose") == 302
    decide_everything(client, found)
    assert press(client, found, "confirm") == 302
    assert press(client, found, "release") == 302


def test_a_publicist_takes_a_decision_all_the_way(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    body = desk.get("/bureau/publications/").content.decode()
    assert due.number in body
    assert "拟出脱敏稿" in body
    assert "示范县恒源化工有限公司" in body
    released(desk, due)
    page = Client().get(due.address)
    assert page.status_code == 200
    assert samples.PHONE not in page.content.decode()
    listed = desk.get("/bureau/publications/?tab=public").content.decode()
    assert due.number in listed
    assert "已公开" in listed


def test_original_and_public_text_stand_side_by_side(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    press(desk, due, "propose")
    body = desk.get(url(due)).content.decode()
    assert f">{samples.PHONE}<sup>" in body
    assert "【＊＊电话】" in body
    assert "公民身份号码" in body
    assert "不得保留（PUB-14）" in body
    assert "还有" in body
    assert "还不能" not in body


def test_each_place_is_accepted_or_rejected_with_its_reason(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    press(desk, due, "propose")
    spans = {span.text: span for span in queries.spans(due.id)}
    phone, name = spans[samples.PHONE], spans["李焊工"]
    typed = {
        f"verdict-{phone.id}": "rejected",
        f"reason-{phone.id}": "公司对外公开的电话",
        f"verdict-{name.id}": "accepted",
    }
    assert desk.post(url(due, "decide"), typed).status_code == 302
    now = {span.id: span for span in queries.spans(due.id)}
    assert (now[phone.id].verdict, now[phone.id].reason, now[phone.id].decided_by) == (
        "rejected",
        "公司对外公开的电话",
        "郑 喆",
    )
    assert now[name.id].verdict == "accepted"


def test_a_refused_verdict_gives_everything_typed_back(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    press(desk, due, "propose")
    spans = {span.text: span for span in queries.spans(due.id)}
    phone, card = spans[samples.PHONE], spans[samples.CARD]
    typed = {
        f"verdict-{phone.id}": "rejected",
        f"reason-{phone.id}": "",
        f"verdict-{card.id}": "rejected",
        f"reason-{card.id}": "对公账户，已公开",
    }
    answer = desk.post(url(due, "decide"), typed)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "PUB-14" in body
    assert 'value="对公账户，已公开"' in body
    assert {span.verdict for span in queries.spans(due.id)} == {"open"}


def test_a_stale_form_is_told_to_look_again(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    press(desk, due, "propose")
    answer = desk.post(url(due, "decide"), {f"verdict-{uuid4()}": "accepted"})
    assert answer.status_code == 422
    assert "重新拟出" in answer.content.decode()


@pytest.mark.parametrize("verdict", ["", "x" * 300, "<script>"])
def test_an_odd_verdict_is_refused_not_crashed(verdict: str, signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    press(desk, due, "propose")
    span = queries.spans(due.id)[0]
    answer = desk.post(url(due, "decide"), {f"verdict-{span.id}": verdict})
    assert answer.status_code == 422
    assert "<script>x" not in answer.content.decode()


def test_a_place_is_added_by_hand(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    press(desk, due, "propose")
    before = len(queries.spans(due.id))
    unsaid = desk.post(url(due, "add"), {"text": "现场检查笔录", "ground": ""})
    assert unsaid.status_code == 422 and "请选择删去的理由" in unsaid.content.decode()
    assert (
        desk.post(url(due, "add"), {"text": "现场检查笔录", "ground": "其他", "reason": "内部记录"}).status_code == 302
    )
    assert len(queries.spans(due.id)) == before + 1
    answer = desk.post(url(due, "add"), {"text": "文中没有的话", "ground": "其他"})
    assert answer.status_code == 422
    assert 'value="文中没有的话"' in answer.content.decode()


def test_a_move_out_of_turn_is_refused_with_the_rule(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    answer = desk.post(url(due, "press", move="release"))
    assert answer.status_code == 409
    assert "PUB-08" in answer.content.decode()
    assert desk.post(url(due, "press", move="explode")).status_code == 404
    assert desk.get(url(due, "press", move="release")).status_code == 302


def test_the_withdrawal_form_keeps_what_was_typed_and_leaves_a_tombstone(
    signed_in: SignIn, due: PublicationFacts
) -> None:
    desk = signed_in("zheng")
    released(desk, due)
    today = NOW.date().isoformat()
    wrong = desk.post(url(due, "withdraw"), {"trigger": "", "known_on": today, "reason": "复议机关撤销了本决定"})
    assert wrong.status_code == 409
    assert "复议机关撤销了本决定" in wrong.content.decode()
    assert "PUB-07" in wrong.content.decode()
    bad_day = desk.post(
        url(due, "withdraw"), {"trigger": "revoked", "known_on": "昨天", "reason": "复议机关撤销了本决定"}
    )
    assert bad_day.status_code == 422
    done = desk.post(url(due, "withdraw"), {"trigger": "revoked", "known_on": today, "reason": "复议机关撤销了本决定"})
    assert done.status_code == 302
    stone = Client().get(due.address).content.decode()
    assert "复议机关撤销了本决定" in stone
    assert "恒源" not in stone


def test_the_correction_form_starts_from_what_is_public(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    released(desk, due)
    form = desk.get(url(due, "correct")).content.decode()
    assert "特种作业人员未取得操作资格证书上岗作业" in form
    assert samples.PHONE not in form
    answer = desk.post(
        url(due, "correct"), {"cause": "更正后的案由", "reason": "案由录入有误", "party": "示范县恒源化工有限公司"}
    )
    assert answer.status_code == 302
    assert "更正后的案由" in Client().get(due.address).content.decode()
    leak = desk.post(url(due, "correct"), {"cause": f"电话{samples.PHONE}", "reason": "再次更正"})
    assert leak.status_code == 409
    assert "PUB-03" in leak.content.decode()


def test_posting_the_correction_as_it_stands_changes_nothing(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    released(desk, due)
    shown = queries.decision(due.organ_code, due.number)
    assert shown is not None
    assert shown.version is not None
    same = {part: text for part, text in shown.version.parts.items() if not part.startswith("p") or part == "party"}
    typed = same | {"paragraphs": "\r\n".join(shown.version.paragraphs), "reason": "没有改动"}
    answer = desk.post(url(due, "correct"), typed)
    assert answer.status_code == 409
    assert "PUB-09" in answer.content.decode()


def test_the_head_exempts_and_the_publicist_cannot(signed_in: SignIn, due: PublicationFacts) -> None:
    typed = {"ground": "crime_transfer", "basis": "已移送公安机关侦查"}
    assert signed_in("zheng").post(url(due, "exempt"), typed).status_code == 403
    head = signed_in("zhou")
    assert head.get(url(due, "exempt")).status_code == 200
    assert head.post(url(due, "exempt"), typed).status_code == 302
    assert samples.state(due.id).state == "exempt"
    assert head.post(url(due, "resume"), {"reason": "公安机关决定不予立案"}).status_code == 302
    assert samples.state(due.id).state == "due"


def test_the_handler_registers_a_trigger(signed_in: SignIn, due: PublicationFacts) -> None:
    typed = {"trigger": "revoked", "known_on": date.today().isoformat(), "note": "示政复决〔2026〕1号"}
    assert signed_in("zhao").post(url(due, "call_back"), typed).status_code == 302
    assert samples.state(due.id).call_trigger == "revoked"


EVERY = ("", "correct", "withdraw", "call_back", "exempt", "resume")
POSTED = ("decide", "add", *EVERY[1:])


@pytest.mark.parametrize("name", EVERY)
def test_nobody_enters_without_signing_in(name: str, due: PublicationFacts) -> None:
    answer = Client().get(url(due, name))
    assert answer.status_code == 302
    assert "/bureau/sign-in/" in answer["Location"]
    assert "恒源" not in answer.content.decode()


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("who", ["xitong", "anquan", "shenji"])
def test_administrators_see_no_publication(who: str, name: str, signed_in: SignIn, due: PublicationFacts) -> None:
    answer = signed_in(who).get(url(due, name))
    assert answer.status_code == 403
    assert "恒源" not in answer.content.decode()


def test_another_organ_sees_and_moves_nothing(county: County, signed_in: SignIn, due: PublicationFacts) -> None:
    outsider = organs.register_person(
        organ_id=county.justice.id, name="邻人", unit="办公室", by=county.system, at=samples.NOW.replace(year=2024)
    )
    for role in (Role.PUBLICIST, Role.HEAD, Role.HANDLER):
        organs.appoint(
            person_id=outsider.id, role=role, basis="任命文件", by=county.security, at=samples.NOW.replace(year=2024)
        )
    _open(county, outsider.id, "linren")
    client = signed_in("linren")
    assert due.number not in client.get("/bureau/publications/").content.decode()
    for name in EVERY:
        assert client.get(url(due, name)).status_code == 403, name
    for name in POSTED:
        assert client.post(url(due, name), {"trigger": "revoked", "reason": "复议机关撤销"}).status_code == 403, name
    for move in ("propose", "confirm", "release", "reopen"):
        assert press(client, due, move) == 403
    assert samples.state(due.id) == due


def _open(county: County, person_id: UUID, username: str) -> None:
    first, at = "Chushi-2026-mima", samples.NOW.replace(year=2024)
    account = organs.open_account(person_id=person_id, username=username, password=first, by=county.system, at=at)
    by = organs_queries.actor(person_id, at)
    organs.change_password(account_id=account.id, current=first, new=PASSWORD, by=by, at=at)


def test_a_supervisor_reads_every_organ_and_moves_nothing(signed_in: SignIn, due: PublicationFacts) -> None:
    client = signed_in("lijd")
    body = client.get("/bureau/publications/").content.decode()
    assert due.number in body and "去办理" not in body
    assert "去办理" in signed_in("zheng").get("/bureau/publications/").content.decode()
    body = client.get(url(due)).content.decode()
    assert samples.PHONE in body
    assert "拟出脱敏稿</button>" not in body
    assert press(client, due, "propose") == 403
    assert client.post(url(due, "withdraw"), {}).status_code == 403


def test_a_handler_sees_the_state_but_not_the_original(signed_in: SignIn, due: PublicationFacts) -> None:
    body = signed_in("zhao").get(url(due)).content.decode()
    assert due.number in body
    assert samples.PHONE not in body
    assert "对照" not in body


def test_an_unknown_publication_is_not_found(signed_in: SignIn, due: PublicationFacts) -> None:
    answer = signed_in("zheng").get(reverse("bureau:publication", args=[uuid4()]))
    assert answer.status_code == 404


@pytest.mark.parametrize("after", ["x", "2026-11-01", "2026-13-01_abc", "_" * 50, "2026-11-01_" + "0" * 31])
def test_a_spoilt_place_in_the_list_starts_anew(after: str, signed_in: SignIn, due: PublicationFacts) -> None:
    assert signed_in("zheng").get("/bureau/publications/", {"tab": "public", "after": after}).status_code == 200


def test_the_desk_does_not_ask_once_per_row(
    signed_in: SignIn, county: County, django_assert_max_num_queries: object
) -> None:
    by = organs_queries.actor(county.people["zhao"], NOW)
    for serial in range(8):
        given = samples.decision(organ_id=county.emergency.id, decided_on=DECIDED, number=f"示应急罚〔2026〕{serial}号")
        operations.schedule(decision=given, by=by, at=NOW)
    client = signed_in("zheng")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/bureau/publications/")


@pytest.mark.parametrize("nasty", ["改\x1b[2J正", "改\u202e正", "改\u200b正"])
def test_no_form_of_the_desk_takes_hidden_signs_or_cuts_in_silence(
    signed_in: SignIn, due: PublicationFacts, nasty: str
) -> None:
    desk, today = signed_in("zheng"), NOW.date().isoformat()
    released(desk, due)
    withdrawal = {"trigger": "revoked", "known_on": today, "reason": "复议机关撤销了本决定"}
    for name, typed, field in (
        ("correct", {"cause": "更正后的案由", "reason": "录入有误"}, "reason"),
        ("correct", {"cause": "更正后的案由", "reason": "录入有误"}, "cause"),
        ("withdraw", withdrawal, "reason"),
        ("call_back", {"trigger": "revoked", "known_on": today, "note": "示政复决〔2026〕1号"}, "note"),
    ):
        answer = desk.post(url(due, name), typed | {field: nasty})
        assert answer.status_code in {409, 422} and "个字是" in answer.content.decode(), (name, field)
        empty = desk.post(url(due, name), typed | {"reason": "", "note": ""})
        assert empty.status_code in {409, 422}, name
        if field != "cause":
            long = desk.post(url(due, name), typed | {field: "长" * 2001})
            assert (
                long.status_code == 422
                and "个字，请删减" in long.content.decode()
                and "长" * 2001 in long.content.decode()
            )
    for day in ((NOW + timedelta(days=3)).date().isoformat(), "9999-12-31"):
        later = desk.post(url(due, "withdraw"), withdrawal | {"known_on": day})
        assert later.status_code in {409, 422} and withdrawal["reason"] in later.content.decode(), day
    assert "特种作业人员未取得操作资格证书上岗作业" in Client().get(due.address).content.decode()


def test_of_two_corrections_from_one_version_the_second_is_stale(signed_in: SignIn, due: PublicationFacts) -> None:
    desk, twin = signed_in("zheng"), signed_in("zheng")
    released(desk, due)
    marks = [dict(HIDDEN.findall(one.get(url(due, "correct")).content.decode())) for one in (desk, twin)]
    first = desk.post(url(due, "correct"), marks[0] | {"cause": "甲更正的案由", "reason": "案由录入有误"})
    assert first.status_code == 302
    assert desk.post(url(due, "correct"), marks[0] | {"cause": "甲更正的案由", "reason": "x"}).status_code == 302
    late = twin.post(url(due, "correct"), marks[1] | {"cause": "乙更正的案由", "reason": "案由录入有误"})
    assert late.status_code == 422
    assert "别人已经更正过" in late.content.decode() and "乙更正的案由" in late.content.decode()
    assert "甲更正的案由" in Client().get(due.address).content.decode()


def test_a_correction_survives_the_end_of_the_session(signed_in: SignIn, due: PublicationFacts) -> None:
    desk = signed_in("zheng")
    released(desk, due)
    where = url(due, "correct")
    form = dict(HIDDEN.findall(desk.get(where).content.decode())) | {"cause": "打了很久的案由", "reason": "有误"}
    desk.cookies.pop("sessionid")
    assert desk.post(where, form, headers={"referer": f"http://testserver{where}"}).status_code == 302
    desk.post("/bureau/sign-in/", {"username": "zheng", "password": PASSWORD})
    assert "打了很久的案由" in desk.get(where).content.decode()
    assert "打了很久的案由" not in Client().get(due.address).content.decode()


def test_list_and_page_count_the_same_working_days_by_the_calendar_in_force(
    signed_in: SignIn, due: PublicationFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def in_force() -> Workdays:
        asked.append("calendar")
        return national()

    monkeypatch.setattr("mingjing.sites.bureau.views.publicity.calendar", in_force)
    client = signed_in("zheng")
    left = queries.owed(due.id, NOW.date())
    assert left is not None
    for address in ("/bureau/publications/", url(due)):
        assert f"还剩 {left.working_days_left} 个工作日" in client.get(address).content.decode()
    assert len(asked) == 2
