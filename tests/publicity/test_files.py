"""Attachments through the life of a publication: what lets them pass, what stops them, what the public gets."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client
from tests.portal import pages
from tests.publicity import filing, samples
from tests.publicity.filing import ASK, UPLOAD
from tests.publicity.test_concurrency import at_once
from tests.redacting import papers
from tests.redacting.test_engine import holds

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.redacting import Made
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations, queries
from mingjing.publicity.events import Event
from mingjing.publicity.models import DecisionFile, FileCopy, FileMark, Publication
from mingjing.publicity.queries.agreeing import unlike_the_ledger
from mingjing.publicity.rules.files import drop_reason, file_fit, marks_decided, pages_confirmed
from mingjing.publicity.terms import State

pytestmark = pytest.mark.django_db
SECRETS = (*samples.SECRETS, papers.ID, papers.PHONE, papers.NAME, papers.HIDDEN)


def rules(act: Callable[[], object]) -> frozenset[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.rules


def confirm(found: Any) -> object:
    return operations.confirm(publication_id=found.id, **ASK)


def release(found: Any) -> object:
    return operations.release(publication_id=found.id, **ASK)


def test_every_kind_of_file_goes_the_whole_way() -> None:
    made = filing.released(*filing.FILES)
    files = queries.public_files(_version(made).ledger_index)
    assert [file.seq for file in files] == [1, 2, 3, 4]
    assert [file.name for file in files] == [
        f"{samples.NUMBER}-附件{seq}-公开副本-第1版.{ending}"
        for seq, ending in enumerate(("pdf", "docx", "xlsx", "jpg"), 1)
    ]
    for file in files:
        content = queries.file_content(file)
        assert not [word for word in SECRETS if holds(content, word) or word in "".join(file.pages)], file.name


def _version(made: Any) -> Any:
    current = Publication.objects.get(pk=made.id).current
    assert current is not None
    return current


def test_the_ledger_names_every_copy_by_both_digests() -> None:
    made = filing.released()
    (entry,) = [one for one in ledger.entries(f"pub:{made.id}") if one.kind == Event.RELEASED]
    (told,) = [one for one in ledger.whole(f"pub:{made.id}") if one.index == entry.index]
    (copy,) = FileCopy.objects.all()
    assert told.payload["files"] == 1
    assert [(one["name"], one["sha256"], one["sm3"]) for one in told.objects[1:]] == [
        (copy.name, copy.sha256, copy.sm3)
    ]
    assert not list(unlike_the_ledger())
    storage.folder().path(copy.sha256).rename(storage.folder().path(copy.sha256).with_suffix(".away"))
    assert any("附件1第 1 版的公开副本不在存储里" in str(one) for one in unlike_the_ledger())
    storage.folder().path(copy.sha256).with_suffix(".away").rename(storage.folder().path(copy.sha256))
    FileCopy.objects.update(sha256="0" * 64)
    assert any("第 1 版公开文本与台账登记的不符" in str(one) for one in unlike_the_ledger())


def test_proposals_come_from_rules_the_file_and_the_decisions_own_marks() -> None:
    made = samples.proposed()
    operations.add_span(publication_id=made.id, text="特种作业操作证", ground="秘密", **ASK)
    content = papers.plain_pdf(
        (
            f"被询问人：{papers.NAME}",
            "他没有特种作业操作证。",
            f"证号 {papers.ID}",
            "核验码：59c688278d1ca451",
            "查询码 QUXY-R2YY-7H",
        )
    )
    file = operations.attach_file(publication_id=made.id, name="a.pdf", content=content, **ASK)
    assert [(mark.text, mark.ground, mark.verdict) for mark in file.marks] == [
        (papers.NAME, "姓名", "open"), ("特种作业操作证", "秘密", "open"), (papers.ID, "身份", "open"), ("59c688278d1ca451", "其他", "open"), ("QUXY-R2YY-7H", "其他", "open"),
    ]  # fmt: skip
    assert file.marks[2].certain


def test_what_was_decided_stays_when_the_rules_look_again() -> None:
    made = samples.proposed()
    file = filing.checked(filing.attached(made.id))
    assert operations.propose_file_marks(file_id=file.id, **ASK).unconfirmed == ()
    operations.add_span(publication_id=made.id, text="你单位", ground="其他", **ASK)
    table = operations.attach_file(
        publication_id=made.id, name="b.docx", content=papers.word(f"<w:p>{papers.run('无事')}</w:p>"), **ASK
    )
    assert table.marks == ()
    operations.add_span(publication_id=made.id, text="举报", ground="其他", **ASK)
    again = operations.propose_file_marks(file_id=file.id, **ASK)
    assert {mark.verdict for mark in again.marks} == {"accepted"}


# PUB-40


def test_pub_40_passes_and_refuses() -> None:
    assert file_fit("", "") == ()
    assert file_fit("损坏", "另存")[0].field == "file"


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b""), ("a.pdf", b"%PDF-1.4 x"), ("a.exe", b"MZ"), ("a.docx", b"PK\x03\x04")]
)
def test_an_unfit_file_names_field_rule_and_next_step_and_leaves_nothing(name: str, content: bytes) -> None:
    made = samples.proposed()
    for _ in range(2):
        with pytest.raises(Invalid) as problem:
            operations.attach_file(publication_id=made.id, name=name, content=content, **ASK)
        (said,) = problem.value.errors["file"]
        assert "PUB-40" in said
        assert said.endswith("。")
    assert not DecisionFile.objects.exists()


def test_the_same_file_is_not_added_twice() -> None:
    made = samples.proposed()
    filing.attached(made.id)
    with pytest.raises(Invalid, match="已经添加过"):
        filing.attached(made.id)
    assert DecisionFile.objects.count() == 1


# PUB-41, PUB-42


def test_nothing_is_confirmed_while_a_mark_is_open_or_a_page_unseen() -> None:
    made = samples.proposed()
    samples.accept_all(made.id)
    file = filing.attached(made.id)
    assert rules(lambda: confirm(made)) == {"PUB-41", "PUB-42"}
    assert rules(lambda: operations.confirm_page(file_id=file.id, page=1, **ASK)) == {"PUB-41"}
    filing.decided(file)
    assert rules(lambda: confirm(made)) == {"PUB-42"}
    assert rules(lambda: confirm(made)) == {"PUB-42"}, "asked again, the answer is the same"
    operations.confirm_page(file_id=file.id, page=1, **ASK)
    assert confirm(made)
    assert release(made)


def test_a_change_undoes_the_confirmation_of_its_page_only() -> None:
    made = samples.proposed()
    content = papers.plain_pdf((f"甲 {papers.PHONE}",), ("乙",))
    file = filing.checked(operations.attach_file(publication_id=made.id, name="a.pdf", content=content, **ASK))
    assert file.unconfirmed == ()
    made_again = operations.add_box(file_id=file.id, page=2, box=(0, 0, 100, 100), ground="其他", **ASK)
    assert made_again.unconfirmed == (2,)
    kept = operations.decide_mark(mark_id=file.marks[0].id, verdict="rejected", reason="机关办公电话", **ASK)
    assert kept.unconfirmed == (1, 2)


def test_a_page_is_confirmed_as_it_was_seen() -> None:
    file = filing.decided(filing.attached(samples.proposed().id))
    seen = operations.page_state(file, 1)
    operations.add_box(file_id=file.id, page=1, box=(0, 0, 100, 100), ground="其他", **ASK)
    with pytest.raises(Invalid, match="别人改动过"):
        operations.confirm_page(file_id=file.id, page=1, seen=seen, **ASK)


def test_the_rules_pass_over_files_that_are_left_out() -> None:
    made = samples.proposed()
    file = filing.attached(made.id)
    assert marks_decided([file])
    assert pages_confirmed([file])
    dropped = operations.drop_file(file_id=file.id, reason="与决定无关", **ASK)
    assert not marks_decided([dropped])
    assert not pages_confirmed([dropped])
    assert not marks_decided([])


# PUB-43, PUB-44


def test_a_text_removed_from_the_decision_must_be_gone_from_the_copy() -> None:
    made = samples.proposed()
    samples.accept_all(made.id)
    content = papers.word(f"<w:p>{papers.run('你单位应当改正')}</w:p>")
    file = filing.checked(operations.attach_file(publication_id=made.id, name="a.docx", content=content, **ASK))
    assert file.marks == ()
    operations.add_span(publication_id=made.id, text="你单位", ground="其他", **ASK)
    for _ in range(2):
        assert rules(lambda: confirm(made)) == {"PUB-43"}
    assert samples.state(made.id).state == State.PROPOSED
    filing.checked(operations.propose_file_marks(file_id=file.id, **ASK))
    assert confirm(made)


def test_a_copy_that_still_tells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rewriting itself fails, the search of its output is what stops the release."""
    made = filing.ready()
    original = papers.laden_pdf()
    monkeypatch.setattr("mingjing.foundation.redacting.rebuild", lambda *rest: Made(original, ("",)))
    with pytest.raises(Refused) as refusal:
        confirm(made)
    assert refusal.value.rules == {"PUB-43"}
    assert not [word for word in SECRETS if word in str(refusal.value)], "the refusal does not tell it either"


