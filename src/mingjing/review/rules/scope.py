"""Which decisions must be reviewed before they are made."""

from collections.abc import Collection, Iterator

from mingjing.kernel.rulebook import rule
from mingjing.review.terms import DecisionProfile, Requirement, Trigger

N118 = "国办发〔2018〕118号（十二）"
APL58 = "行政处罚法第五十八条第一款"
_ITEMS = ("", "第（一）项", "第（二）项", "第（三）项", "第（四）项")


@rule("REV-01", cites=(N118, APL58))
def required(profile: DecisionProfile, *, every_ordinary: bool, heavy_kinds: Collection[str]) -> Requirement:
    """涉及重大公共利益、可能造成重大社会影响或者引发社会风险、直接关系重大权益、经过听证、情况疑难复杂的决定，以及法律、法规、
    本地规定和重大执法决定目录要求的决定，作出前必须法制审核。"""
    fired = [*_general(profile, heavy_kinds)]
    if profile.category == "penalty":
        fired += _penalty(profile, heavy_kinds)
    if every_ordinary and profile.category == "penalty" and profile.procedure != "summary":
        fired.append(Trigger("local", "本地规定适用普通程序的行政处罚一律法制审核", ("本地法制审核办法",)))
    fired += [Trigger("catalogue", f"列入重大执法决定法制审核目录：{row}", (N118,)) for row in profile.catalogue_hits]
    return Requirement(tuple(fired))


def _rights(profile: DecisionProfile, heavy_kinds: Collection[str]) -> bool:
    return profile.major_rights or any(kind in heavy_kinds for kind in profile.kinds)


def _general(profile: DecisionProfile, heavy_kinds: Collection[str]) -> Iterator[Trigger]:
    questions = (
        ("a", profile.public_interest, "涉及重大公共利益"),
        ("b", profile.social_risk, "可能造成重大社会影响或者引发社会风险"),
        ("c", _rights(profile, heavy_kinds), "直接关系行政相对人或者第三人重大权益"),
        ("d", profile.after_hearing, "经过听证程序作出"),
        ("e", profile.complex, "案件情况疑难复杂、涉及多个法律关系"),
    )
    for code, answer, text in questions:
        if answer:
            yield Trigger(f"N118-{code}", text, (N118,))


def _penalty(profile: DecisionProfile, heavy_kinds: Collection[str]) -> Iterator[Trigger]:
    questions = (
        (1, profile.public_interest, "涉及重大公共利益"),
        (
            2,
            profile.after_hearing and _rights(profile, heavy_kinds),
            "直接关系当事人或者第三人重大权益，经过听证程序",
        ),
        (3, profile.complex, "案件情况疑难复杂、涉及多个法律关系"),
    )
    for number, answer, text in questions:
        if answer:
            yield Trigger(f"APL58-{number}", text, (APL58 + _ITEMS[number],))
    for law in profile.by_law:
        yield Trigger("APL58-4", f"法律、法规规定应当法制审核：{law}", (APL58 + _ITEMS[4], law))
