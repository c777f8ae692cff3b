"""Papers of the archives as PDF/A: check report, spine label, transfer list, certificate of destruction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

from mingjing.archives.models import ArchivedFile
from mingjing.archives.terms import (
    ArchivedFacts,
    CheckReport,
    CheckRunFacts,
    DisposalFacts,
    HandoverFacts,
)
from mingjing.foundation import typesetting
from mingjing.kernel.days import CHINA
from mingjing.kernel.hashing import Sums, canonical
from mingjing.ledger import queries as ledger

NOTE = "four-properties"
WIDTHS = (10, 20, 30, 40, 50)
Pairs = Sequence[tuple[str, str]]


def _folder() -> Path:
    return Path(str(files("mingjing.archives") / "papers"))


def _paper(
    title: str, organ: str, at: datetime, *, pairs: Pairs, tables: Sequence[Mapping[str, Any]] = (), paragraphs: Sequence[str] = (),
    signers: Pairs = (), day: str = "", foot: str = "",
) -> bytes:  # fmt: skip
    data = {
        "title": title, "organ": organ, "pairs": [list(one) for one in pairs], "tables": list(tables), "paragraphs": list(paragraphs),
        "signers": [list(one) for one in signers], "day": day, "foot": foot or title,
    }  # fmt: skip
    return typesetting.render(_folder() / "paper.typ", data, created=at).pdf


def report_files(report: CheckReport, organ: str) -> tuple[tuple[tuple[str, bytes], ...], str]:
    """The report as JSON and PDF with its signature, for the folder 检测; and the signature alone."""
    told = report.as_json()
    text = canonical(told)
    signature = signed(text)
    made = _report_pdf(told, organ, signature, report.at)
    name = "四性检测报告"
    return ((f"{name}.json", text), (f"{name}.pdf", made), (f"{name}.sig", signature.encode())), signature


def stored_report(run: CheckRunFacts, organ: str) -> bytes:
    """The report of a check that was kept, on paper."""
    return _report_pdf(run.report, organ, run.signature, run.at)


def signed(text: bytes) -> str:
    """The log key's signed note over both digests of a report."""
    sums = Sums.of([text])
    return ledger.sealed(f"four-properties\nsha256 {sums.sha256}\nsm3 {sums.sm3}\n", NOTE)


def _report_pdf(told: Mapping[str, Any], organ: str, signature: str, at: datetime) -> bytes:
    rows = [
        [
            one["code"],
            one["property_name"],
            one["title"],
            one["source"],
            one["applies"],
            one["result_name"],
            one["detail"],
        ]
        for one in told["checks"]
    ]
    moment = at.astimezone(CHINA)
    return _paper(
        "四性检测报告", organ, moment,
        pairs=[
            ("档号", told["catalogue_no"] or "（尚未归档）"), ("题名", told["title"] or "—"), ("检测环节", told["occasion"]),
            ("检测依据", told["standard"]), ("检测时间", f"{moment:%Y-%m-%d %H:%M}"), ("检测人", told["by"] or "系统"),
            ("结论", told["conclusion"]),
        ],
        tables=[{
            "title": "逐项结果", "columns": ["编号", "属性", "检测项目", "标准编号", "适用", "结果", "说明"],
            "widths": [0, 0, 3, 0, 2, 0, 5], "rows": rows,
        }],
        paragraphs=[
            "“标准编号”取自公开实现中的编号，与标准原文未逐项核对；注“本系统”的项目是本系统另加的。",
            "“需人工”的项目机器不能判断，由检测人按说明核对，不视为通过。",
            f"签名（C2SP signed-note，Ed25519，附于同名 .sig 文件）：{signature.splitlines()[-1][:120]}",
        ],
        foot=f"四性检测报告　{told['catalogue_no']}",
    )  # fmt: skip


def spine_label(*, file_id: UUID, width: int) -> tuple[str, bytes]:
    """The spine label of a filed file; `width` in millimetres. Raises ArchivedFile.DoesNotExist."""
    facts = ArchivedFile.objects.get(id=file_id).facts()
    wide = width if width in WIDTHS else WIDTHS[1]
    title = facts.title[:60]
    data = {
        "title": title, "organ": (facts.organ_name or " ")[:24], "year": str(facts.closed_on.year), "retention": facts.retention_name,
        "secrecy": "" if facts.secrecy == "none" else facts.secrecy_name, "number": facts.catalogue_no, "width": wide,
        "organ-size": _fit(facts.organ_name[:24], 160, 16), "title-size": _fit(title, 350, 18),
    }  # fmt: skip
    made = typesetting.render(_folder() / "spine.typ", data, created=facts.archived_at)
    return f"{facts.catalogue_no}-脊背.pdf", made.pdf