def test_a_copy_changed_in_the_database_is_not_released() -> None:
    made = filing.confirmed()
    DecisionFile.objects.update(copied_sha256=storage.put(papers.laden_pdf()).sha256)
    assert rules(lambda: release(made)) == {"PUB-43"}
    made_first = DecisionFile.objects.get()
    made_first.marks.filter(ground="电话").delete()
    assert rules(lambda: release(made)) == {"PUB-44"}
    assert not FileCopy.objects.exists()


def test_an_empty_shell_is_not_released() -> None:
    made = filing.confirmed()
    DecisionFile.objects.update(copied_marks="", copied_sha256="")
    assert rules(lambda: release(made)) == {"PUB-44"}


# PUB-45


def test_a_file_is_left_out_with_a_reason_and_for_good() -> None:
    assert drop_reason("与决定无关") == ()
    made = filing.ready()
    (file,) = operations.read_files(made.id, by=samples.PUBLICIST)
    for reason in ("", "   ", "误"):
        assert rules(lambda reason=reason: operations.drop_file(file_id=file.id, reason=reason, **ASK)) == {"PUB-45"}  # type: ignore[misc]
    operations.drop_file(file_id=file.id, reason="与决定无关，误传", **ASK)
    for act in (
        lambda: operations.drop_file(file_id=file.id, reason="再来一次", **ASK),
        lambda: operations.propose_file_marks(file_id=file.id, **ASK),
        lambda: operations.confirm_page(file_id=file.id, page=1, **ASK),
    ):
        with pytest.raises(Invalid, match="不公开"):
            act()
    confirm(made)
    release(made)
    assert not FileCopy.objects.exists()
    filing_again = filing.attached(made.id)
    assert filing_again.seq == 2, "the number of a file left out is not given again"


