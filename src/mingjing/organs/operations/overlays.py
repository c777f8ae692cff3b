"""Local figures are loaded: looked through first, then written beside the installation and into the ledger."""

import hashlib
import re
import tempfile
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.parameters import Layer, Parameters, read_layer
from mingjing.organs import access
from mingjing.organs.models import Organ
from mingjing.organs.operations.keeping import reason_given, the_organ, trail
from mingjing.organs.queries.overlays import files_of, is_folder_name, local_root
from mingjing.organs.rules.overlays import begins_from_today, file_is_readable, lay, says_something_new
from mingjing.organs.terms import DOMAIN_NAMES, Domain, OrganFacts
from mingjing.organs.terms.overlays import LARGEST, ORGANS, PROVINCES, FiguresDraft, Foreseen, OverlayFile

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.yaml", re.ASCII)
_LENGTHS = {2: "全省", 4: "全市", 6: "全县（区）"}


def may_import_figures(actor: Actor, organ_id: UUID) -> bool:
    """Whether the person loads local figures for this organ: for pages that offer a form."""
    return access.keeps_registers(actor, organ_id)


def scopes_of(organ: OrganFacts, by: Actor) -> tuple[tuple[str, str], ...]:
    """For whom the person may load figures: the organ; for a place only who keeps the whole platform."""
    found = [("organ", f"只对{organ.name}")]
    if access.reach(by) is None:
        name = DOMAIN_NAMES[Domain(organ.domain)]
        for length, word in _LENGTHS.items():
            code = organ.region_code[:length]
            if len(code) == length and code.isdigit():
                found += [
                    (f"{code}/{organ.domain}", f"{word}的{name}（{code}）"),
                    (code, f"{word}的各个领域（{code}）"),
                ]
    return tuple(found)


def foresee_figures(
    *, organ_id: UUID, draft: FiguresDraft, by: Actor, at: datetime, base: Parameters, known: Collection[str]
) -> Foreseen:
    """The file as it would hold, nothing written. `base`: the organ's figures without local ones; `known`: every local key.

    Raises Forbidden, Invalid (field), Refused (PAR-01 to PAR-07) with file, line and key in the sentence.
    """
    access.require(access.keeps_registers, by, organ_id, doing="载入本地参数")
    return _foreseen(the_organ(organ_id).facts(), draft, by, at, base, known)


@operation("organ:figures:imported")
def import_figures(
    *, organ_id: UUID, draft: FiguresDraft, by: Actor, at: datetime, base: Parameters, known: Collection[str]
) -> Foreseen:
    """载入本地参数文件：只能更严，自载入之日或者以后起施行，已经载入的数值不得删改。

    Raises as `foresee_figures`; Invalid also where no basis is given or the file cannot be written.
    """
    access.require(access.keeps_registers, by, organ_id, doing="载入本地参数")
    list(Organ.objects.select_for_update().order_by("id").values_list("id"))  # a place's file belongs to no one organ
    basis = reason_given(draft.reason)
    seen = _foreseen(the_organ(organ_id).facts(), draft, by, at, base, known)
    trail(
        "organ:figures:imported", organ_id=organ_id, at=at, by=by, place=seen.place, file=seen.name, reason=basis,
        keys=sorted(seen.layer.histories), sha256=hashlib.sha256(seen.text.encode()).hexdigest(),
    )  # fmt: skip
    _write(local_root() / seen.place / seen.name, seen.text)
    return seen


def _foreseen(
    organ: OrganFacts, draft: FiguresDraft, by: Actor, at: datetime, base: Parameters, known: Collection[str]
) -> Foreseen:
    place, name = _place(organ, draft.scope, by), draft.name.strip()
    draft = replace(draft, text=draft.text.replace("\r\n", "\n"))
    if not _NAME.fullmatch(name):
        raise Invalid({"name": ["文件名只能用字母、数字、- 和 _，以 .yaml 结尾，最长 40 个字，例如 hearing.yaml"]})
    if len(draft.text.encode()) > LARGEST:
        raise Invalid({"text": [f"文件超过 {LARGEST // 1024} KB，不像参数文件，请核对后重新选择"]})
    file = OverlayFile(place, name, draft.text)
    _refuse(file_is_readable(file))
    held = _held(place, name)
    _refuse(says_something_new(held, draft.text))
    layer, before = read_layer(place, {name: draft.text}), _layer_before(place, name, held)
    _refuse(begins_from_today(before, layer, local_day(at)))
    others = [one for one in files_of(organ) if (one.place, one.name) != (place, name)]
    laid = lay(base, sorted([*others, file], key=_order), known)
    wrong = [one for one in laid.problems if one.place == place and one.file == name]
    told = [Finding(one.finding.rule, f"第 {one.line} 行：{one.finding.message}", one.finding.cites, one.finding.weight, one.finding.next_step, "text") for one in wrong]  # fmt: skip
    _refuse(tuple(told))
    return Foreseen(place, name, draft.text, layer, laid)


def _place(organ: OrganFacts, scope: str, by: Actor) -> str:
    """The layer that a scope means. Raises Forbidden for a place, Invalid for what is no scope."""
    if scope not in dict(scopes_of(organ, by)):
        if re.fullmatch(r"\d{2,6}(/[a-z]+)?", scope, re.ASCII) and access.reach(by) is not None:
            raise Forbidden(f"{by.name}不能载入全省、全市、全县的参数：须由管平台的机关的系统管理员办理。")
        raise Invalid({"scope": ["请选择适用范围；机关没有登记行政区划代码的，先登记"]})
    if scope != "organ":
        return f"{PROVINCES}/{scope}"
    if not is_folder_name(organ.code):
        raise Invalid({"scope": ["机关代字里有不能用在文件夹名中的字符，请先更正机关代字"]})
    return f"{ORGANS}/{organ.code}"


def _order(file: OverlayFile) -> tuple[int, int, str, str]:
    """General before special: a place, a longer place, a place and domain, the organ."""
    rank = 2 if file.place.startswith(ORGANS) else 0 if file.below_domain else 1
    return rank, len(file.place), file.place, file.name


def _held(place: str, name: str) -> str:
    path = local_root() / place / name
    try:
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _layer_before(place: str, name: str, text: str) -> Layer | None:
    try:
        return read_layer(place, {name: text}) if text else None
    except Invalid:
        return None


def _refuse(findings: tuple[Finding, ...]) -> None:
    if blocking(findings):
        raise Refused(*blocking(findings))


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a reader never sees half a file. Raises Invalid."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".new", delete=False) as fresh:
            fresh.write(text)
        Path(fresh.name).chmod(0o644)
        Path(fresh.name).replace(path)
    except OSError as problem:
        raise Invalid({"text": [f"写不进数据目录（{problem.strerror}），请告诉信息中心核对目录的权限"]}) from None
