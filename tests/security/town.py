"""示范县 with three cases: one released, one waiting for the head, one of another organ; and a browser for everybody."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.exchange.books import PENALTY, lines, xlsx
from tests.inspections import made as draws
from tests.publicity.test_visits import AT, arrived, item
from tests.records.films import film, said
from tests.records.sealed import registered
from tests.redacting import papers
from tests.security.counsel import counsel
from tests.security.guided import guided
from tests.security.hostile import JOURNEYS, browser
from tests.security.inside import inside, until_opinion
from tests.security.listed import listed
from tests.security.marks import marks
from tests.security.outside import outside
from tests.security.planned import planned

from mingjing.archives.events import Event as Archived
from mingjing.archives.models import (
    ArchivedFile,
    CheckRun,
    Destruction,
    Handover,
    Hold,
    ImportedFile,
    Lending,
    Patrol,
    Supplement,
)
from mingjing.cases import operations
from mingjing.cases import queries as cases
from mingjing.cases.models import Case
from mingjing.cases.operations.papers import take_scan as papers_taken
from mingjing.exchange import operations as exchange
from mingjing.exchange import queries as told_of
from mingjing.foundation import storage
from mingjing.foundation.sealing.personal import issue
from mingjing.inspections import queries
from mingjing.lawbook import operations as catalogues
from mingjing.lawbook import queries as lawbook
from mingjing.ledger import operations as ledger
from mingjing.organs import operations as registers
from mingjing.organs import queries as organs
from mingjing.organs.terms import FunctionDraft
from mingjing.publicity import operations as lists
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import Question, RoundDraft
from mingjing.records import operations as held
from mingjing.records import queries as records
from mingjing.records.terms.deposits import DocumentDraft
from mingjing.records.terms.derived import CopyDraft
from mingjing.records.terms.devices import DeviceDraft
from mingjing.records.terms.filings import FormContent, FormDraft
from mingjing.records.terms.links import Reader
from mingjing.records.terms.seals import SignatureDraft
from mingjing.review import operations as review
from mingjing.sites import wiring
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.story import as_story
from mingjing.supervision import operations as figures
from mingjing.supervision import queries as watched
from mingjing.supervision.models import GradedFile, Grading
from mingjing.supervision.terms import OrderDraft
from mingjing.supervision.terms.gradings import GradingDraft

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PEOPLE = {
    "handler": "甲", "colleague": "庚", "reviewer": "丁", "chair": "戊", "head": "己", "publicist": "公", "archivist": "档",
    "stranger": "市甲", "strange_head": "市己", "supervisor": "监", "sysadmin": "系小管", "secadmin": "安小全", "auditor": "审小计",
}  # fmt: skip
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")
SECRET = ("示范县鑫达烟花爆竹有限公司", "示范县恒源化工有限公司", "91130821MA0HX001XP", "特种作业人员未按照规定")
MARKET = (
    {"at": "2026-10-13 10:30", "case": "市监案", "in": "市监局", "act": "register_lead", "with": {"matter": "SP126-3"}},
    {"at": "2026-10-13 10:40", "act": "file_case", "with": {"violation_from": "2026-09-02", "violation_ended_on": "2026-09-02"}},
)  # fmt: skip


@dataclass(frozen=True)
class Town:
    """Ids behind addresses, and the browsers."""

    world: world.World
    done: UUID
    waiting: UUID
    theirs: UUID
    draft: UUID
    file: UUID
    their_file: UUID
    document: UUID
    publication: UUID
    edition: UUID
    letter: UUID
    application: UUID
    attached: UUID
    upload: UUID
    key: UUID
    sheet: UUID
    report: UUID
    outsider: UUID
    visit: UUID
    round: UUID
    opinion: UUID
    recording: UUID
    sending: UUID
    device: UUID
    room: UUID
    filing: UUID
    scan: UUID
    paper: UUID
    questions: UUID
    order: UUID
    training: UUID
    guidance: UUID
    benchmark: UUID
    grading: UUID
    graded: UUID
    analysis: UUID
    change: UUID
    plan: UUID
    place: UUID
    grant: UUID
    seals: dict[str, UUID]
    archives: dict[str, Any]
    exchange: dict[str, UUID]
    marks: dict[str, UUID]
    browsers: dict[str, Client]

    def values(self, **more: Any) -> dict[str, Any]:
        """What stands in the addresses, by the name of the part."""
        found = lawbook.resolve("安全生产法第九十七条", date(2026, 11, 22))[0].article
        assert found is not None
        matter = lawbook.matters(self.world.organs["应急局"])[0]
        return {
            "slug": "yjj", "named": "statement", "person_id": self.world.people["甲"], "party_id": self.world.parties["恒源"], "law_id": found.law.law_id,
            "article_id": found.article_id, "matter_id": matter.matter_id, "benchmark_id": self.benchmark, "matter_code": matter.code, "kind": "csv", "view_id": 1, "case_id": self.done, "seq": 1,
            "file_id": self.file, "document_id": self.document, "number": 1, "code": "interview", "draft_id": self.draft,
            "publication_id": self.publication, "edition_id": self.edition, "letter_id": self.letter, "application_id": self.application, "attached_id": self.attached, "side": "original",
            "upload_id": self.upload, "key_id": self.key, "edition": "2019", "year": 2025, "move": "propose",
            "sheet_id": self.sheet, "report_id": self.report, "outsider_id": self.outsider, "visit_id": self.visit, "round_id": self.round, "opinion_id": self.opinion, "recording_id": self.recording, "grant_id": self.grant, "sending_id": self.sending,
            "filing_id": self.filing, "form_id": "penalty_decision", "scan_id": self.scan, "page_id": self.paper, "set_id": self.questions,
            "device_id": self.device, "room_id": self.room, "order_id": self.order, "training_id": self.training, "guidance_id": self.guidance, "grading_id": self.grading, "graded_id": self.graded, "analysis_id": self.analysis, "plan_id": self.plan, "place_id": self.place, "uscc": "91130821MA0HTEA1XE", "swap": "party", "change_id": self.change, **self.seals, "quarter": 3, "paper": "xlsx", **self._papers(),
            **self.exchange, **self.archives, **self.marks,
        } | more  # fmt: skip

    def _papers(self) -> dict[str, UUID]:
        """The handler's certificate, role and account."""
        me = self.world.people["甲"]
        account = organs.account_of(me)
        assert account is not None
        return {
            "certificate_id": organs.certificates([me])[me][0].id, "appointment_id": organs.appointments(me)[0].id,
            "account_id": account.id,
        }  # fmt: skip