# By hand


def test_a_box_is_burnt_into_the_pixels() -> None:
    made = samples.proposed()
    samples.accept_all(made.id)
    file = filing.attached(made.id, "现场.jpg")
    operations.add_box(file_id=file.id, page=1, box=(2000, 3000, 5000, 6000), ground="其他", reason="面容", **ASK)
    operations.confirm_page(file_id=file.id, page=1, **ASK)
    confirm(made)
    release(made)
    from PIL import Image

    (copy,) = FileCopy.objects.all()
    pixel = Image.open(io.BytesIO(storage.read(copy.sha256))).convert("L").getpixel((85, 95))
    assert isinstance(pixel, int)
    assert pixel < 40


@pytest.mark.parametrize("box", [(-1, 0, 10, 10), (0, 0, 10_001, 500), (500, 0, 400, 500), (0, 0, 10, 10)])
def test_a_box_outside_upside_down_or_tiny_is_refused(box: tuple[int, int, int, int]) -> None:
    file = filing.attached(samples.proposed().id)
    with pytest.raises(Invalid) as problem:
        operations.add_box(file_id=file.id, page=1, box=box, ground="其他", **ASK)
    assert "box" in problem.value.errors
    assert len(operations.read_files(file.publication_id, by=samples.PUBLICIST)[0].marks) == len(file.marks)


