"""What a deposit may hold and what is answered; the descriptions are the documentation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mingjing.records.terms import RecordingDraft, RecordingFacts
from mingjing.records.terms.deposits import ITEM_STATES, STEPS, DepositFacts, DocumentDraft, ItemFacts, StepFacts
from mingjing.records.terms.devices import DeviceFacts
from mingjing.sites.gateway.forms import Reference, Short, Strict

_STEPS = "、".join(f"{key.value if hasattr(key, 'value') else key} {name}" for key, name in STEPS.items())
_STATES = "、".join(f"{key.value if hasattr(key, 'value') else key} {name}" for key, name in ITEM_STATES.items())
_REF = "贵方系统里材料的编号，案卷内唯一；同一编号再登记没有影响"
_SIZE = "字节数"
_SHA = "内容的 SHA-256，64 个小写十六进制字符"


class File(Strict):
    """立卷：一个案卷。"""

    source_ref: Reference = Field(description="贵方系统里的案卷编号，本机关内唯一")
    title: Short = Field(description="案卷名称")
    case_number: str = Field(default="", max_length=80, description="案件编号（立案号、文号），没有的用案卷编号著录")


class Paper(Strict):
    """登记一份文书，内容随后上传。"""

    deposit: Reference = Field(description="案卷编号")
    source_ref: Reference = Field(description=_REF)
    name: str = Field(max_length=240, description="文件名，带扩展名")
    sha256: str = Field(max_length=64, description=_SHA)
    size: int = Field(ge=0, description=_SIZE)
    step: str = Field(max_length=10, description=f"所属环节：{_STEPS}")
    made_on: date | None = Field(default=None, description="形成日期")

    def draft(self) -> DocumentDraft:
        """For the records room."""
        return DocumentDraft(self.name, self.sha256, self.size, self.step, self.made_on)


class Film(Strict):
    """登记一段音像记录，内容随后上传；不写案卷编号的进入“待认领”。"""

    name: str = Field(max_length=200, description="文件名，带扩展名")
    sha256: str = Field(max_length=64, description=_SHA)
    size: int = Field(ge=0, description=_SIZE)
    started_at: datetime = Field(description="采集开始，带时区，已按时钟误差换算成标准时间")
    ended_at: datetime = Field(description="采集结束")
    collector: str = Field(default="", max_length=60, description="采集人的执法证号或者姓名；空着为密钥所写的人员")
    device: str = Field(default="", max_length=80, description="设备编号")
    clock_offset: int = Field(default=0, ge=-(10**9), le=10**9, description="设备时钟比标准时间快多少秒，慢为负")
    place: Short = Field(default="", description="采集地点")
    proves: Short = Field(default="", description="证明对象")
    latitude: str = Field(default="", max_length=12, description="纬度，度")
    longitude: str = Field(default="", max_length=12, description="经度，度")

    def recording(self) -> RecordingDraft:
        """For the records room. Times without a zone are refused by the view."""
        return RecordingDraft(
            name=self.name, sha256=self.sha256, size=self.size, started_at=self.started_at, ended_at=self.ended_at, place=self.place,
            proves=self.proves, device=self.device, clock_offset=self.clock_offset, latitude=self.latitude, longitude=self.longitude,
        )  # fmt: skip


class FiledFilm(Film):
    """登记一段音像记录到案卷：五项著录都要有。"""

    deposit: Reference = Field(description="案卷编号，著录的案件编号取自案卷")
    source_ref: Reference = Field(description=_REF)
    step: str = Field(max_length=10, description=f"所属环节：{_STEPS}")


class Excuse(Strict):
    """说明登记了的材料为什么不能上传。"""

    deposit: Reference = Field(description="案卷编号")
    source_ref: Reference = Field(description="材料编号")
    reason: Short = Field(description="设备、经过和补救，不少于 8 个字")


class ByFile(Schema):
    """哪一个案卷。"""

    source_ref: Reference = Field(description="案卷编号")


class CloseFile(Strict):
    """封存哪一个案卷。"""

    source_ref: Reference = Field(description="案卷编号")


class ByItem(Schema):
    """哪一份材料。"""

    deposit: Reference = Field(description="案卷编号")
    source_ref: Reference = Field(description="材料编号")


class ByDigest(Schema):
    """哪一段音像。"""

    sha256: str = Field(min_length=64, max_length=64, description=_SHA)


class ItemAnswered(Schema):
    """一份材料现在的状态。"""

    id: UUID = Field(description="材料的标识；文书上传时写在 Upload-Metadata 的 item 里")
    source_ref: str = Field(description="材料编号")
    fresh: bool = Field(description="这一次是否新登记")
    name: str = Field(description="文件名")
    step: str = Field(description="所属环节")
    kind: str = Field(description="document 文书、recording 音像")
    recording: UUID | None = Field(description="音像的标识；上传时写在 Upload-Metadata 的 recording 里")
    sha256: str = Field(description="登记的 SHA-256")
    size: int = Field(description="登记的字节数")
    state: str = Field(description=_STATES)
    received: int = Field(description="没有传完的，已收到多少字节")
    held_at: datetime | None = Field(description="入库时间")
    held_sha256: str = Field(description="入库内容的 SHA-256，平台自己算的")
    held_sm3: str = Field(description="入库内容的 SM3，平台自己算的")
    reason: str = Field(description="不能上传的原因")

    @classmethod
    def of(cls, one: ItemFacts) -> "ItemAnswered":
        """The state as told."""
        return cls(
            id=one.id, source_ref=one.source_ref, fresh=one.fresh, name=one.name, step=one.step, kind="recording" if one.is_recording else "document",
            recording=one.recording_id, sha256=one.sha256, size=one.size, state=one.state, received=one.received, held_at=one.held_at,
            held_sha256=one.held_sha256, held_sm3=one.held_sm3, reason=one.reason,
        )  # fmt: skip


class StepAnswered(Schema):
    """一个环节有没有记录。"""

    step: str = Field(description="环节")
    name: str = Field(description="环节的中文")
    documents: int = Field(description="文书几份")
    recordings: int = Field(description="音像几段")


class FileAnswered(Schema):
    """一个案卷现在的状态。"""

    id: UUID = Field(description="案卷的标识，台账里的序列是 dossier:标识")
    source_ref: str = Field(description="案卷编号")
    fresh: bool = Field(description="这一次是否新立卷（封存时：是否新封存）")
    title: str = Field(description="案卷名称")
    case_number: str = Field(description="案件编号")
    opened_at: datetime = Field(description="立卷时间")
    closed_at: datetime | None = Field(description="封存时间")
    count: int | None = Field(description="封存时台账的记录数；没有封存的为空")
    root256: str = Field(description="封存时各条记录的 SHA-256 根")
    rootsm3: str = Field(description="封存时各条记录的 SM3 根")
    items: list[ItemAnswered] = Field(description="材料")
    steps: list[StepAnswered] = Field(description="各环节的文字、音像记录")

    @classmethod
    def of(
        cls, one: DepositFacts, items: tuple[ItemFacts, ...], steps: tuple[StepFacts, ...], seal: dict[str, Any]
    ) -> "FileAnswered":
        """The state as told."""
        return cls(
            id=one.id, source_ref=one.source_ref, fresh=one.fresh, title=one.title, case_number=one.case_number, opened_at=one.opened_at,
            closed_at=one.sealed_at, count=seal.get("count"), root256=seal.get("root256", ""), rootsm3=seal.get("rootsm3", ""),
            items=[ItemAnswered.of(each) for each in items],
            steps=[StepAnswered(step=each.step, name=each.name, documents=each.documents, recordings=each.recordings) for each in steps],
        )  # fmt: skip


class FilmAnswered(Schema):
    """一段没有归入案卷的音像。"""

    recording: UUID = Field(description="音像的标识；上传时写在 Upload-Metadata 的 recording 里")
    sha256: str = Field(description="登记的 SHA-256")
    size: int = Field(description="登记的字节数")
    collector: str = Field(description="采集人")
    state: str = Field(description=_STATES)
    received: int = Field(description="没有传完的，已收到多少字节")
    held_sha256: str = Field(description="入库内容的 SHA-256，平台自己算的；与登记一致才可以删除设备里的原件")
    matched: bool = Field(description="是否已归入案卷")
    due_at: datetime = Field(description="应当上传到")

    @classmethod
    def of(cls, one: RecordingFacts) -> "FilmAnswered":
        """The state as told."""
        return cls(
            recording=one.id, sha256=one.sha256, size=one.size, collector=one.collector, state=one.state, received=one.received,
            held_sha256=one.held_sha256, matched=one.dossier_id is not None, due_at=one.due_at,
        )  # fmt: skip


class Storage(Strict):
    """采集站读到的一台设备的存储。"""

    code: str = Field(max_length=40, description="设备编号，与“记录设备”登记的相同")
    capacity: int = Field(ge=0, lt=2**63, description="容量，字节")
    free: int = Field(ge=0, lt=2**63, description="剩余，字节")


class StorageAnswered(Schema):
    """登记下来的存储。"""

    code: str = Field(description="设备编号")
    name: str = Field(description="种类和编号")
    percent: int = Field(description="剩余百分之几，舍去小数")

    @classmethod
    def of(cls, one: DeviceFacts) -> "StorageAnswered":
        """The state as told."""
        return cls(code=one.code, name=one.name, percent=one.free or 0)


class Receipts(Schema):
    """一份材料的回执：台账里登记、收到它的各条记录和证明。"""

    format: str = Field(default="mingjing-receipts@1", description="格式")
    public_key: str = Field(description="台账的公钥（C2SP 文本）")
    bundles: list[dict[str, object]] = Field(description="mingjing-bundle@1，一条记录一个")
