"""查阅: offered in the bureau, decided, linked, read on the public site with the reader's name, counted, revoked, never more."""

import hashlib
import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.records.films import film, said

from mingjing.cases import operations as cases
from mingjing.cases.models import Case
from mingjing.foundation.watermarking import stamped
from mingjing.kernel.findings import Refused
from mingjing.ledger.models import Entry
from mingjing.records import operations, queries
from mingjing.records.models import Attachment, Document, Grant, GrantOpening, Viewing
from mingjing.records.terms import NotFound
from mingjing.records.terms.links import Reader, token_digest
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
WHO = Reader("马恒源", "party", "核对居民身份证原件")
PLAIN = "这个查阅链接不能用"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    cache.clear()
    settings.MINGJING_STORE = tmp_path / "store"


def png(colour: str = "white") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (400, 600), colour).save(target, "PNG")
    return target.getvalue()


def things(shifan: World, case_id: UUID) -> dict[str, tuple[str, UUID]]:
    """A document made for the party, one that was not, one of the auxiliary volume, a picture, a film."""
    dossier = Case.objects.get(id=case_id).dossier_id
    by = shifan.actor("甲", NOW)
    picture = cases.add_file(case_id=case_id, name="现场照片.png", content=png(), by=by, now=NOW)
    content = film()
    taken = said(content, started_at=NOW - timedelta(hours=2), ended_at=NOW - timedelta(hours=1))
    one = cases.commit_recording(case_id=case_id, act_seq=1, draft=taken, by=by, now=NOW)
    begun = operations.begin_upload(recording_id=one.id, length=len(content), by=by, at=NOW)
    operations.receive(
        upload_id=begun.id, offset=0, piece=content, checksum=hashlib.sha256(content).digest(), by=by, at=NOW
    )
    rows = Document.objects.filter(dossier_id=dossier)
    return {
        "served": ("document", rows.filter(external=True)[0].id),
        "inside": ("document", rows.filter(external=False).exclude(form="lead_register")[0].id),
        "auxiliary": ("document", rows.get(form="lead_register").id),
        "picture": ("attachment", picture.id),
        "film": ("recording", one.id),
    }


def offered(shifan: World, case_id: UUID, *chosen: tuple[str, UUID], **more: Any) -> Any:
    given = {"purpose": "准备听证", "days": 7, "most": 5, "by": shifan.actor("甲", NOW), "now": NOW, "reader": WHO}
    return cases.offer_reading(case_id=case_id, chosen=chosen, **(given | more))


def linked(shifan: World, grant: Any, at: datetime = NOW) -> str:
    if grant.state == "asked":
        operations.decide_reading(grant_id=grant.id, granted=True, note="", by=shifan.actor("己", at), at=at)
    return str(operations.issue_link(grant_id=grant.id, by=shifan.actor("甲", at), at=at)[1])


def opened(client: Client, token: str, place: int) -> Any:
    return client.post(f"/yj/{token}/{place}/")


