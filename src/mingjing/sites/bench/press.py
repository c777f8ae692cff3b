"""Very many public decisions, written below the operations. Bench data only; nothing else may write like this.

Every text is made of the same sentences in another order with other names and sums, some 400 characters long, so that
words are shared as they are in a real county: some stand in every decision, some in one in a thousand.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.management.color import no_style
from django.db import connection, transaction

from mingjing.foundation import search
from mingjing.kernel import pinyin
from mingjing.kernel.days import local_day
from mingjing.publicity.terms import SEARCH_KIND, SOUND_KIND, Category, State
from mingjing.sites.bench import growing
from mingjing.sites.bench.growing import NAMES, TRADES, table

BATCH, MANY = 5000, 100_000
PER_PARTY = 4
DAYS = 1500
ORGANS = (
    ("示应急", "示范县应急管理局"),
    ("示市监", "示范县市场监督管理局"),
    ("示交", "示范县交通运输局"),
    ("示农", "示范县农业农村局"),
    ("示环", "示范市生态环境局示范县分局"),
)
CATEGORIES = (Category.PENALTY,) * 8 + (Category.LICENCE,) * 2
DEEDS = ("未按规定", "未如实", "擅自", "违规", "未经许可", "逾期不", "拒不", "超过核定范围", "未及时", "未建立台账")
THINGS = (
    "储存危险化学品", "记录从业人员安全生产培训情况", "销售过期食品", "设置户外广告", "运输超限货物", "使用禁用农药", "排放水污染物", "安装计量器具",
    "改变建筑主体结构", "开展特种作业", "配备灭火器材", "经营种畜禽", "处置固体废物", "标注配料表", "定期检验压力容器", "报告生产安全事故",
    "办理道路运输证", "公示收费标准", "检修污染防治设施", "留存进货查验记录",
)  # fmt: skip
LEARNT = (
    "执法人员进行现场检查时发现上述情况，当场制作现场检查笔录并拍照取证",
    "经调取进货票据、销售记录和库存台账，并询问有关人员，查明上述事实",
    "当事人在调查期间主动配合，如实陈述违法事实并提供相关证据材料",
    "当事人已在责令限期改正的期限内完成整改，经复查符合要求",
    "该行为持续时间较短，没有造成人员伤亡，社会危害后果较轻",
    "当事人两年内曾因同类违法行为受到行政处罚，应当从重处罚",
    "当事人对调查认定的事实没有异议，放弃陈述、申辩和听证的权利",
    "当事人提出陈述申辩意见，经复核，其提出的事实和理由不成立",
)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# The county that is pressed into has versions of its own; what is pressed is numbered far beyond them.
FIRST_VERSION = 1_000_000_000
_SPACE = UUID("6d696e67-6a69-6e67-8000-70726573736d")


def press(wanted: int, now: datetime) -> None:
    """Write so many public decisions with their versions and search entries, oldest first. Bench data, always the same.

    What an interrupted press wrote is kept and gone on from: whole batches, each with chances of its own.
    """
    done, oldest = _pressed()
    if oldest is not None:
        now = oldest + timedelta(days=DAYS, seconds=1)
    if wanted - done >= MANY:
        _on_postgresql("DROP INDEX IF EXISTS mj_search_vector")
    for start in range(done, wanted, BATCH):
        chosen = random.Random(20261129 + start)  # noqa: S311 the same decisions every time
        _write([_one(number, wanted, now, chosen) for number in range(start, min(start + BATCH, wanted))])
    # The index is built once, at the end: some five minutes for two million rows.
    _on_postgresql("CREATE INDEX IF NOT EXISTS mj_search_vector ON mj_search USING gin (vector)")
    _count_on()


def _on_postgresql(sql: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql)


def _pressed() -> tuple[int, datetime | None]:
    """How many decisions there are already, and when the first of them was released."""
    rows = table("publicity.Publication").objects.filter(source_ref__startswith="press-")
    return rows.count(), rows.filter(source_ref="press-0").values_list("released_at", flat=True).first()


def _count_on() -> None:
    """PostgreSQL numbers further versions after those that were numbered here."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [table("publicity.Version")]):
            cursor.execute(sql)