def _edition(shifan: world.World) -> UUID:
    """A notice board of the organ that waits to be checked."""
    values = dict.fromkeys(("post", "duties", "samples", "progress", "advice", "complaint"), "窗口")
    at = world.moment("2026-10-20 09:00")
    return lists.collect_entry(
        organ_id=shifan.organs["应急局"], kind="window", code="CK-9", name="行政处罚窗口", values=values, valid_from=at.date(),
        by=shifan.actor("公", at), at=at,
    ).id  # fmt: skip


def _letter(shifan: world.World) -> UUID:
    """A question to the organ that waits for its answer."""
    at = world.moment("2026-10-20 10:00")
    draft = lists.LetterDraft("question", shifan.organs["应急局"], "窗口几点下班？", "问一", "0399-7200009")
    lists.receive_letter(draft=draft, once="question-of-the-town", by="system", at=at)
    return publicity.letters(shifan.actor("公", at), "received")[0].id


def _application(shifan: world.World, case_id: UUID) -> UUID:
    """An application of the party of the case that waits to be accepted, with a file."""
    at = timezone.now()
    wiring.progress_moved({"case": str(case_id)})
    source = str(cases.dossier_of(case_id))
    told = cases.progress(case_id, at)
    assert told is not None
    draft = lists.ApplicationDraft(
        kind="recusal", text="张三是我们竞争对手的亲属，请他回避", applicant="柳申请", relation="legal", phone="0399-7200010", confirmed=True,
        number=told.numbers[-1], code=lists.progress_code(source), files=(("户口簿.jpg", papers.photo()),),
    )  # fmt: skip
    lists.receive_application(draft=draft, once="application-of-the-town", by="system", at=at)
    return publicity.applications(shifan.actor("甲", at), ("received",))[0].id


