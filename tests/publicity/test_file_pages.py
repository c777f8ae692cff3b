"""The pages of attachments at the publicist's desk: what they show, what they keep, who is kept out."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.bureau.county import PASSWORD, County
from tests.kept import kept
from tests.publicity import samples
from tests.publicity.test_desk import with_publicist
from tests.redacting import papers

from mingjing.kernel.days import CHINA
from mingjing.organs import queries as organs_queries
from mingjing.publicity import operations, queries
from mingjing.publicity.models import DecisionFile
from mingjing.publicity.terms import PublicationFacts

pytestmark = pytest.mark.django_db
NOW = datetime.now(CHINA)
SignIn = Callable[[str], Client]


@pytest.fixture
def county(db: None) -> County:
    cache.clear()
    return kept("小县和公示员", with_publicist)


@pytest.fixture
def signed_in(county: County) -> SignIn:
    def enter(username: str) -> Client:
        client = Client()
        client.post("/bureau/sign-in/", {"username": username, "password": PASSWORD})
        return client

    return enter


@pytest.fixture
def found(county: County) -> PublicationFacts:
    by = organs_queries.actor(county.people["zhao"], NOW)
    given = samples.decision(organ_id=county.emergency.id, decided_on=NOW.date() - timedelta(days=1))
    return operations.schedule(decision=given, by=by, at=NOW)


def url(file: UUID, name: str = "page", number: int = 1, **more: str) -> str:
    return reverse(f"bureau:attached_{name}", args=[file, number, *more.values()])


def upload(client: Client, found: PublicationFacts, name: str, content: bytes) -> Any:
    where = reverse("bureau:publication_attach", args=[found.id])
    return client.post(where, {"file": SimpleUploadedFile(name, content)}, follow=True)


def text(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def only() -> UUID:
    return DecisionFile.objects.get().pk


def test_from_the_upload_to_the_portal(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    page = text(upload(client, found, "张三身份证.pdf", papers.plain_pdf()))
    assert "附件1" in page
    assert "上传时叫“张三身份证.pdf”（公开时不用这个名字）" in page
    assert papers.ID in page
    file = only()
    client.post(reverse("bureau:publication_press", args=[found.id, "propose"]))
    client.post(reverse("bureau:publication_decide", args=[found.id]), {"every": "1"})
    desk = text(client.get(reverse("bureau:publication", args=[found.id])))
    assert "还有 1 个" in desk
    assert "确认脱敏稿</button>" not in desk
    assert client.post(url(file, "confirm"), {}).status_code == 409
    assert client.post(url(file, "decide"), {"every": "1"}).status_code == 302
    answer = client.post(
        url(file, "confirm"), {"seen": re.search(r'name="seen" value="(\w+)"', text(client.get(url(file))))[1]}
    )  # type: ignore[index]
    assert answer["Location"].endswith("#files")
    assert "确认脱敏稿</button>" in text(client.get(reverse("bureau:publication", args=[found.id])))
    for move in ("confirm", "release"):
        assert client.post(reverse("bureau:publication_press", args=[found.id, move])).status_code == 302
    public = text(Client().get(found.address))
    assert "附件1-公开副本-第1版.pdf" in public
    assert "张三" not in public
    after = text(client.get(reverse("bureau:publication", args=[found.id])))
    assert "才对外生效" in after


def test_the_two_sides_and_their_pictures(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    upload(client, found, "a.pdf", papers.plain_pdf())
    file = only()
    page = text(client.get(url(file)))
    assert page.count("<rect") == 3
    assert 'class="mj-box-open"' in page
    shown = {}
    for side in ("original", "public"):
        answer = client.get(url(file, "picture", side=side))
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        shown[side] = Image.open(io.BytesIO(answer.content)).convert("L").histogram()
    assert sum(shown["public"][:32]) > 2 * sum(shown["original"][:32]), "boxes are black"
    assert client.get(url(file, "picture", side="both")).status_code == 404
    assert client.get(url(file, number=2)).status_code == 404
    assert client.get(url(UUID(int=1))).status_code == 404


def test_a_scanned_page_says_that_nothing_is_proposed(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    page = text(upload(client, found, "a.jpg", papers.photo()))
    assert "规则提不出任何建议" in page
    assert "补划文字" not in page


def test_word_and_workbook_are_compared_as_text(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    page = text(upload(client, found, "a.docx", papers.laden_word()))
    assert "<mark" in page
    assert "【＊＊身份】" in page
    assert papers.HIDDEN not in page, "what is hidden in the original is not even shown"
    assert "隐藏文字 2 处不进公开副本" in page
    assert "在原件上画框" not in page
    assert client.get(url(only(), "picture", side="original")).status_code == 404


def test_a_box_typed_in_numbers_and_what_is_wrong_with_it(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    upload(client, found, "a.jpg", papers.photo())
    good = {"left": "10", "top": "12.5", "right": "50", "bottom": "60.25", "ground": "其他", "reason": "面容"}
    assert client.post(url(only(), "box"), good).status_code == 302
    (mark,) = operations.read_page(only(), 1, by=samples.actor(*_roles(), organ=found.organ_id))[0].marks
    assert mark.box == (1000, 1250, 5000, 6025)
    for wrong, said in (
        ({"left": "x"}, "写 0 到 100 之间的数"), ({"right": ""}, "写 0 到 100 之间的数"), ({"left": "1e3"}, "写 0 到 100 之间的数"),
        ({"right": "200"}, "超出了这一页"), ({"right": "5"}, "画反了"), ({"ground": ""}, "请选择遮盖的理由"),
    ):  # fmt: skip
        answer = client.post(url(only(), "box"), good | wrong)
        assert answer.status_code == 422, wrong
        assert said in answer.content.decode()
        assert 'value="12.5"' in answer.content.decode(), "what was typed is kept"
    assert DecisionFile.objects.get().marks.count() == 1


def _roles() -> tuple[Any, ...]:
    from mingjing.foundation.people import Role

    return (Role.PUBLICIST,)


def test_text_is_added_and_verdicts_of_marks_that_are_gone_are_refused(
    signed_in: SignIn, found: PublicationFacts
) -> None:
    client = signed_in("zheng")
    upload(client, found, "a.pdf", papers.plain_pdf())
    assert client.post(url(only(), "add"), {"text": papers.KEPT, "ground": "其他"}).status_code == 302
    assert client.post(url(only(), "add"), {"text": "没有的话", "ground": "其他"}).status_code == 422
    assert client.post(url(only(), "decide"), {f"verdict-{UUID(int=3)}": "accepted"}).status_code == 422
    assert client.post(url(only(), "decide"), {}).status_code == 302
    assert client.post(url(only(), "propose"), {}).status_code == 302
    assert client.post(url(only(), "confirm"), {"seen": "0" * 32}).status_code == 422


def test_an_unfit_upload_says_why_and_nothing_else_happens(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    page = text(upload(client, found, "<b>a</b>.pdf", b"%PDF-1.4 broken"))
    assert "PUB-40" in page
    assert "<b>a</b>" not in page
    assert "没有选择文件" in text(client.post(reverse("bureau:publication_attach", args=[found.id]), {}, follow=True))
    assert not DecisionFile.objects.exists()


def test_a_file_is_left_out_with_its_reason(signed_in: SignIn, found: PublicationFacts) -> None:
    client = signed_in("zheng")
    upload(client, found, "a.jpg", papers.photo())
    assert client.get(url(only(), "drop")).status_code == 200
    assert client.post(url(only(), "drop"), {"reason": "误"}).status_code == 409
    assert client.post(url(only(), "drop"), {"reason": "与决定无关，误传"}).status_code == 302
    page = text(client.get(url(only())))
    assert "这个附件不公开" in page
    assert "确认本页" not in page
    assert "与决定无关，误传" in text(client.get(reverse("bureau:publication", args=[found.id])))


def test_who_sees_the_original(signed_in: SignIn, found: PublicationFacts) -> None:
    upload(signed_in("zheng"), found, "a.jpg", papers.photo())
    file = only()
    answers = {who: signed_in(who).get(url(file)).status_code for who in ("zheng", "sun", "zhao")}
    assert answers["zheng"] == 200
    assert (answers["zhao"], answers["sun"]) == (403, 403)
    for who in ("zhao", "sun"):
        client = signed_in(who)
        assert client.get(url(file, "picture", side="public")).status_code == 403
        assert "a.jpg" not in client.get(reverse("bureau:publication", args=[found.id])).content.decode()
    assert Client().get(url(file, "picture", side="original")).status_code == 302


def test_a_page_asks_a_bounded_number_of_questions(
    signed_in: SignIn, found: PublicationFacts, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("zheng")
    pages = tuple((f"第{at}页 {papers.PHONE}",) for at in range(6))
    upload(client, found, "a.pdf", papers.plain_pdf(*pages))
    with django_assert_max_num_queries(20):
        client.get(url(only(), number=3))
    with django_assert_max_num_queries(30):
        client.get(reverse("bureau:publication", args=[found.id]))
    assert queries.publication(found.id)
