"""Which decisions must be reviewed before they are made."""

from collections.abc import Collection, Iterator

from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import Fit
from mingjing.review.terms import DecisionProfile, Question, Requirement, Trigger

N118 = "国办发〔2018〕118号（十二）"
APL58 = "行政处罚法第五十八条第一款"
_ITEMS = ("", "第（一）项", "第（二）项", "第（三）项", "第（四）项")


@rule("REV-01", cites=(N118, APL58))
def required(profile: DecisionProfile, *, every_ordinary: bool, heavy_kinds: Collection[str]) -> Requirement:
    """涉及重大公共利益、可能造成重大社会影响或者引发社会风险、直接关系重大权益、经过听证、情况疑难复杂的决定，以及法律、法规、
    本地规定和重大执法决定目录要求的决定，作出前必须法制审核。"""
    asked = questions(profile, every_ordinary=every_ordinary, heavy_kinds=heavy_kinds)
    fired = [Trigger(one.code, one.text, one.cites) for one in asked if one.fit is Fit.YES]
    fired += [Trigger("catalogue", f"列入重大执法决定法制审核目录：{row}", (N118,)) for row in profile.catalogue_hits]
    return Requirement(tuple(fired))


def questions(profile: DecisionProfile, *, every_ordinary: bool, heavy_kinds: Collection[str]) -> Iterator[Question]:
    """Every trigger of guideline, penalty law and local rule with its answer; what is not known is not a no (REV-01)."""
    rights = _rights(profile, heavy_kinds)
    interest, risk, hearing, hard = (
        _known(profile, name) for name in ("public_interest", "social_risk", "after_hearing", "complex")
    )
    for code, fit, text in (
        ("a", interest, "涉及重大公共利益"),
        ("b", risk, "可能造成重大社会影响或者引发社会风险"),
        ("c", rights, "直接关系行政相对人或者第三人重大权益"),
        ("d", hearing, "经过听证程序作出"),
        ("e", hard, "案件情况疑难复杂、涉及多个法律关系"),
    ):
        yield Question(f"N118-{code}", text, (N118,), fit)
    if profile.category != "penalty":
        return
    for number, fit, text in (
        (1, interest, "涉及重大公共利益"),
        (2, _both(rights, hearing), "直接关系当事人或者第三人重大权益，经过听证程序"),
        (3, hard, "案件情况疑难复杂、涉及多个法律关系"),
    ):
        yield Question(f"APL58-{number}", text, (APL58 + _ITEMS[number],), fit)
    for law in profile.by_law:
        yield Question("APL58-4", f"法律、法规规定应当法制审核：{law}", (APL58 + _ITEMS[4], law), Fit.YES)
    if every_ordinary:
        unknown = "procedure" in profile.unknown
        fit = Fit.UNKNOWN if unknown else Fit.NO if profile.procedure == "summary" else Fit.YES
        yield Question("local", "本地规定适用普通程序的行政处罚一律法制审核", ("本地法制审核办法",), fit)


def _known(profile: DecisionProfile, name: str) -> Fit:
    if name in profile.unknown:
        return Fit.UNKNOWN
    return Fit.YES if getattr(profile, name) else Fit.NO


def _rights(profile: DecisionProfile, heavy_kinds: Collection[str]) -> Fit:
    if "kinds" not in profile.unknown and any(kind in heavy_kinds for kind in profile.kinds):
        return Fit.YES
    stated = _known(profile, "major_rights")
    return Fit.UNKNOWN if stated is Fit.NO and "kinds" in profile.unknown else stated


def _both(one: Fit, other: Fit) -> Fit:
    if Fit.NO in {one, other}:
        return Fit.NO
    return Fit.YES if one is other is Fit.YES else Fit.UNKNOWN
