"""What the forms of a licence offer: the item's materials, and what is lacking."""

from typing import Any

from mingjing.cases.rules.licence_days import handed_in, item_materials, lacking
from mingjing.cases.rules.wording import Told, draws
from mingjing.cases.terms import CaseFacts


@draws("许可事项的申请材料清单")
def item_materials_checked(case: CaseFacts, _: Told) -> list[dict[str, Any]]:
    """Every material of the item; nobody has checked it yet."""
    held = handed_in(case)
    return [
        {"name": name, "held": "", "note": "" if name in held or needed else "选交，没有提交"}
        for name, needed in item_materials(case)
    ]


@draws("申请材料清单与收到的材料")
def missing_materials(case: CaseFacts, _: Told) -> list[dict[str, Any]]:
    """What the item asks for and was not handed in."""
    return [{"name": name, "need": "没有提交，请补交"} for name in lacking(case)]