def _attached(shifan: world.World, dossier: str) -> UUID:
    """A photo added to the published decision, which nobody has looked at."""
    at = world.moment("2026-10-21 10:00")
    found = publicity.by_source(dossier)[0].id
    return lists.attach_file(
        publication_id=found, name="a.jpg", content=papers.photo(), by=shifan.actor("公", at), at=at
    ).id


def _upload(shifan: world.World) -> UUID:
    """A sheet of the publicist's that waits to be confirmed: one row to enter, one with a fault."""
    at = timezone.now()
    rows = (PENALTY | {"number": "示应急罚〔2026〕990号"}, PENALTY | {"number": "示应急罚〔2026〕991号", "basis": ""})
    content = xlsx(lines("penalty", "2019", rows))
    organ, by = shifan.organs["应急局"], shifan.actor("公", at)
    return exchange.park_file(organ_id=organ, name="外来.xlsx", content=content, by=by, at=at)[0].id


def _key(shifan: world.World) -> UUID:
    """A key of the organ's own system."""
    at = timezone.now()
    key = exchange.issue_key(
        organ_id=shifan.organs["应急局"], name="县办案系统", scopes=("feed",), person_id=shifan.people["公"], expires_on=at.date() + timedelta(days=9),
        by=shifan.actor("系小管", at), at=at,
    )[0].id  # fmt: skip
    exchange.accept_key(key_id=key, by=shifan.actor("公", at), at=at)
    return key


def _figures(shifan: world.World) -> tuple[UUID, UUID, UUID]:
    """Figures filled in that wait for another's eyes, a signed quarter, an organ outside the platform."""
    at = world.moment("2026-10-20 11:00")
    organ, by = shifan.organs["应急局"], shifan.actor("公", at)
    sheet = figures.enter_sheet(
        subject_id=organ, year=2025, values={"licence-granted": ("3", "")}, source="许可台账", by=by, at=at
    )
    report = figures.sign_quarter(organ_id=organ, year=2026, quarter=2, text="二季度平稳。", by=by, at=at)
    outsider = figures.register_outsider(name="示范县烟草专卖局", by=shifan.actor("监", at), at=at)
    return sheet.id, report.id, outsider.id


def _guidance(shifan: world.World) -> UUID:
    """What the justice bureau wrote about the organ's catalogue of major decisions."""
    at = world.moment("2026-11-20 11:00")
    return catalogues.give_guidance(
        organ_id=shifan.organs["应急局"], text="请补充没收的标准", by=shifan.actor("监", at), at=at
    ).id


def _benchmark(shifan: world.World) -> UUID:
    """A draft of a new benchmark, written as a table, that the head may publish."""
    at, organ = world.moment("2026-11-20 12:00"), shifan.organs["应急局"]
    held = next(one for one in lawbook.benchmarks(organ, at.date()) if one.table)
    return catalogues.add_benchmark(
        by=shifan.actor("丁", at), at=at, organ_id=organ, matter_code=held.matter_code, issuer=held.issuer,
        document_number="示应急〔2026〕19号（虚构）", valid_from=date(2027, 1, 1), table=held.table,
    ).benchmark_id  # fmt: skip


def _training(shifan: world.World) -> UUID:
    """A training of the organ's reviewer, written down by the head."""
    at, team = world.moment("2026-11-20 10:00"), shifan.teams["应急局"]
    person = organs.reviewers(shifan.organs["应急局"], at.date())[0][0].id
    return review.record_training(
        person_id=person,
        day=at.date(),
        hours="6",
        topic="处罚法专题",
        organiser="示范县司法局",
        by=shifan.actor(team["head"], at),
        at=at,
    ).id


