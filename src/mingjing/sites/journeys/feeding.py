"""What the example county's organs decided outside the platform: two licences by sheet, one of them public; a measure by form."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from mingjing.cases.queries import calendar
from mingjing.exchange import operations, queries
from mingjing.foundation.people import Actor
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as publications
from mingjing.publicity.terms import KnownEntity, Publishable

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOME = "应急局"


def bring(world: "World", now: datetime) -> None:
    """Feed what was decided elsewhere, a few days before now; one row of the sheet has a fault and stays out."""
    organ = organs.organ(world.organs[HOME])
    clerk = world.actor(world.teams[HOME]["publicist"], now)
    at = now - timedelta(days=1)
    numbers = [f"{organ.code}许〔{now.year}〕{serial}号" for serial in (3, 4, 5)]
    parked, _ = operations.park_file(
        organ_id=organ.id, name="行政许可报送表.csv", content=_sheet(organ, numbers, now), by=clerk, at=at
    )
    operations.feed_file(upload_id=parked.id, by=clerk, at=at, calendar=calendar())
    _release(organ, numbers[0], clerk, now)
    operations.feed_decision(decision=_measure(organ, now), by=clerk, at=at, calendar=calendar())


def _sheet(organ: OrganFacts, numbers: list[str], now: datetime) -> bytes:
    """A sheet of licences as another system writes it."""
    columns = queries.sheet_editions("licence")["2019"].columns
    day = f"{now.date() - timedelta(days=4):%Y/%m/%d}"
    until = f"{now.date() + timedelta(days=1090):%Y/%m/%d}"
    usual = {
        "party_class": "法人及非法人组织", "title": "准予行政许可决定书", "licence_kind": "普通", "certificate": "危险化学品经营许可证", "decided_on": day,
        "valid_from": day, "valid_to": until, "organ": organ.name, "organ_uscc": organ.uscc, "state": "1", "source": organ.name,
        "source_uscc": organ.uscc, "content": "危险化学品经营（无仓储）",
        "rep_id_type": "身份证", "rep_id_number": "130821198503071232",
    }  # fmt: skip
    parties = (
        ("示范县恒源化工有限公司", "91130821MA0HTEA1XE", "马恒源"), ("示范县鑫达烟花爆竹有限公司", "91130821MA0HX001XP", "辛达"), ("示范县某某加油站", "91130821MA0HX001", "于某"),
    )  # fmt: skip
    rows = [
        usual | {"number": number, "certificate_no": f"示危化经字〔{now.year}〕00{at}号", "party_name": name, "uscc": code, "representative": person}
        for at, (number, (name, code, person)) in enumerate(zip(numbers, parties, strict=True), 1)
    ]  # fmt: skip
    target = StringIO()
    csv.writer(target).writerows(
        [[one.label for one in columns], *([row.get(one.key, "") for one in columns] for row in rows)]
    )
    return target.getvalue().encode("gb18030")


def _measure(organ: OrganFacts, now: datetime) -> Publishable:
    """A coercive measure taken by people who keep their file elsewhere."""
    party = "示范县大川矿业有限公司"
    return Publishable(
        source_ref="", organ_id=organ.id, organ_name=organ.name, organ_code=organ.code, number=f"{organ.code}强〔{now.year}〕2号",
        decided_on=now.date() - timedelta(days=6), category="coercion", outcome="查封", party_name=party, party_kind="legal_person",
        cause="储存场所存在重大事故隐患", violation="储存场所通风设施停用，经责令未改正。", result="查封储存场所三十日",
        basis=("《中华人民共和国安全生产法》第六十五条第一款第四项",),
        full_text=("查封决定书", f"当事人：{party}", "现场检查人员听取了值班员于值班的说明。", "查封期限三十日。"),
        known_entities=(KnownEntity("于值班", "person", role="值班员"),),
        remedies="六十日内申请行政复议；六个月内提起行政诉讼",
    )  # fmt: skip


def _release(organ: OrganFacts, number: str, clerk: Actor, now: datetime) -> None:
    key = publications.known_numbers(organ.id, [number])[number][0].id
    found = publicity.propose_redaction(publication_id=key, by=clerk, at=now)
    if found:
        verdicts = {span.id: ("accepted", "") for span in found}
        publicity.decide_spans(publication_id=key, verdicts=verdicts, by=clerk, at=now)
    publicity.confirm(publication_id=key, by=clerk, at=now)
    publicity.release(publication_id=key, by=clerk, at=now)