def test_from_the_case_to_the_reader_and_back(shifan: World, case_id: UUID) -> None:
    held = things(shifan, case_id)
    with clock(NOW):
        officer, head, public = enter(shifan, "甲"), enter(shifan, "己"), Client()
        form = officer.get(f"/bureau/cases/{case_id}/reading/").content.decode()
        assert str(held["served"][1]) in form and str(held["auxiliary"][1]) not in form
        sent = {
            "name": "马恒源", "standing": "party", "checked": "核对居民身份证原件", "purpose": "准备听证", "days": "7", "most": "3",
            "items": [":".join(map(str, held[key])) for key in ("inside", "picture", "film")],
        }  # fmt: skip
        wrong = officer.post(f"/bureau/cases/{case_id}/reading/", sent | {"days": "400", "checked": "看过"})
        assert wrong.status_code == 409 and "准备听证" in wrong.content.decode()
        where = officer.post(f"/bureau/cases/{case_id}/reading/", sent)["Location"]
        assert "等负责人决定" in officer.get(where).content.decode()
        assert officer.post(f"{where}link/").status_code == 409
        assert officer.post(f"{where}decide/", {"granted": "yes"}).status_code == 403
        assert "马恒源" in head.get("/bureau/readings/").content.decode()
        assert head.post(f"{where}decide/", {"granted": "yes", "note": ""}).status_code == 302
        answer = officer.post(f"{where}link/")
        found = re.search(r"/yj/([\w-]{20,})/", answer.content.decode())
        assert found and answer["Cache-Control"] == "private, no-store"
        token = found[1]
        assert token not in officer.get(where).content.decode()
        shelf = public.get(f"/yj/{token}/")
        page = shelf.content.decode()
        assert all(word in page for word in ("马恒源", "准备听证", "现场照片.png", "3 次"))
        assert (shelf["Cache-Control"], shelf["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
        assert not Viewing.objects.filter(person_name__contains="查阅人").exists()
        one = public.get(f"/yj/{token}/1/").content.decode()
        assert "打开（还可以打开 3 次）" in one and ".png" not in one.split("<main")[1]
        inside = public.get(opened(public, token, 1)["Location"]).content.decode()
        assert "p1.png" in inside
        shown = re.search(r'src="(/yj/[^"]+p1\.png[^"]+)"', inside)
        assert shown
        picture = public.get(shown[1].replace("&amp;", "&"))
        assert picture["Content-Type"] == "image/png" and picture.content[:4] == b"\x89PNG"
        playing = opened(public, token, 3)["Location"]
        assert "<video" in public.get(playing).content.decode()
        ranged = public.get(f"/yj/{token}/3/film?{playing.split('?')[1]}", headers={"Range": "bytes=0-9"})
        assert (ranged.status_code, ranged["Content-Length"]) == (206, "10")
    looks = Viewing.objects.filter(person_name="马恒源（查阅人）")
    assert {look.purpose for look in looks} == {"准备听证（凭链接查阅）"} and looks.count() == 2
    assert GrantOpening.objects.count() == 2
    with clock(NOW):
        assert "打开的记录" in officer.get(where).content.decode()
        assert "马恒源（查阅人）" in enter(shifan, "监").get("/bureau/supervision/looks/").content.decode()


def test_what_was_made_for_the_party_needs_no_head(shifan: World, case_id: UUID) -> None:
    held = things(shifan, case_id)
    assert offered(shifan, case_id, held["served"]).state == "granted"
    assert offered(shifan, case_id, held["served"], held["film"]).state == "asked"


@pytest.mark.parametrize(
    ("key", "more", "rule"),
    [
        ("auxiliary", {}, "READ-02"), ("", {}, "READ-02"), ("served", {"days": 16}, "READ-01"), ("served", {"most": 51}, "READ-01"), ("served", {"purpose": " "}, "READ-01"),
        ("served", {"reader": Reader("", "party", "核对居民身份证")}, "READ-01"), ("served", {"reader": Reader("马恒源", "friend", "核对居民身份证")}, "READ-01"),
        ("served", {"reader": Reader("马恒源", "party", "")}, "READ-01"),
    ],
)  # fmt: skip
def test_what_may_not_be_offered_is_refused(shifan: World, case_id: UUID, key: str, more: Any, rule: str) -> None:
    held = things(shifan, case_id)
    with pytest.raises(Refused) as refused:
        offered(shifan, case_id, *([held[key]] if key else []), **more)
    assert refused.value.rules == {rule}
    assert not Grant.objects.exists()


def test_things_of_another_file_cannot_be_chosen(shifan: World, case_id: UUID) -> None:
    for kind in ("document", "attachment", "recording", "ledger"):
        with pytest.raises(NotFound):
            offered(shifan, case_id, (kind, uuid4()))


def test_who_asked_does_not_decide_and_a_refusal_is_explained(shifan: World, case_id: UUID) -> None:
    grant = offered(shifan, case_id, things(shifan, case_id)["picture"])
    Grant.objects.update(asked_by_id=shifan.actor("己", NOW).person_id)
    for granted, note in ((True, ""), (False, "不宜提供给他")):
        with pytest.raises(Refused) as refused:
            operations.decide_reading(grant_id=grant.id, granted=granted, note=note, by=shifan.actor("己", NOW), at=NOW)
        assert refused.value.rules == {"READ-03"}
    Grant.objects.update(asked_by_id=grant.asked_by_id)
    with pytest.raises(Refused):
        operations.decide_reading(grant_id=grant.id, granted=False, note="", by=shifan.actor("己", NOW), at=NOW)
    done = operations.decide_reading(
        grant_id=grant.id, granted=False, note="含有他人隐私", by=shifan.actor("己", NOW), at=NOW
    )
    assert (done.state, done.stands(NOW)) == ("refused", False)
    with pytest.raises(Refused):
        operations.issue_link(grant_id=grant.id, by=shifan.actor("甲", NOW), at=NOW)


def test_whatever_is_wrong_with_a_link_is_answered_alike(shifan: World, case_id: UUID) -> None:
    held = things(shifan, case_id)
    grant = offered(shifan, case_id, held["picture"], most=1)
    token, public = linked(shifan, grant), Client()
    other = linked(shifan, offered(shifan, case_id, held["film"], held["picture"]))
    with clock(NOW):
        ticket = opened(public, token, 1)["Location"].split("?")[1]
        good = public.get(f"/yj/{token}/1/p1.png?{ticket}")
        assert good.status_code == 200
        forged = [
            f"/yj/{token[:-1]}x/", f"/yj/{token}x/", "/yj/x/", f"/yj/{'甲' * 40}/", f"/yj/{token}/2/", f"/yj/{token}/99999/", f"/yj/{token}/1/p2.png?{ticket}",
            f"/yj/{token}/1/p1.png", f"/yj/{token}/1/p1.png?t=x", f"/yj/{other}/2/p1.png?{ticket}", f"/yj/{other}/1/film?{ticket}", f"/yj/{token}/1/film?{ticket}",
            f"/yj/{token}/1/p0.png?{ticket}", f"/yj/{token}/1/p999999.png?{ticket}",
        ]  # fmt: skip
        answers = {(answer.status_code, PLAIN in answer.content.decode()) for answer in map(public.get, forged)}
        assert answers == {(404, True)}
        assert opened(public, token, 1).status_code == 404  # the openings are used up
        assert "次数已经用完" in public.get(f"/yj/{token}/1/").content.decode()
    for moment in (NOW + timedelta(days=7), NOW + timedelta(days=400)):
        with clock(moment):
            answer = public.get(f"/yj/{token}/")
            assert (
                answer.status_code == 404 and PLAIN in answer.content.decode() and "照片" not in answer.content.decode()
            )
    assert Viewing.objects.filter(person_name__contains="查阅人").count() == 1


def test_a_revoked_link_and_one_made_anew_end_the_old_at_once(shifan: World, case_id: UUID) -> None:
    held, public = things(shifan, case_id), Client()
    grant = offered(shifan, case_id, held["film"])
    first = linked(shifan, grant)
    with clock(NOW):
        ticket = opened(public, first, 1)["Location"].split("?")[1]
        second = linked(shifan, queries.grant(grant.id))
        assert public.get(f"/yj/{first}/").status_code == 404
        assert public.get(f"/yj/{second}/").status_code == 200
        playing = opened(public, second, 1)["Location"].split("?")[1]
        assert public.get(f"/yj/{second}/1/film?{playing}").status_code == 200
        where = f"/bureau/readings/{grant.id}/revoke/"
        officer = enter(shifan, "甲")
        assert officer.post(where, {"reason": "无"}).status_code == 409
        assert officer.post(where, {"reason": "当事人撤回了申请"}).status_code == 302
        assert public.get(f"/yj/{second}/1/film?{playing}").status_code == 404
        assert public.get(f"/yj/{second}/").status_code == 404 and ticket
        assert officer.post(where, {"reason": "当事人撤回了申请"}).status_code == 422


def test_only_the_digest_of_a_token_is_kept(shifan: World, case_id: UUID) -> None:
    token = linked(shifan, offered(shifan, case_id, things(shifan, case_id)["served"]))
    row = Grant.objects.get()
    assert row.token_sha256 == token_digest(token) and token not in str(row.__dict__)
    kinds = set(Entry.objects.filter(kind__startswith="record:reading:").values_list("kind", flat=True))
    assert {"record:reading:asked", "record:reading:linked"} <= kinds


def test_trying_tokens_is_stopped_and_strangers_see_nothing(shifan: World, case_id: UUID, monkeypatch: Any) -> None:
    from mingjing.sites.portal.views import limiting

    grant = offered(shifan, case_id, things(shifan, case_id)["served"])
    monkeypatch.setitem(limiting.MOST, "read", 3)
    public = Client(REMOTE_ADDR="203.0.113.9")
    codes = [public.get(f"/yj/{'x' * 30}{n}/").status_code for n in range(5)]
    assert codes[:3] == [404, 404, 404] and codes[-1] == 429
    for who, code in (("市甲", 404), ("监", 200), ("庚", 200), ("系小管", 403), ("市己", 404)):
        assert enter(shifan, who).get(f"/bureau/readings/{grant.id}/").status_code == code, who
    assert "马恒源" not in enter(shifan, "市己").get("/bureau/readings/?tab=").content.decode()


def test_a_portal_without_cases_has_no_such_page(shifan: World, case_id: UUID, settings: Any) -> None:
    token = linked(shifan, offered(shifan, case_id, things(shifan, case_id)["served"]))
    settings.MINGJING_READING = ""
    with clock(NOW):
        answer = Client().get(f"/yj/{token}/")
    assert answer.status_code == 404 and PLAIN in answer.content.decode()


def test_a_broken_file_is_no_error(shifan: World, case_id: UUID) -> None:
    by = shifan.actor("甲", NOW)
    bad = cases.add_file(case_id=case_id, name="坏.pdf", content=b"%PDF-1.7\n" + b"x" * 200, by=by, now=NOW)
    cut = cases.add_file(case_id=case_id, name="坏.png", content=png()[:60], by=by, now=NOW)
    assert Attachment.objects.filter(id__in=(bad.id, cut.id)).count() == 2
    token, public = linked(shifan, offered(shifan, case_id, ("attachment", bad.id), ("attachment", cut.id))), Client()
    with clock(NOW):
        for place in (1, 2):
            where = opened(public, token, place)["Location"]
            assert public.get(where).status_code == 200
            assert public.get(f"/yj/{token}/{place}/p1.png?{where.split('?')[1]}").status_code == 404


def test_the_name_is_burnt_into_the_picture() -> None:
    plain, marked = png(), stamped(png(), "马恒源 查阅")
    before, after = (Image.open(io.BytesIO(one)).convert("L") for one in (plain, marked))
    assert after.size == before.size
    assert sum(before.histogram()[:250]) == 0 and sum(after.histogram()[:250]) > 500