def _order(shifan: world.World) -> UUID:
    """A supervision order that the organ has to answer."""
    at, organ = world.moment("2026-10-20 12:00"), shifan.organs["应急局"]
    draft = OrderDraft(organ, "出示执法证件的情况", "查明情况并报告。", "行政处罚法第七十五条", date(2027, 12, 31))
    return figures.issue_order(draft=draft, by=shifan.actor("监", at), at=at).id


def _gradings(shifan: world.World, case_id: UUID) -> tuple[UUID, UUID, UUID]:
    """A round with one file drawn from the case and given its result, and an analysis that is being counted."""
    at = timezone.now()
    supervisor, today = shifan.actor("监", at), at.date()
    draft = GradingDraft("案卷评查", (shifan.organs["应急局"],), date(2026, 1, 1), today - timedelta(days=1), 3)
    made = figures.plan_grading(draft=draft, by=supervisor, at=at)
    row = Case.objects.get(id=case_id)
    # The case of the town is not closed yet, so the sample is laid down by hand; everything after it is real.
    Grading.objects.filter(pk=made.id).update(state="drawn", drawn_at=at)
    file = GradedFile.objects.create(
        grading_id=made.id,
        organ_id=row.organ_id,
        organ_name="示范县应急管理局",
        case_id=case_id,
        case_no=row.number,
        rank=1,
    )
    start = watched.proposal(file.facts(), at)
    figures.mark_file(file_id=file.pk, marks=start.marks, by=supervisor, at=at)
    analysis = figures.begin_analysis(year=2026, quarter=3, whole_region=False, by=shifan.actor("己", at), at=at)
    return made.id, file.pk, analysis.id


def _change(shifan: world.World) -> UUID:
    """A change of functions that is to come."""
    at, organ = world.moment("2026-10-20 13:00"), shifan.organs["应急局"]
    item = ("guide", "BS-900", "已经取消的指南")
    draft = FunctionDraft(
        organ, "end", "关于取消事项的通知", "示编〔2026〕9号", date(2027, 12, 31), items=(item,), reason="取消"
    )
    return registers.record_functions(draft=draft, by=shifan.actor("系小管", at), at=at).id


def _seals(shifan: world.World, dossier: UUID) -> dict[str, UUID]:
    """The file's first document signed on a screen and sealed, its second waiting for a seal."""
    at = timezone.now()
    officer, first, second = shifan.actor("甲", at), *records.documents(dossier)[:2]
    seal = registered(shifan)
    shown = held.render(dossier_id=dossier, document_id=first.id, at=at, by=officer)
    draft = SignatureDraft("party", "马恒源", shown.pdf_sha256, (tuple((900 * n, 4000, 500, n) for n in range(9)),))
    signed = held.sign_by_hand(dossier_id=dossier, document_id=first.id, draft=draft, by=officer, at=at)
    path = Path(settings.MINGJING_KEYS) / "signers" / "town.pem"
    p12, own = issue(path, "示范县应急管理局", officer.name, "口令", at, timedelta(days=900))
    organ, head = shifan.organs["应急局"], shifan.actor("己", at)
    known = held.register_pilot(organ_id=organ, person_id=officer.person_id, own=own, by=head, at=at)
    held.sign_with_certificate(dossier_id=dossier, document_id=first.id, p12=p12, password="口令", by=officer, at=at)
    done = held.ask_seal(dossier_id=dossier, document_id=first.id, by=officer, at=at)
    held.put_seal(sealing_id=done.id, seal_id=seal.id, by=shifan.actor("档", at), at=at)
    waiting = held.ask_seal(dossier_id=dossier, document_id=second.id, by=officer, at=at)
    return {"seal_id": seal.id, "sealing_id": waiting.id, "signature_id": signed.id, "signer_id": known.id}


