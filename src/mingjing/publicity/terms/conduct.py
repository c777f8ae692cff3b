"""What officers must not do at an enterprise, and what the enterprise may, in our own words with their sources.

The notice has been read in excerpts only (unverified): every page that shows this says that the notice itself counts.
"""

CONDUCT_SOURCE = "国办发〔2024〕54号"

BANS = (
    "为了罚款、收费、创收而来检查",
    "妨碍企业正常的生产经营",
    "任性处罚，小错重罚",
    "给检查人员下达检查次数、罚款数额的指标",
    "换个名目，变相检查",
)
"""The five strict bans (五个严禁)."""

MUST_NOTS = (
    "收受企业的礼品、礼金",
    "接受企业安排的宴请、旅游",
    "把应由自己承担的费用转给企业",
    "要求企业找指定的中介机构、买指定的服务",
    "没有必要，却要求法定代表人到场陪同",
    "随意查封、扣押，随意责令停产停业",
    "把检查次数、罚款数额和考核、经费挂钩",
    "以观摩、督导、考察的名义检查企业",
)
"""The eight must-nots (八个不得)."""

ENTERPRISE_RIGHTS = (
    ("先看证件：检查人员不少于两人，每人都要出示执法证件；不出示的，可以拒绝检查", "行政处罚法第四十二条、第五十五条"),
    ("先问事项：检查事项没有公开的，可以拒绝检查", "国办发〔2024〕54号"),
    ("认为检查人员与本单位有直接利害关系的，可以申请回避", "行政处罚法第四十三条"),
    (
        "检查应当制作笔录：签名以前请核对，有差错的请检查人员改正，也可以写明自己的意见",
        "行政处罚法第五十五条（制作笔录）",
    ),
    ("当场说明情况，提出陈述、申辩", "行政处罚法第七条"),
    ("如实回答询问，协助检查，不得拒绝或者阻挠依法进行的检查", "行政处罚法第五十五条"),
)
"""What the enterprise may and must: words and article."""
