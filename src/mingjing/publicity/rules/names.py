"""Chinese personal names: surnames, and what is left of a name that is masked."""

COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "夏侯",
        "令狐",
        "长孙",
        "宇文",
        "轩辕",
        "端木",
        "独孤",
        "南宫",
        "呼延",
        "申屠",
        "公羊",
        "澹台",
        "拓跋",
        "百里",
        "东郭",
        "南门",
        "西门",
        "闻人",
        "太史",
        "钟离",
        "鲜于",
        "闾丘",
        "亓官",
        "赫连",
        "万俟",
        "淳于",
        "单于",
        "濮阳",
        "宗政",
        "公冶",
        "太叔",
        "仲孙",
        "第五",
    ]
)
COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔牛葛毕关齐庞樊殷施翁"
    "章庄柴焦左岳祝阎霍柳鲍耿祁俞安苗裴聂柯阮季纪辛管华温包靳娄房尚欧游路涂辜游谷童颜骆申卓盛司兰詹项洪倪艾岑单晏麻甘宁"
)


def surname(name: str) -> str:
    """The surname a name begins with; the first character where it is no Chinese name of known form."""
    return name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]


def masked(name: str) -> str:
    """王小明 → 王某, 欧阳锋 → 欧阳某."""
    return f"{surname(name.strip())}某"


_OF_A_SHOP = frozenset("店厂部社馆行铺坊园院吧屋摊场站所城楼居阁轩堂庄")


def owner_name(party_kind: str, name: str) -> bool:
    """Whether an individual household (个体工商户) goes by what may be its owner's own name."""
    return party_kind == "individual_business" and may_be_name(name.strip()) and name.strip()[-1:] not in _OF_A_SHOP


def may_be_name(text: str) -> bool:
    """Whether two to four characters begin like a Chinese personal name."""
    return 2 <= len(text) <= 4 and (text[:1] in COMMON or text[:2] in COMPOUND)