def _archives(shifan: world.World) -> dict[str, Any]:
    """A filed file with a check, and a handing over that waits; laid down as rows: filing has tests of its own."""
    at, organ, content = timezone.now(), shifan.organs["应急局"], storage.put(b"PK\x05\x06" + bytes(18))
    day, person = at.date(), shifan.people["档"]
    photo = storage.put(PNG)
    line = {
        "no": 1, "title": "现场照片", "number": "", "date": "2016-01-01", "from": 1, "to": 1, "volume": "main", "group": "证据", "remark": "",
        "form": "evidence", "seq": 1, "name": "照片.png", "sha256": photo.sha256, "sm3": photo.sm3, "size": len(PNG), "media_type": "image/png",
    }  # fmt: skip
    file = ArchivedFile.objects.create(
        dossier_id=held.open_dossier(organ_id=organ, title="旧卷", at=at, by=shifan.actor("档", at)), organ_id=organ, catalogue_no="示应急-2016-001", title="旧卷", retention="y10", opened_on=day, closed_on=day,
        archived_on=day, pages=1, paper_pages=0, catalogue=[line], package_sha256=content.sha256, package_sm3=content.sm3,
        package_size=content.size, report={}, archived_at=at, archived_by=person, archivist="档", organ_name="示范县应急管理局",
        retain_until=day - timedelta(days=1), check_due=day,
    )  # fmt: skip
    report = {
        "checks": [],
        "conclusion": "全部通过",
        "catalogue_no": file.catalogue_no,
        "title": "旧卷",
        "occasion": "归档",
        "standard": "DA/T 70-2018",
        "by": "档",
    }
    run = CheckRun.objects.create(
        file=file, occasion="filing", at=at, by_name="档", passed=True, report=report, signature="— x y"
    )
    handover = Handover.objects.create(
        dossier_id=file.dossier_id, organ_id=organ, to="house", title="旧卷", receiver="示范县档案馆", offered_by=shifan.people["甲"],
        offered_name="甲", offered_at=at, package_sha256=content.sha256,
    )  # fmt: skip
    hold = Hold.objects.create(file=file, reason="诉讼", basis="〔2026〕1号", set_by=person, set_name="档", set_at=at)
    addition = Supplement.objects.create(
        file=file, number=1, title="判决书", name="判决书.pdf", media_type="application/pdf", sha256=content.sha256, sm3=content.sm3,
        size=content.size, reason="后来收到", asked_by=shifan.people["甲"], asked_name="甲", asked_at=at, package_sha256=content.sha256,
    )  # fmt: skip
    gone = Destruction.objects.create(
        file=file, organ_id=organ, catalogue_no="示应急-2016-001", ground="schedule", basis="纪要〔2026〕1号", appraisal="看过。",
        state="destroyed", proposed_by=shifan.people["庚"], proposer="庚", proposed_at=at, executed_at=at, executor="档", ledger_index=1,
        counts={"documents": 1, "files": 1, "recordings": 0, "events": 3},
    )  # fmt: skip
    loan = Lending.objects.create(
        file=file, organ_id=organ, catalogue_no=file.catalogue_no, kind="read", extent="main", purpose="办理另案", days=20, reader_id=shifan.people["甲"],
        reader_organ_id=organ, reader_name="甲", unit="示范县应急管理局", state="granted", asked_by=shifan.people["甲"], asked_name="甲", asked_at=at,
        decided_by=person, decided_name="档", decided_at=at, until=day + timedelta(days=20),
    )  # fmt: skip
    ledger.append(
        kind=Archived.LEND_GRANTED,
        stream="lending:town",
        at=at,
        by=shifan.actor("档", at),
        payload=loan.as_told(),
    )
    audit = Patrol.objects.create(
        started_at=at, moved_at=at, ended_at=at, going=False, size=1, part="end", done=1, slices=1, found=1,
        differences=[{"place": "第 1 条", "message": "私有事件或盐不见了", "by": "自查"}],
    )  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("x/data/电子档案/正卷/001_卷/正文.pdf", b"%PDF-1.7")
    package = storage.put(packed.getvalue())
    came = ImportedFile.objects.create(
        organ_id=organ, catalogue_no="外-1", title="外来卷", source="示范乡", retention="10年", archived_on=day, package_sha256=package.sha256,
        package_sm3=package.sm3, package_size=package.size, checks=[{"title": "文件", "ok": True, "detail": "好"}], conclusion="核验通过。",
        catalogue=[{"volume": "正卷", "no": "1", "title": "卷", "number": "", "date": "2026-01-01", "pages": "1", "path": "电子档案/正卷/001_卷/正文.pdf", "remark": ""}],
        origin="x/log", imported_at=at, imported_by=person, importer="档",
    )  # fmt: skip
    return {
        "archived_id": file.id, "run_id": run.id, "handover_id": handover.id, "hold_id": hold.pk, "supplement_id": addition.id,
        "disposal_id": gone.id, "import_id": came.id, "place": 1, "lending_id": loan.id, "patrol_id": audit.id, "key": "main-1",
    }  # fmt: skip


