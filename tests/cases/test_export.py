"""A case goes out: verifiable, complete, only to those who may see it; and the bundle for a remedy."""

import csv
import inspect
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.archives.conftest import county
from tests.archives.filed import LATER, Told, play, undone

from mingjing.archives import queries as archives
from mingjing.cases import operations
from mingjing.cases.models import Case
from mingjing.cases.operations import bundling, exporting, seams
from mingjing.cases.queries.page import CaseNotFound
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.verifier import mingjing_verify
from mingjing.publicity import queries as published
from mingjing.records import operations as records
from mingjing.records import queries as held
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db
__all__ = ["county"]


@pytest.fixture(scope="module")
def archived(county: None) -> Told:
    """The worked example, played to its end: closed, filed and sealed."""
    with pytest.MonkeyPatch.context() as patch:
        joined(patch)
        return play(until="nothing stops it", stated=True)


def joined(patch: pytest.MonkeyPatch) -> None:
    """Let the act of archiving put the dossier away before the seal, where the conductor does not do so by itself."""
    if "put_away" in inspect.getsource(seams):
        return
    seal, held_case = records.seal, Case.objects

    def filed_and_sealed(*, dossier_id: UUID, at: datetime, by: Actor) -> None:
        exporting.put_away(case_id=held_case.get(dossier_id=dossier_id).id, by=by, now=at)
        seal(dossier_id=dossier_id, at=at, by=by)

    patch.setattr(seams.records, "seal", filed_and_sealed)


@pytest.fixture
def case(archived: Told, db: None) -> Iterator[Told]:
    """The same for one test."""
    with undone():
        yield archived


def export(case: Told, who: str = "档") -> tuple[str, bytes]:
    name, content = exporting.export_case(case_id=case.case_id, by=case.person(who), now=LATER)
    with content:
        return name, content.read()


def verified(content: bytes, folder: Path) -> mingjing_verify.Report:
    target = folder / "case.zip"
    target.write_bytes(content)
    return mingjing_verify.verify(str(target))


def changed(content: bytes, wanted: Callable[[str], bool]) -> bytes:
    """The same ZIP with one byte of the first such file changed, and honest check sums of its own."""
    target = io.BytesIO()
    done = False
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            held_ = source.read(name)
            if not done and wanted(name):
                middle = len(held_) // 2
                held_ = held_[:middle] + bytes([held_[middle] ^ 1]) + held_[middle + 1 :]
                done = True
            copy.writestr(name, held_)
    assert done
    return target.getvalue()


def test_an_archived_case_is_verified_as_complete(case: Told, tmp_path: Path) -> None:
    name, content = export(case)
    assert name == "示应急立〔2026〕1号-案卷.zip"
    report = verified(content, tmp_path)
    assert report.code == 0, report.text()
    complete = next(check for check in report.checks if check.title == "完整性")
    assert complete.ok, complete.detail
    assert "封存时共" in complete.detail
    assert not [check for check in report.checks if check.title == "未随包材料"]


def test_everything_of_the_file_is_in_the_package(case: Told) -> None:
    with zipfile.ZipFile(io.BytesIO(export(case)[1])) as packed:
        names = packed.namelist()
        manifest = json.loads(packed.read("case.json"))
        readme = packed.read("README.txt").decode()
    dossier = case.case.dossier_id
    documents, attachments = held.documents(dossier), held.attachments(dossier)
    assert len(attachments) == 3
    films = held.recordings(dossier)
    assert len(films) == 1
    assert {each["sha256"] for each in manifest["files"]} == {d.pdf_sha256 for d in documents} | {
        each.sha256 for each in (*attachments, *films)
    }
    assert len(manifest["files"]) == len(documents) + len(attachments) + len(films)
    assert {"mingjing_verify.py", "policy.json"} <= set(names)
    assert "离线核验" in readme


@pytest.mark.parametrize(
    "part", ["documents/", "evidence/", "events/000007", "events/", "case.json", "policy.json"], ids=str
)
def test_one_changed_byte_fails(case: Told, tmp_path: Path, part: str) -> None:
    content = changed(export(case)[1], lambda name: name.startswith(part))
    assert verified(content, tmp_path).code == 1


def test_a_left_out_event_or_file_fails(case: Told, tmp_path: Path) -> None:
    content = export(case)[1]
    for part in ("events/000009", "documents/001", "evidence/"):
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
            dropped = next(name for name in source.namelist() if name.startswith(part))
            for name in source.namelist():
                if name != dropped:
                    copy.writestr(name, source.read(name))
        assert verified(target.getvalue(), tmp_path).code == 1, part