def _fit(text: str, room: int, most: int) -> int:
    """The size in points at which the signs stand under one another in this room (points)."""
    return max(5, min(most, int(room / max(len(text), 1) / 1.18)))


def handover_paper(one: HandoverFacts, file: ArchivedFacts | None, organ: str) -> bytes:
    """The list of a handing over, with both persons."""
    at = one.settled_at or one.offered_at
    pairs = [
        ("移交", one.to_name), ("题名", one.title), ("移交单位", organ), ("接收单位", one.receiver), ("状态", one.state_name),
        ("电子材料", f"{one.electronic} 件"), ("纸质页数", f"{one.paper_pages} 页"), ("说明", one.note or "—"),
    ]  # fmt: skip
    tables = []
    if file is not None:
        pairs[1:1] = [("档号", file.catalogue_no), ("保管期限", file.retention_name)]
        rows = [
            [str(row["no"]), row["title"], row["number"] or "—", row["date"], row["remark"] or "—"]
            for row in file.catalogue
        ]
        tables = [
            {
                "title": "移交目录",
                "columns": ["序号", "题名", "文号", "日期", "备注"],
                "widths": [0, 5, 3, 0, 3],
                "rows": rows,
            }
        ]
    if one.package_sha256:
        pairs.append(("移交包 SHA-256", one.package_sha256))
    if one.receipt_no:
        pairs.append(("回执编号", one.receipt_no))
    if one.reason:
        pairs.append(("接收意见或者退回理由", one.reason))
    return _paper(
        f"{one.to_name}清单", organ, at, pairs=pairs, tables=tables,
        signers=[("移交人", f"{one.offered_name}　{one.offered_at.astimezone(CHINA):%Y-%m-%d %H:%M}"),
                 ("接收人", f"{one.settled_name or '　　　　'}　{one.settled_at.astimezone(CHINA).strftime('%Y-%m-%d %H:%M') if one.settled_at else ''}")],
    )  # fmt: skip


def certificate(one: DisposalFacts, organ: str) -> bytes:
    """The certificate of a destruction: basis, persons, what was destroyed, what stays, what still needs care."""
    assert one.executed_at is not None
    at = one.executed_at.astimezone(CHINA)
    counts = one.counts
    swept = f"{one.swept_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if one.swept_at else "尚未完成，后台正在清除"
    approvers = [("批准人", f"{each.name}　{each.at.astimezone(CHINA):%Y-%m-%d %H:%M}") for each in one.approvals]
    commitments = [[str(place), each] for place, each in enumerate(counts.get("commitments", ()), start=1)]
    return _paper(
        "电子档案销毁证明", organ, at,
        pairs=[
            ("档号", one.catalogue_no), ("销毁理由", one.ground_name), ("依据", one.basis), ("鉴定意见", one.appraisal),
            ("执行时间", f"{at:%Y-%m-%d %H:%M}"), ("销毁的内容", f"文书 {counts.get('documents', 0)} 份、附件 {counts.get('files', 0)} 份、"
             f"音像 {counts.get('recordings', 0)} 段、归档包 {counts.get('packages', 0)} 个，存储中的内容 {counts.get('contents', 0)} 个"),
            ("销毁的过程记录", f"{counts.get('events', 0)} 条的明文和盐"), ("保留", "加盐承诺、序号、台账树和检查点签名；本证明和销毁清册"),
            ("台账序号", f"第 {one.ledger_index} 条"), ("彻底清除", swept), ("仍须注意", one.remains or "—"),
        ],
        tables=[{"title": "已销毁的记录留下的承诺（SHA-256）", "columns": ["序号", "承诺"], "widths": [0, 1], "rows": commitments}]
        if commitments else [],
        paragraphs=["承诺是加盐的散列。盐已经销毁，任何人都不能由承诺猜出内容；其他记录的证明不受影响。"],
        signers=[("提出人", one.proposer), *approvers, ("执行人", one.executor)], day=f"{at:%Y年%m月%d日}",
    )  # fmt: skip