def _visit(shifan: world.World) -> UUID:
    """A visit of the organ that goes on; and the handler's certificate has a photograph."""
    picture = io.BytesIO()
    Image.new("RGB", (500, 700), "green").save(picture, "JPEG")
    held = organs.certificates([shifan.people["甲"]])[shifan.people["甲"]][0]
    keeper = shifan.actor("系小管", AT)
    registers.set_photo(certificate_id=held.id, content=picture.getvalue(), by=keeper, at=AT)
    return arrived(shifan, item(shifan), enterprise="示范县大川矿业有限公司").id


def _round(shifan: world.World) -> tuple[UUID, UUID]:
    """A round of comments of the organ, with one free text that nobody has decided on."""
    at = timezone.now()
    today = timezone.localdate(at)
    draft = RoundDraft(
        "review", "执法评议", "请企业评议。", "企业", (Question("q1", "其他意见"),), today, today + timedelta(days=40)
    )
    made = lists.open_round(draft=draft, by=shifan.actor("公", at), at=at)
    lists.answer_round(
        round_id=made.id,
        chosen={},
        written={"q1": "示范县恒源化工有限公司的意见"},
        once="round-of-the-town",
        by="system",
        at=at,
    )
    return made.id, publicity.opinions(made.id, by=shifan.actor("公", at), state="waiting")[0].id


def _exchange(shifan: world.World, publication: UUID) -> dict[str, UUID]:
    """A channel with a delivery, the credit item of the publication, and two applications that wait."""
    at = world.moment("2026-10-21 09:00")
    publicist, organ = shifan.actor("公", at), shifan.organs["应急局"]
    channel, _ = exchange.open_channel(
        organ_id=organ, kind="credit", name="信用中国", since=at.date(), by=shifan.actor("系小管", at), at=at
    )
    (item,) = exchange.open_credit(publication_id=publication, by="system", at=at)
    told: dict[str, Any] = {
        "applicant": "马恒源",
        "claim": "罚款已缴清，隐患已整改",
        "applied_on": at.date(),
        "by": publicist,
        "at": at,
    }
    exchange.queue(publication_id=publication, state="released", index=10**6, by="system", at=at)
    (delivery,) = told_of.deliveries(organ, ("queued",), at.date())
    return {
        "channel_id": channel.id, "delivery_id": delivery.id, "item_id": item.id,
        "request_id": exchange.ask_credit(item_id=item.id, kind="repair", **told).id,
        "repair_id": lists.apply_repair(publication_id=publication, **told).id,
    }  # fmt: skip


def _recordings(shifan: world.World, case_id: UUID) -> tuple[UUID, UUID]:
    """A film filed under the first step of the case, and the upload of one that belongs to no file yet."""
    at = timezone.now()
    by, content = shifan.actor("甲", at), film()
    films = [
        said(film(mark=mark), started_at=at - timedelta(hours=2), ended_at=at - timedelta(hours=1))
        for mark in (b"", b"2")
    ]
    filed = operations.commit_recording(case_id=case_id, act_seq=1, draft=films[0], by=by, now=at)
    begun = held.begin_upload(recording_id=filed.id, length=len(content), by=by, at=at)
    held.receive(upload_id=begun.id, offset=0, piece=content, checksum=sha256(content).digest(), by=by, at=at)
    copy = film(mark=b"copy")
    redacted = CopyDraft("redacted", "遮盖.mp4", "公开播放，遮盖未成年人")
    held.derive_recording(recording_id=filed.id, draft=redacted, kept=storage.put(copy), by=by, at=at)
    waiting = held.commit_recording(draft=films[1], by=by, at=at)
    return filed.id, held.begin_upload(recording_id=waiting.id, length=films[1].size, by=by, at=at).id