def test_the_export_is_logged_and_the_next_one_tells_of_it(case: Told, tmp_path: Path) -> None:
    export(case)
    views = held.viewings(case.case.dossier_id)
    assert [(view.person_name, view.purpose) for view in views] == [("何档案", "导出案卷")]
    report = verified(export(case)[1], tmp_path)
    assert report.code == 0
    assert "不在封存之内" in next(check.detail for check in report.checks if check.title == "完整性")


@pytest.mark.parametrize("who", ["市甲", "市己", "系小管", "安小全", "审小计"])
def test_those_who_may_not_see_the_case_get_nothing_and_learn_nothing(case: Told, who: str) -> None:
    with pytest.raises(CaseNotFound, match="没有这个案件，或者您无权查看"):
        export(case, who)
    assert not held.viewings(case.case.dossier_id)


@pytest.mark.parametrize("who", ["甲", "丁", "己", "监"])
def test_those_who_may_see_the_case_may_take_it_out(case: Told, who: str) -> None:
    assert export(case, who)[1]


def test_the_contents_are_ready_for_the_printed_catalogue(case: Told) -> None:
    table = exporting.catalogue_table(case_id=case.case_id, kind="penalty", by=case.person("档"), now=LATER)
    assert table["columns"][2] == "题名"
    assert table["rows"][0][:3] == ["正卷", "1", "行政处罚决定书"]
    assert not [row for row in table["rows"] if row[2] in {"卷宗封面", "卷内目录", "卷内备考表"}]
    assert all(isinstance(cell, str) for row in table["rows"] for cell in row)


def test_charts_are_published_once(case: Told) -> None:
    publicist = case.person("公")
    first = exporting.publish_charts(by=publicist, at=LATER)
    assert exporting.publish_charts(by=publicist, at=LATER + timedelta(days=1)) == first
    shown = published.chart("ordinary-penalty")
    assert shown == first[0]
    assert shown.title == "普通程序行政处罚流程图"
    with pytest.raises(Forbidden):
        exporting.publish_charts(by=case.person("甲"), at=LATER)


# the bundle for a reconsideration


@pytest.fixture
def disputed(case: Told) -> tuple[Told, int]:
    """A reconsideration came in; the seq of its registration."""
    data = {
        "kind": "reconsideration", "body": "示范县人民政府", "filed_on": "2026-12-10", "received_on": "2026-12-14", "simplified": "no",
        "suspended": "no",
    }  # fmt: skip
    done = operations.perform(
        case_id=case.case_id, code="receive_remedy", data=data, by=case.person("甲"), at=LATER, now=LATER
    )
    return case, done.seq


def answer(case: Told, seq: int) -> None:
    at = LATER + timedelta(hours=2)
    data = {"remedy_seq": seq, "answer": "原决定认定事实清楚，请予维持。", "submitted_on": "2026-12-15"}
    operations.perform(
        case_id=case.case_id,
        code="answer_remedy",
        data=data,
        by=case.person("己"),
        drafter=case.person("甲"),
        at=at,
        now=at,
    )


def bundle(case: Told, seq: int, who: str = "甲") -> tuple[str, bytes]:
    return exporting.reconsideration_bundle(
        case_id=case.case_id, remedy_seq=seq, by=case.person(who), now=LATER + timedelta(hours=3)
    )


