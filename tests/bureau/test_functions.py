"""Functions change: the administrator records it, the desk lists what is to follow, the public is told, the losing organ stops."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_public_lists import FORM as ITEM_FORM
from tests.bureau.test_public_lists import NEW as ITEM_NEW
from tests.bureau.test_public_lists import at_desk as at_desk
from tests.bureau.test_public_lists import latest, sent, text
from tests.security.hostile import browser

from mingjing.cases import operations as cases
from mingjing.kernel.findings import Refused
from mingjing.organs import operations as organ_operations
from mingjing.organs import queries as organs
from mingjing.organs.terms import FunctionDraft
from mingjing.publicity import operations, queries
from mingjing.publicity.rules.functions import rests_on
from mingjing.sites.journeys import registers
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import as_story
from mingjing.sites.journeys.world import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-09-01 10:00")
LATER = moment("2026-10-12 10:00")
FORM = {
    "move": "transfer", "effective_on": "2026-10-08", "title": "关于调整职能的通知", "number": "示编〔2026〕12号", "items": "matter:AQ097-7",
    "new_name": "", "reason": "综合执法改革，在办案件由原机关办结。",
}  # fmt: skip


@pytest.fixture
def published(shifan: Any) -> Any:
    registers.publish(shifan, "应急局", AT)
    return shifan


def home(shifan: Any, name: str = "应急局") -> Any:
    return organs.organ(shifan.organs[name])


def where(shifan: Any) -> str:
    return f"/bureau/organs/{home(shifan).slug}/functions/new/"


def record(shifan: Any, **more: str) -> str:
    told = FORM | {"receiver_id": str(shifan.organs["市监局"])} | more
    with clock(moment("2026-09-20 10:00")):
        return sent(browser(shifan.people["系小管"]), where(shifan), told, 302)


def test_the_record_is_shown_and_the_desk_lists_what_rests_on_it(
    published: Any, at_desk: dict[str, Client], client: Client
) -> None:
    record(published)
    organ = text(browser(published.people["系小管"]), f"/bureau/organs/{home(published).slug}/")
    assert "事项划转" in organ and "示编〔2026〕12号" in organ and "登记有误，撤回" in organ
    with clock(moment("2026-09-21 10:00")):
        desk = text(at_desk["publicist"], "/bureau/lists/")
        assert "机构职能已调整，需要更新" in desk and "公示员" in desk
        assert "机构职能已调整" not in client.get("/sq/示应急/matter/AQ097-7/").content.decode(), "not before its day"
    with clock(LATER):
        for path in ("/sq/示应急/matter/", "/sq/示应急/matter/AQ097-7/", "/sq/示应急/benchmark/AQ097-7/"):
            assert "机构职能已调整，正在更新" in client.get(path).content.decode(), path
        assert "机构职能已调整" not in client.get("/sq/示应急/matter/AQ102/").content.decode()
        assert "示编〔2026〕12号" in client.get("/jg/示应急/changes/").content.decode()
        edition = queries.public_entry("示应急", "matter", "AQ097-7").edition  # type: ignore[union-attr]
        assert "机构职能已调整" in text(at_desk["publicist"], f"/bureau/editions/{edition.id}/")
        assert "职能已调整" in text(at_desk["publicist"], "/bureau/lists/matter/")
        assert "承接的事项，还没有公开" in text(browser(published.people["市公"]), "/bureau/lists/")


def test_what_is_stopped_or_released_anew_is_no_longer_flagged(published: Any) -> None:
    record(published)
    organ = published.organs["应急局"]
    team = published.teams["应急局"]
    before = queries.displaced(organ, LATER.date())
    assert {(one.edition.kind, one.edition.code) for one in before} >= {("matter", "AQ097-7"), ("benchmark", "AQ097-7")}
    assert len({one.due for one in before}) == 1 and before[0].due > LATER.date() - timedelta(days=7)
    gone = next(one for one in before if one.edition.kind == "matter")
    head = published.actor(team["head"], LATER)
    operations.retire_entry(edition_id=gone.edition.id, reason="职能划出，停止公开", by=head, at=LATER)
    after = {(one.edition.kind, one.edition.code) for one in queries.displaced(organ, LATER.date())}
    assert ("matter", "AQ097-7") not in after
    assert "AQ097-7" not in {one.code for one in queries.not_drawn(organ, "matter", LATER)}, "not drawn again"


def test_after_its_day_the_losing_organ_opens_nothing(published: Any) -> None:
    record(published)
    team = published.teams["应急局"]
    collector = published.actor(team["publicist"], LATER)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            operations.collect_entry(
                organ_id=published.organs["应急局"], kind="matter", code="AQ097-7", name="特种作业", values={}, valid_from=LATER.date(),
                reason="再公开一次", by=collector, at=LATER,
            )  # fmt: skip
        assert refused.value.rules == {"ORG-22"}
    story = {"journey": "x", "organ": "应急局", "party": "恒源", "matter": "特种作业", "steps": []}
    player = Player(published, as_story(story))
    for day, refused_by in (("2026-10-07 10:00", set()), ("2026-10-08 10:00", {"G-01"})):
        at = moment(day)
        data = player.data_for("register_lead", at, None)
        by = player.actor(player.team["handlers"][0], at)
        try:
            cases.attempt(case_id=None, code="register_lead", data=data, by=by, at=at, now=at + timedelta(minutes=1))
            found: set[str] = set()
        except Refused as problem:
            found = set(problem.rules)
        assert found == refused_by, day


@pytest.mark.parametrize("move", ["rename", "dissolve"])
def test_what_touches_the_whole_organ_flags_everything(published: Any, move: str) -> None:
    organ = published.organs["应急局"]
    draft = FunctionDraft(
        organ,
        move,
        "关于机构改革的通知",
        "示编〔2026〕13号",
        AT.date(),
        new_name="示范县应急管理和消防局",
        reason="机构改革",
    )
    organ_operations.record_functions(draft=draft, by=published.actor("系小管", LATER), at=LATER)
    public = [
        one for kind in ("matter", "guide", "window", "measures") for one in queries.public_entries(kind, "示应急")
    ]
    flagged = {one.edition.id for one in queries.displaced(organ, LATER.date())}
    assert public and {one.id for one in public} <= flagged


def test_a_list_that_names_the_item_rests_on_it(at_desk: dict[str, Client], shifan: Any) -> None:
    sent(at_desk["publicist"], ITEM_NEW, ITEM_FORM | {"content": "特种作业人员未按照规定取得相应资格上岗作业"})
    organ = shifan.organs["应急局"]
    item = ("matter", "AQ097-7", "特种作业人员未按照规定取得相应资格上岗作业案")
    draft = FunctionDraft(
        organ, "end", "关于取消事项的通知", "示编〔2026〕14号", AT.date(), items=(item,), reason="取消"
    )
    made = organ_operations.record_functions(draft=draft, by=shifan.actor("系小管", LATER), at=LATER)
    one = queries.edition(latest().id)
    assert one is not None and rests_on(one, made)


def test_the_form_keeps_what_was_typed_and_names_what_is_missing(published: Any) -> None:
    keeper = browser(published.people["系小管"])
    told = FORM | {"receiver_id": "", "number": "示编〔2026〕99号"}
    page = sent(keeper, where(published), told, 409)
    assert "ORG-21" in page and "示编〔2026〕99号" in page and "没有写明承接机关" in page
    assert 'value="matter:AQ097-7" checked' in page
    sent(keeper, where(published), told | {"items": "matter:NOTHING"}, 422)


@pytest.mark.parametrize("who", ["甲", "己", "监", "安小全", "审小计", "公"])
def test_nobody_else_records(published: Any, who: str) -> None:
    client = browser(published.people[who])
    assert client.get(where(published)).status_code == 403
    assert client.post(where(published), FORM).status_code == 403


def test_a_mistaken_record_is_withdrawn_on_its_page(published: Any, client: Client) -> None:
    record(published)
    made = organs.function_changes(published.organs["应急局"])[0]
    keeper = browser(published.people["系小管"])
    here = f"/bureau/organs/{home(published).slug}/functions/{made.id}/withdraw/"
    assert "登记有误" in text(keeper, here)
    sent(keeper, here, {"reason": ""}, 422)
    sent(keeper, here, {"reason": "文号写错，另行登记"})
    sent(keeper, here, {"reason": "再撤一次"}, 409)
    other = organs.organ(published.organs["市监局"]).slug
    text(keeper, f"/bureau/organs/{other}/functions/{made.id}/withdraw/", 404)
    with clock(LATER):
        assert "机构职能已调整" not in client.get("/sq/示应急/matter/AQ097-7/").content.decode()
    assert client.get(here).status_code == 302