def test_what_is_typed_wrongly_is_refused() -> None:
    file = filing.attached(samples.proposed().id, "附表.docx")
    box = {"file_id": file.id, "page": 1, "box": (0, 0, 500, 500), **ASK}
    for act, field in (
        (lambda: operations.add_box(ground="其他", **box), "box"),
        (lambda: operations.add_mark(file_id=file.id, text="没有这段", ground="其他", **ASK), "text"),
        (lambda: operations.add_mark(file_id=file.id, text="插入的话", ground="不知", **ASK), "ground"),
        (lambda: operations.confirm_page(file_id=file.id, page=99, **ASK), "page"),
        (lambda: operations.decide_mark(mark_id=uuid4(), verdict="accepted", **ASK), "mark"),
        (lambda: operations.decide_mark(mark_id=file.marks[0].id, verdict="perhaps", **ASK), "verdict"),
        (lambda: operations.decide_marks(file_id=file.id, verdicts={uuid4(): ("accepted", "")}, **ASK), "mark"),
        (lambda: operations.drop_file(file_id=uuid4(), reason="与决定无关", **ASK), "file"),
        (lambda: operations.read_page(uuid4(), 1, by=samples.PUBLICIST), "file"),
        (lambda: operations.read_files(uuid4(), by=samples.PUBLICIST), "publication"),
    ):
        with pytest.raises(Invalid) as problem:
            act()
        assert field in problem.value.errors


def test_a_number_that_is_certain_cannot_be_kept_and_others_need_a_reason() -> None:
    file = filing.attached(samples.proposed().id)
    certain = next(mark for mark in file.marks if mark.certain)
    phone = next(mark for mark in file.marks if mark.ground == "电话")
    for mark, reason in ((certain, "可以公开"), (phone, "")):
        assert rules(
            lambda mark=mark, reason=reason: operations.decide_mark(
                mark_id=mark.id, verdict="rejected", reason=reason, **ASK
            )
        ) == {"PUB-14"}  # type: ignore[misc]


# After release


def test_a_correction_gives_new_copies_and_keeps_the_old() -> None:
    made = filing.released()
    first = queries.public_file("示应急", samples.NUMBER, 1)
    assert first is not None
    (file,) = operations.read_files(made.id, by=samples.PUBLICIST)
    operations.add_box(file_id=file.id, page=1, box=(0, 0, 3000, 1200), ground="其他", **ASK)
    correct = {"publication_id": made.id, "reason": "遮盖遗漏的内容", **ASK}
    assert rules(lambda: operations.correct(**correct)) == {"PUB-42"}
    operations.confirm_page(file_id=file.id, page=1, **ASK)
    operations.correct(**correct)
    second = queries.public_file("示应急", samples.NUMBER, 1)
    assert second is not None
    assert (second.version, second.sha256 != first.sha256) == (2, True)
    assert queries.public_file("示应急", samples.NUMBER, 1, first.name) == first
    assert rules(lambda: operations.correct(**correct)) == {"PUB-09"}, "nothing has changed since"
    operations.correct(hide_old=True, changes={"cause": "新的案由"}, **correct)
    assert queries.public_file("示应急", samples.NUMBER, 1, first.name) is None
    assert queries.public_file("示应急", samples.NUMBER, 1, second.name) is None
    assert not list(unlike_the_ledger())


