"""The paper and the portal agree: the code printed on a served document opens the progress of its case, and no other."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from mingjing.cases import operations, queries
from mingjing.cases.operations import telling
from mingjing.cases.queries.progress import OFF_THE_LINE
from mingjing.cases.terms import procedure
from mingjing.cases.terms.procedure import FOLDERS
from mingjing.foundation import typesetting
from mingjing.foundation.access import Forbidden
from mingjing.kernel.codes import grouped
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as published
from mingjing.publicity.models import Progress
from mingjing.records import queries as records
from mingjing.records.models import Document
from mingjing.sites import wiring
from mingjing.sites.journeys import county
from mingjing.sites.journeys.player import Player

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
PARTY = ("宏远", "机械", "91130821MA0HX002XQ", "郝二喜", "产业大道")


def played(shifan: Any, until: str, party: str = "宏远", **more: Any) -> Player:
    told = county.Told("应急局", party, "AQ097-3", until, fine=18000, **more)
    player = Player(shifan, county.story(told, NOW.date(), queries.calendar()))
    report = player.play()
    assert report.good, report.text()
    return player


def told(case_id: UUID, at: datetime = NOW) -> Any:
    found = queries.progress(case_id, at)
    assert found is not None
    return found


def printed(shifan: Any, player: Player, form: str) -> str:
    case_id = player.case_id()
    page = queries.case_page(case_id, shifan.actor("甲", NOW), NOW)
    document = next(each for each in page.documents if each.form == form)
    _, pdf = operations.render_document(case_id=case_id, document_id=document.id, by=shifan.actor("己", NOW), now=NOW)
    return re.sub(r"\s", "", "".join(typesetting.text_of(pdf)))


def test_the_code_on_the_decision_opens_the_progress_of_that_case(shifan: Any, settings: Any) -> None:
    player = played(shifan, "served")
    paper = printed(shifan, player, "penalty_decision")
    found = re.search(
        r"查办理进度：(\S+?/jd/)编号(示应急立〔2026〕\d+号)查询码([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2})", paper
    )
    assert found and found[1] == f"{settings.MINGJING_PORTAL_URL}/jd/"
    wiring.progress_moved({"case": str(player.case_id())})
    seen = publicity.ask_progress(number=found[2], code=found[3])
    assert (seen.stage, seen.next_stage, seen.ended) == ("履行与执行", "结案", False)
    assert grouped(publicity.progress_code(str(queries.dossier_of(player.case_id())))) == found[3]


def test_every_document_of_the_party_prints_it_and_no_other(shifan: Any) -> None:
    player = played(shifan, "served")
    dossier = queries.dossier_of(player.case_id())
    for row in Document.objects.filter(dossier_id=dossier).exclude(form="file_catalogue"):
        paper = printed(shifan, player, row.form)
        assert ("查办理进度" in paper) is records.form(row.form).progress, row.form
    told_to_others = {
        "transfer_letter",
        "crime_transfer_letter",
        "assistance_letter",
        "assistance_reply",
        "interview_notice",
        "enforcement_application",
        "appraisal_entrustment",
        "lawsuit_answer",
        "reconsideration_answer",
    }
    assert not [form for form in told_to_others if records.form(form).progress]


def test_the_code_stands_in_no_data_of_the_file_and_in_no_ledger_entry(shifan: Any) -> None:
    player = played(shifan, "served")
    dossier = queries.dossier_of(player.case_id())
    code = publicity.progress_code(str(dossier))
    printed(shifan, player, "penalty_decision")
    kept = str(list(Document.objects.values())) + str(ledger.stream_bundles(f"dossier:{dossier}"))
    assert code not in kept and grouped(code) not in kept


def test_the_code_of_one_case_does_not_open_another(shifan: Any) -> None:
    one, two = played(shifan, "noticed"), played(shifan, "noticed", party="大川")
    for player in (one, two):
        wiring.progress_moved({"case": str(player.case_id())})
    code = publicity.progress_code(str(queries.dossier_of(one.case_id())))
    with pytest.raises(Refused):
        publicity.ask_progress(number=told(two.case_id()).numbers[-1], code=code)


@pytest.mark.parametrize(
    ("until", "stage", "following", "steps"),
    [
        ("lead", "案源核查", "调查取证", []),
        ("filed", "调查取证", "案件审查", ["立案"]),
        ("noticed", "陈述申辩与听证", "决定与送达", ["立案", "事先告知"]),
        ("closed", "结案", "归档", ["立案", "事先告知", "作出处罚决定", "结案"]),
        ("transferred", OFF_THE_LINE, "", ["立案"]),
        ("not_filed", OFF_THE_LINE, "", []),
    ],
)
def test_stage_and_steps_are_told_without_a_word_of_the_case(
    shifan: Any, until: str, stage: str, following: str, steps: list[str]
) -> None:
    found = told(played(shifan, until).case_id())
    assert (found.stage, found.next_stage, [word for word, _ in found.dates]) == (stage, following, steps)
    assert found.ended is (until in {"closed", "transferred", "not_filed"})
    assert not [word for word in PARTY if word in str(found)]
    assert "移送" not in str(found)


def test_the_rights_that_run_are_told_with_their_last_day(shifan: Any) -> None:
    player = played(shifan, "served", ago=1)
    served = next(
        act.on
        for act in queries.case_page(player.case_id(), shifan.actor("甲", NOW), NOW).facts.acts[::-1]
        if act.code == "serve"
    )
    clocks = {one.name: one.due for one in told(player.case_id()).clocks}
    assert clocks["申请行政复议期限"] >= served + timedelta(days=60)
    assert served.replace(year=2027, month=served.month - 6, day=1) <= clocks["提起行政诉讼期限"]
    assert "送达期限" not in clocks and "办案期限" not in clocks
    gone = {one.name for one in told(player.case_id(), NOW + timedelta(days=400)).clocks}
    assert not gone & {"申请行政复议期限", "提起行政诉讼期限"}


def test_every_act_tells_the_portal(shifan: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        player = played(shifan, "filed")
    row = Progress.objects.get(source_ref=str(queries.dossier_of(player.case_id())))
    assert row.stage == "调查取证"
    assert {one.number for one in row.numbers.all()} == set(told(player.case_id()).numbers)


def test_a_case_that_is_not_there_tells_nothing(shifan: Any) -> None:
    assert queries.progress(UUID(int=7), NOW) is None
    wiring.progress_moved({"case": str(UUID(int=7))})
    assert not Progress.objects.exists()


def test_rights_are_drawn_from_procedure_documents_and_rules(shifan: Any) -> None:
    every = operations.publish_rights(by="system", at=NOW)
    made = every[0]
    assert operations.publish_rights(by="system", at=NOW) == every and len(every) == len(FOLDERS)
    found = published.rights_of("ordinary-penalty")
    assert found == made and set(published.rights()) == set(every)
    steps = {one.name: one for one in found.steps}
    notice = steps["行政处罚事先告知"]
    assert notice.document == records.form("penalty_notice").name
    assert set(notice.says) < {name for _, name in records.form("penalty_notice").mandatory}
    assert notice.cites == procedure().acts["notify"].cites
    assert {one.name for one in found.steps if one.yours} >= {"记录陈述申辩", "登记听证申请", "申请回避"}
    assert not [one for one in found.steps if one.yours and one.rules]
    assert ("申请行政复议期限（自知道之日起）", "60 日", "行政复议法第二十条第一款") in found.periods


def test_each_kind_of_act_is_told_its_own_periods(shifan: Any) -> None:
    """Nobody is promised a hearing by the law of penalties who applied for a licence or was only looked at."""
    told = {
        one.key: {(name, source) for name, _, source in one.periods}
        for one in operations.publish_rights(by="system", at=NOW)
    }
    names = {key: {name for name, _ in periods} for key, periods in told.items()}
    remedies = {"申请行政复议期限（自知道之日起）", "直接提起行政诉讼期限", "不服复议决定提起行政诉讼期限"}
    assert names["ordinary-penalty"] == remedies | {"陈述、申辩期限", "要求听证期限"}
    assert names["licence"] == remedies | {"申请人、利害关系人要求听证期限"}
    assert names["inspection"] == remedies
    assert names["summary-penalty"] == remedies - {"直接提起行政诉讼期限"}, (
        "after a penalty on the spot reconsideration comes first"
    )
    assert not [source for _, source in told["licence"] if "行政处罚法" in source]


def test_changed_rights_are_a_new_version(shifan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = operations.publish_rights(by="system", at=NOW)
    monkeypatch.setattr(telling, "PERIODS", ("statement",))
    second, *_ = operations.publish_rights(by="system", at=NOW + timedelta(days=1))
    assert second.version != first.version
    assert published.rights_of("ordinary-penalty") == second


def test_only_a_publicist_publishes_rights(shifan: Any) -> None:
    with pytest.raises(Forbidden):
        operations.publish_rights(by=shifan.actor("甲", NOW), at=NOW)
    assert operations.publish_rights(by=shifan.actor("公", NOW), at=NOW)
