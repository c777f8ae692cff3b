"""What the public reads of a change of the register of organs (执法主体名录): public items only, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from mingjing.organs.terms import DOMAIN_NAMES, LEVEL_NAMES, ORGAN_KIND_NAMES, Domain, Level, OrganKind

PUBLIC = {
    "name": "机关名称", "uscc": "统一社会信用代码", "kind": "主体类型", "level": "层级", "domain": "执法领域", "region": "行政区域",
    "government": "本级人民政府", "principal_id": "委托机关", "basis": "执法依据", "address": "办公地址", "phone": "电话",
    "supervision": "监督渠道", "reconsideration_body": "行政复议机关", "court": "诉讼管辖法院", "effective_from": "生效日期",
    "effective_to": "失效日期",
}  # fmt: skip
"""The items that the public register shows; whatever else is registered, the bank account first, is not told."""


def public_changes(changed: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(label, before, after) of the public items that changed. `names`: organ id → name."""
    return tuple(
        (label, word(key, changed[key][0], names), word(key, changed[key][1], names))
        for key, label in PUBLIC.items()
        if key in changed and changed[key][0] != changed[key][1]
    )


def word(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A registered value as people read it; empty stays empty."""
    text = str(value or "")
    if not text:
        return ""
    if key == "kind":
        return ORGAN_KIND_NAMES[OrganKind(text)]
    if key == "level":
        return LEVEL_NAMES[Level(text)]
    if key == "domain":
        return DOMAIN_NAMES[Domain(text)]
    return names.get(text, "（已不在名录）") if key == "principal_id" else text