def test_a_file_added_after_release_is_not_public_before_the_correction(client: Client) -> None:
    made = samples.released()
    filing.checked(filing.attached(made.id))
    assert client.get(pages.address(tail="f/1/")).status_code == 404
    operations.correct(publication_id=made.id, reason="补充公开附件", **ASK)
    assert client.get(pages.address(tail="f/1/")).status_code == 200


@pytest.mark.parametrize("state", [State.CONFIRMED, State.EXEMPT])
def test_files_rest_where_the_publication_rests(state: State) -> None:
    made = filing.ready()
    (file,) = operations.read_files(made.id, by=samples.PUBLICIST)
    Publication.objects.filter(pk=made.id).update(state=state)
    for act in (
        lambda: filing.attached(made.id, "附表.docx"),
        lambda: operations.add_mark(file_id=file.id, text=papers.KEPT, ground="其他", **ASK),
        lambda: operations.drop_file(file_id=file.id, reason="与决定无关", **ASK),
        lambda: operations.confirm_page(file_id=file.id, page=1, **ASK),
    ):
        assert rules(act) == {"PUB-08"}


@pytest.mark.parametrize("who", samples.STRANGERS)
def test_strangers_neither_work_on_files_nor_read_them(who: str) -> None:
    made = filing.ready()
    (file,) = operations.read_files(made.id, by=samples.PUBLICIST)
    stranger = {"by": samples.STRANGERS[who], "at": samples.NOW}
    acts: list[Callable[[], object]] = [
        lambda: operations.attach_file(publication_id=made.id, name="a.jpg", content=papers.photo(), **stranger),
        lambda: operations.add_mark(file_id=file.id, text=papers.KEPT, ground="其他", **stranger),
        lambda: operations.add_box(file_id=file.id, page=1, box=(0, 0, 500, 500), ground="其他", **stranger),
        lambda: operations.decide_mark(mark_id=file.marks[0].id, verdict="accepted", **stranger),
        lambda: operations.confirm_page(file_id=file.id, page=1, **stranger),
        lambda: operations.propose_file_marks(file_id=file.id, **stranger),
        lambda: operations.drop_file(file_id=file.id, reason="与决定无关", **stranger),
    ]
    if who != "监督员":
        acts += [
            lambda: operations.read_files(made.id, by=samples.STRANGERS[who]),
            lambda: operations.read_page(file.id, 1, by=samples.STRANGERS[who]),
            lambda: operations.page_picture(file.id, 1, by=samples.STRANGERS[who], public=True),
        ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert operations.read_files(made.id, by=samples.PUBLICIST) == (file,)


# What the public gets


def leaky_addresses() -> list[str]:
    names = [copy.name for copy in FileCopy.objects.all()]
    return [
        pages.address(), pages.address(tail="v/1/"), pages.address(tail="proof.json"),
        *(pages.address(tail=f"f/{seq}/") for seq in range(1, 5)),
        *(pages.address(tail=f"f/{seq}/{name}") for seq, name in enumerate(names, 1)),
        *pages.LISTS, f"/s/?q={papers.ID}", f"/s/?q={papers.HIDDEN}", "/s/?q=插入的话",
    ]  # fmt: skip


def body(client: Client, where: str) -> bytes:
    answer = client.get(where)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return bytes(content) + str(answer.headers).encode()


def test_no_public_answer_holds_a_secret_or_the_uploads_name(client: Client) -> None:
    filing.released(*filing.FILES)
    for where in leaky_addresses():
        content = body(client, where)
        asked = [word for word in SECRETS if word in where]
        found = [word for word in (*SECRETS, "身份证13", "现场.jpg") if holds(content, word) and word not in asked]
        assert not found, where


def test_the_words_of_an_attachment_can_be_found(client: Client) -> None:
    filing.released("附表.docx")
    assert samples.NUMBER in body(client, "/gs/?q=插入的话").decode()
    assert samples.NUMBER not in body(client, f"/gs/?q={papers.ID}").decode().replace(f"q={samples.NUMBER}", "")


def test_a_download_says_what_it_is(client: Client) -> None:
    filing.released()
    (copy,) = FileCopy.objects.all()
    where = pages.address(tail=f"f/1/{copy.name}")
    answer = client.get(where)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="file-1.pdf"; filename*=UTF-8')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(where, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(where).status_code == 405
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert len(document.pages) == 1
    assert copy.sha256[:16] in client.get(pages.address()).content.decode()
    assert client.get(pages.address(tail="f/1/别的名字.pdf")).status_code == 404
    assert client.get(pages.address(tail=f"f/9/{copy.name}")).status_code == 404
    storage.folder().path(copy.sha256).unlink()
    assert client.get(where).status_code == 503


def test_a_withdrawal_leaves_410_and_the_tombstone_at_once(client: Client) -> None:
    made = filing.released()
    (copy,) = FileCopy.objects.all()
    addresses = (pages.address(tail="f/1/"), pages.address(tail=f"f/1/{copy.name}"))
    assert [client.get(where).status_code for where in addresses] == [200, 200]
    operations.withdraw(publication_id=made.id, trigger="revoked", reason="复议机关决定撤销本决定", **ASK)
    for where in addresses:
        answer = client.get(where)
        assert answer.status_code == 410
        assert "已经撤下" in answer.content.decode()
        assert copy.name not in answer.content.decode()
    assert queries.public_files(copy.version.ledger_index) == ()


def test_what_was_never_released_or_is_exempt_answers_404(client: Client) -> None:
    made = filing.confirmed()
    assert client.get(pages.address(tail="f/1/")).status_code == 404
    operations.exempt(
        publication_id=made.id, ground="privacy", basis="主要事实涉及隐私", by=samples.HEAD, at=samples.NOW
    )
    assert client.get(pages.address(tail="f/1/")).status_code == 404


def test_the_decisions_page_asks_a_bounded_number_of_questions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    filing.released(*filing.FILES)
    with django_assert_max_num_queries(6):
        client.get(pages.address())
    with django_assert_max_num_queries(2):
        client.get(pages.address(tail="f/1/"))


def test_of_two_confirmations_and_two_attachments_at_once_one_wins(committed: None) -> None:
    made = filing.ready()
    assert at_once(lambda: confirm(made), lambda: confirm(made)) == ["PUB-08", "done"]
    assert at_once(lambda: release(made), lambda: release(made)) == ["PUB-08", "done"]
    assert FileCopy.objects.count() == 1


def test_a_mark_added_while_another_confirms_is_not_lost(committed: None) -> None:
    made = filing.ready()
    (file,) = operations.read_files(made.id, by=samples.PUBLICIST)
    box = {"file_id": file.id, "page": 1, "box": (0, 0, 3000, 1200), "ground": "其他", **ASK}
    answers = at_once(lambda: confirm(made), lambda: operations.add_box(**box))
    assert answers in (["PUB-08", "done"], ["PUB-42", "done"])


def test_upload_names_lose_their_folders() -> None:
    made = samples.proposed()
    file = operations.attach_file(publication_id=made.id, name="C:\\机密\\..\\a.jpg", content=papers.photo(), **ASK)
    assert file.name == "a.jpg"
    assert UPLOAD not in str(file)


def test_a_file_that_is_read_otherwise_than_when_it_was_marked_is_stopped() -> None:
    made = filing.ready()
    mark = FileMark.objects.filter(ground="身份").get()
    FileMark.objects.filter(pk=mark.pk).update(start=mark.start + 1, end=mark.end + 1)
    assert rules(lambda: confirm(made)) == {"PUB-44"}
    assert rules(lambda: operations.read_page(mark.file_id, 1, by=samples.PUBLICIST)) == {"PUB-44"}
    look = {"by": samples.PUBLICIST, "public": True}
    assert rules(lambda: operations.page_picture(mark.file_id, 1, **look)) == {"PUB-44"}
    operations.drop_file(file_id=mark.file_id, reason="重新添加", **ASK)
    assert confirm(made)
