"""Who was there when coercion was carried out, and who signed: asked alike of measures and of execution. No rule of its own."""

from collections.abc import Callable, Iterator

from mingjing.cases.terms import Proposed
from mingjing.kernel.findings import Finding


def on_the_spot(act: Proposed, finding: Callable[..., Finding]) -> Iterator[Finding]:
    """The party or a witness is named, and a signature that was refused is explained; `finding` is the asking rule's."""
    data = act.data
    if data.get("party_present") == "yes" and not data.get("person_present"):
        yield finding("没有写明到场的当事人（负责人）", next_step="请写明姓名和职务", field="person_present")
    if data.get("party_present") == "no" and not data.get("witness"):
        yield finding("当事人不到场，也没有见证人", next_step="请邀请见证人到场并写明姓名和单位", field="witness")
    if data.get("signed") == "refused" and not data.get("refusal_note"):
        yield finding("拒绝签名，没有在笔录中注明", next_step="请写明拒绝签名的情况", field="refusal_note")