def party_name(number: int) -> str:
    """The name of the party of the n-th decision: a company, or one time in four a person as the public reads it."""
    if number % 4 == 3:
        return f"{'赵钱孙李周吴郑王'[number // 4 % 8]}某"
    which = number // PER_PARTY
    first, second = NAMES[which % len(NAMES)], NAMES[which // len(NAMES) % len(NAMES)]
    return f"示范县{first}{second}{TRADES[which % len(TRADES)]}有限公司{which // 1600 or ''}"


def organ_id(code: str) -> UUID:
    """The organ of a code, always the same."""
    return uuid5(_SPACE, code)


def party_code(number: int) -> str:
    """The credit code of the party of the n-th decision, check digit and all; none for a person."""
    if number % 4 == 3:
        return ""
    return with_check(f"91130821{number // PER_PARTY:09d}")


def with_check(body: str) -> str:
    """A credit code of seventeen signs with its check digit."""
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _SIGNS[-total % 31]


def cause(number: int) -> str:
    """What the n-th decision is about: one of two hundred causes, some far commoner than others."""
    which = number * number % 40_009 % 200
    return f"{DEEDS[which % len(DEEDS)]}{THINGS[which // len(DEEDS)]}"


def _parts(number: int, name: str, chosen: random.Random) -> dict[str, str]:
    about, sum_, told = cause(number), (number * 7919 % 5000 + 1) * 100, chosen.sample(LEARNT, 4)
    told_at = f"{2023 + number % 4}年{number % 12 + 1}月{number % 28 + 1}日"
    return {
        "party": name,
        "cause": about,
        "violation": f"{name}{about}，违法事实清楚，证据确凿",
        "outcome": "罚款",
        "result": f"罚款 {sum_} 元",
        "basis": f"有关法律第{number % 90 + 10}条第{number % 3 + 1}款",
        "remedies": "六十日内申请行政复议，或者六个月内提起行政诉讼",
        "p0": f"当事人{name}{'（统一社会信用代码' + party_code(number) + '）' if number % 4 != 3 else ''}，经营场所位于示范县{TRADES[number % len(TRADES)]}园区{number % 300}号。",
        "p1": f"{told_at}，{told[0]}。{told[1]}。",
        "p2": f"{told[2]}。{told[3]}。当事人{about}的行为违反了有关法律第{number % 60 + 20}条的规定。",
        "p3": f"综合裁量因素，决定对当事人处以罚款 {sum_} 元的行政处罚，自收到决定书之日起十五日内缴纳。",
    }


def _one(number: int, wanted: int, now: datetime, chosen: random.Random) -> tuple[Any, Any, search.Entry]:
    code, organ = ORGANS[number % len(ORGANS)]
    at = now - timedelta(days=DAYS * (wanted - number) / wanted, seconds=1)
    decided = local_day(at) - timedelta(days=chosen.randrange(1, 7))
    name = party_name(number)
    parts, serial = _parts(number, name, chosen), f"{code}罚〔{decided.year}〕{number + 1}号"
    text = "\n".join((serial, f"作出机关：{organ}", f"作出日期：{decided}", *parts.values()))
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = _publication(number, (code, organ), serial, decided, at, parts, digest)
    version = table("publicity.Version")(
        id=row.current_id, publication_id=row.id, seq=1, parts=parts, text=text, sha256=digest, released_at=at, ledger_index=number,
        ledger_hash=hashlib.sha256(serial.encode()).hexdigest(),
    )  # fmt: skip
    title = f"{serial} {row.public_party} {row.public_cause}"
    return row, version, search.Entry(row.id, title, text, decided, row.organ_id)


def _publication(
    number: int, organ: tuple[str, str], serial: str, decided: date, at: datetime, parts: dict[str, str], digest: str
) -> Any:
    return table("publicity.Publication")(
        id=uuid4(), source_ref=f"press-{number}", current_id=FIRST_VERSION + number, organ_id=organ_id(organ[0]), organ_name=organ[1],
        organ_code=organ[0], number=serial, category=CATEGORIES[number % len(CATEGORIES)], decided_on=decided,
        digest=digest, confirmed_digest=digest, state=State.RELEASED, due=decided + timedelta(days=9),
        scheduled_at=at, released_at=at, updated_at=at, public_party=parts["party"], public_cause=parts["cause"],
        public_outcome=parts["outcome"], public_result=parts["result"], party_uscc=party_code(number),
    )  # fmt: skip


def _write(held: list[tuple[Any, Any, search.Entry]]) -> None:
    with transaction.atomic():
        growing.insert([row for row, _, _ in held])
        growing.insert([one for _, one, _ in held])
        table("publicity.Step").objects.bulk_create(_steps(row for row, _, _ in held), batch_size=BATCH)
        search.index_many(SEARCH_KIND, (entry for _, _, entry in held))
        search.index_many(SOUND_KIND, (made for row, _, _ in held if (made := _sound(row))))


def _sound(row: Any) -> search.Entry | None:
    """As a release indexes it: a natural person's name is not heard."""
    party = row.public_party if row.party_uscc else ""
    words = pinyin.words(f"{party} {row.public_cause}")
    return search.Entry(row.id, " ".join(words), "", organ_id=row.organ_id) if words else None


def _steps(rows: Iterator[Any]) -> list[Any]:
    step = table("publicity.Step")
    return [
        step(
            publication_id=row.id, at=row.released_at, move="release", state=State.RELEASED,
            person_id=row.organ_id, person_name="公示员", ledger_index=0,
        )
        for row in rows
    ]  # fmt: skip