def test_the_bundle_holds_answer_decision_evidence_documents_and_law_in_order(disputed: tuple[Told, int]) -> None:
    answer(*disputed)
    name, content = bundle(*disputed)
    assert name == "示应急罚〔2026〕1号-答复材料.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        index = packed.read("证据目录.html").decode()
        rows = list(csv.DictReader(io.StringIO(packed.read("证据目录.csv").decode("utf-8-sig"))))
        law = packed.read("5-法律依据/法律依据.html").decode()
    assert [row["序号"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert [row["部分"] for row in rows] == sorted(row["部分"] for row in rows)
    assert rows[0]["名称"] == "行政复议答复书"
    assert rows[1]["名称"] == "行政处罚决定书"
    filed = {row["文件"] for row in rows if row["SHA-256"]}
    assert filed | {"证据目录.html", "证据目录.csv", "5-法律依据/法律依据.html"} == set(names)
    photo = next(row for row in rows if row["名称"].startswith("证据2"))
    assert photo["来源"] == "全国特种作业证查询平台"
    assert photo["证明内容"] == "两名焊工未取得特种作业操作证"
    paper = next(row for row in rows if row["名称"].startswith("证据1"))
    assert (paper["文件"], paper["SHA-256"]) == ("纸质或者实物，另附", "")
    assert "示范县人民政府" in index
    assert "特种作业人员" in law


def test_what_the_organ_keeps_to_itself_lies_apart(disputed: tuple[Told, int]) -> None:
    answer(*disputed)
    with zipfile.ZipFile(io.BytesIO(bundle(*disputed)[1])) as packed:
        names = packed.namelist()
    apart = [name for name in names if name.startswith("6-内部材料（副卷，不供申请人查阅）/")]
    assert any("集体讨论记录" in name for name in apart)
    assert any("案源登记表" in name for name in apart)
    assert not [
        name for name in names if name not in apart and ("集体讨论" in name or "法制审核" in name or "案源" in name)
    ]


def test_a_bundle_without_an_answer_is_refused(disputed: tuple[Told, int]) -> None:
    with pytest.raises(Refused, match="还没有作出答复") as refused:
        bundle(*disputed)
    assert refused.value.rules == {"REM-02"}


def test_there_must_be_such_a_remedy(disputed: tuple[Told, int]) -> None:
    case, _ = disputed
    for seq in (1, 999):
        with pytest.raises(Invalid, match="没有登记这件复议"):
            bundle(case, seq)


def test_a_supervisor_does_not_answer_for_the_organ(disputed: tuple[Told, int]) -> None:
    answer(*disputed)
    with pytest.raises(Forbidden, match="须由办案机关的人员办理"):
        bundle(*disputed, who="监")
    with pytest.raises(CaseNotFound):
        bundle(*disputed, who="市甲")


def test_the_index_holds_no_formula(disputed: tuple[Told, int]) -> None:
    from mingjing.cases.operations.bundling import Entry, _table

    entry = Entry("3-证据", "=HYPERLINK(1)", "+1", LATER.date(), "-2", "@x", 1, ".pdf", "a" * 64, 1)
    row = next(csv.reader(io.StringIO(_table([entry]).splitlines()[1])))
    assert row[2:4] == ["'=HYPERLINK(1)", "'+1"]
    assert row[5:7] == ["'-2", "'@x"]


@pytest.mark.parametrize("cell", ["=1", " =1", "\ufeff=1", "＝1", "＠x", "|cmd", "%x", "\t1", "\n=1"])
def test_no_sign_of_a_formula_gets_by(cell: str) -> None:
    assert bundling._plain(cell) == f"'{cell}" and bundling._plain(f"证{cell}") == f"证{cell}"


# the command


def test_the_command_writes_a_file_that_verifies(
    case: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.zip"
    assert commandline.main(["export", "示应急立〔2026〕1号", "-o", str(target), "--as", "hedangan"]) == 0
    assert commandline.main(["verify", str(target)]) == 0
    assert "核验通过" in capsys.readouterr().out
    assert held.viewings(case.case.dossier_id)[0].person_name == "何档案"


@pytest.mark.parametrize(
    ("number", "who", "status", "told"),
    [
        ("示应急立〔2026〕1号", "nobody", 2, "没有“nobody”这个用户"),
        ("示应急立〔2026〕1号", "xuyi", 2, "无权查看"),
        ("示应急立〔2026〕1号", "xitong", 2, "无权查看"),
        ("示应急立〔2026〕9号", "hedangan", 2, "没有“示应急立〔2026〕9号”这个案件"),
    ],
)
def test_the_command_refuses_in_words(
    case: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str, who: str, status: int, told: str
) -> None:
    target = tmp_path / "out.zip"
    assert commandline.main(["export", number, "-o", str(target), "--as", who]) == status
    assert told in capsys.readouterr().err
    assert not target.exists()


def test_the_command_says_why_a_bundle_is_refused(
    case: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "out.zip")
    assert commandline.main(["export", "示应急罚〔2026〕1号", "-o", target, "--as", "zhangsan", "--remedy", "1"]) == 1
    assert "没有登记这件复议" in capsys.readouterr().err
    assert (
        commandline.main(["export", "示应急罚〔2026〕1号", "-o", str(tmp_path / "no" / "way"), "--as", "zhangsan"]) == 2
    )


def test_the_stream_of_the_export_is_the_dossiers(case: Told) -> None:
    with zipfile.ZipFile(io.BytesIO(export(case)[1])) as packed:
        manifest = json.loads(packed.read("case.json"))
    assert manifest["stream"] == records.stream(case.case.dossier_id)
    assert manifest["closed"]


def test_archiving_puts_the_dossier_away_before_the_seal(case: Told) -> None:
    filed = archives.archived(case.case.dossier_id)
    assert filed is not None
    assert filed.report["passed"]
    assert filed.archived_on.isoformat() == "2026-12-15"
    assert filed.opened_on.isoformat() == "2026-08-31"
    assert filed.closed_on.isoformat() == "2026-11-23"
    assert all(document.pdf_sha256 for document in held.documents(case.case.dossier_id))