def _reading(shifan: world.World, case_id: UUID) -> UUID:
    """Somebody wants to read an inside document of the case; the head has not decided."""
    at = timezone.now()
    inside = next(
        one for one in records.documents(Case.objects.get(id=case_id).dossier_id) if one.form == "filing_approval"
    )
    return operations.offer_reading(
        case_id=case_id, chosen=[("document", inside.id)], reader=Reader("马恒源", "party", "核对居民身份证"), purpose="准备听证",
        days=7, most=5, by=shifan.actor("甲", at), now=at,
    ).id  # fmt: skip


def _deposit(shifan: world.World) -> dict[str, UUID]:
    """A file that another system keeps here, with a document that came and a recording that did not."""
    at = timezone.now()
    by, content = shifan.actor("甲", at), b"%PDF-1.7 " + b"0" * 500
    made = held.open_deposit(source_ref="AJ-2026-1", title="示范县恒源化工有限公司动火作业案", by=by, at=at)
    paper = DocumentDraft("现场检查笔录.pdf", sha256(content).hexdigest(), len(content), "evidence")
    item = held.deposit_document(dossier_id=made.id, source_ref="WS-1", draft=paper, by=by, at=at)
    begun = held.begin_item_upload(item_id=item.id, length=len(content), by=by, at=at)
    held.receive(upload_id=begun.id, offset=0, piece=content, checksum=sha256(content).digest(), by=by, at=at)
    tape = said(film(mark=b"3"), started_at=at - timedelta(hours=2), ended_at=at - timedelta(hours=1))
    held.deposit_recording(
        dossier_id=made.id, source_ref="YX-1", draft=tape, step="evidence", collector="", by=by, at=at
    )
    return {"dossier_id": made.id, "deposited_id": records.attachments(made.id)[0].id}


def _equipment(shifan: world.World) -> tuple[UUID, UUID]:
    """A body camera in stock and a room of the organ."""
    at = timezone.now()
    by = shifan.actor("档", at)
    room = held.register_room(kind="interview", name="第一询问室", place="2 层", recorded=True, by=by, at=at)
    return held.register_device(draft=DeviceDraft("body", "记-01"), by=by, at=at).id, room.id


def _drawn(shifan: world.World) -> tuple[UUID, UUID]:
    """A plan of a random draw that was drawn and waits for its dispatch, and one of its places."""
    made = draws.drawn(shifan, draws.approved(shifan, code="SJ-901"))
    return made.freeze.plan_id, queries.places(made.id)[0].id


def _filing(shifan: world.World) -> UUID:
    """An adjusted form that was sent to the justice bureau."""
    at = timezone.now()
    draft = FormDraft("interview_record", FormContent(title="调查询问笔录"), "统一格式", at.date())
    made = held.draft_form(draft=draft, fields={}, by=shifan.actor("甲", at), at=at)
    held.approve_form(filing_id=made.id, by=shifan.actor("己", at), at=at)
    return held.send_form(filing_id=made.id, materials="备案报告", by=shifan.actor("甲", at), at=at).id


def _questions(shifan: world.World) -> UUID:
    """A list of questions of the organ."""
    by, at = shifan.actor("甲", AT), AT
    return held.keep_questions(name="通用提纲", cause="", questions=("何时上岗？",), retired=False, by=by, at=at).id


def _paper(shifan: world.World, case_id: UUID, dossier: UUID) -> tuple[UUID, UUID]:
    """A document's print scanned back, and its first page."""
    at = timezone.now()
    by = shifan.actor("甲", at)
    one = next(each for each in records.documents(dossier) if each.form == "interview_record")
    _, pdf = operations.view_document(case_id=case_id, document_id=one.id, purpose="打印", by=by, now=at)
    made = papers_taken(case_id=case_id, name="扫描.pdf", content=pdf, by=by, now=at)
    held.read_scan(scan_id=made.id, limit=1, by=by, at=at)
    return made.id, records.scan_pages(made.id)[0].id


def play(shifan: world.World, steps: Any, **head: Any) -> Player:
    """Play some steps; they must go as told."""
    player = Player(
        shifan, as_story({"journey": "攻击", "organ": "应急局", "matter": "特种作业", **head, "steps": list(steps)})
    )
    report = player.play()
    assert report.good, report.text()
    return player


def build(shifan: world.World) -> Town:
    """The cases, their files and the draft."""
    basic = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    days = [str(step["at"])[:10] for step in basic]
    done = play(shifan, [one for one, day in zip(basic, days, strict=True) if day <= "2026-10-20"], party="恒源")
    early = [one for one, day in zip(basic, days, strict=True) if day <= "2026-09-23"]
    named = {"shown_name": "示范县鑫达烟花爆竹有限公司"}
    early = [
        {**one, "with": {**one.get("with", {}), **named}} if "shown_name" in one.get("with", {}) else one
        for one in early
    ]
    waiting = play(shifan, early, party="鑫达")
    theirs = play(shifan, MARKET, party="恒源")
    at = world.moment("2026-09-24 09:30")
    case_id = waiting.case_id()
    draft = operations.submit_draft(
        case_id=case_id, code="notify", data=waiting.data_for("notify", at, case_id), by=shifan.actor("甲", at), now=at
    )
    files = [
        operations.add_file(
            case_id=one, name="照片.png", content=PNG, by=shifan.actor(who, at), now=world.moment("2026-10-21")
        )
        for one, who in ((done.case_id(), "甲"), (theirs.report.cases["市监案"], "市甲"))
    ]
    dossier = Case.objects.get(id=done.case_id()).dossier_id
    (sheet, report, outsider), (asked, opinion) = _figures(shifan), _round(shifan)
    recording, sending = _recordings(shifan, done.case_id())
    device, room = _equipment(shifan)
    grading, graded, analysis = _gradings(shifan, done.case_id())
    plan, place = _drawn(shifan)
    scan, paper = _paper(shifan, done.case_id(), dossier)
    return Town(
        world=shifan, done=done.case_id(), waiting=case_id, theirs=theirs.report.cases["市监案"], draft=draft, file=files[0].id,
        their_file=files[1].id, document=records.documents(dossier)[0].id, publication=publicity.by_source(str(dossier))[0].id,
        edition=_edition(shifan), letter=_letter(shifan), application=_application(shifan, case_id), attached=_attached(shifan, str(dossier)), upload=_upload(shifan), key=_key(shifan),
        sheet=sheet, report=report, outsider=outsider, visit=_visit(shifan), round=asked, opinion=opinion, recording=recording, sending=sending,
        device=device, room=room, filing=_filing(shifan), scan=scan, paper=paper, grant=_reading(shifan, done.case_id()), questions=_questions(shifan), order=_order(shifan), training=_training(shifan), guidance=_guidance(shifan), benchmark=_benchmark(shifan), grading=grading, graded=graded, analysis=analysis, change=_change(shifan), plan=plan, place=place, seals=_seals(shifan, dossier), archives=_archives(shifan),
        exchange=_exchange(shifan, publicity.by_source(str(dossier))[0].id) | _deposit(shifan) | {"copy_id": records.copies(recording)[0].id},
        marks=marks(shifan) | counsel(shifan, dossier) | guided(shifan) | listed(shifan, dossier) | inside(shifan, play(shifan, until_opinion(basic), party="恒源").case_id()) | outside(shifan) | planned(shifan),
        browsers={"anonymous": Client(raise_request_exception=False)}
        | {role: browser(shifan.people[key]) for role, key in PEOPLE.items()},
    )  # fmt: skip
