"""Nothing typed twice: what each form of the worked example offers, where it comes from, and what it leaves to people."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.bureau.case_desk import case_at, clock, enter, opened

from mingjing.cases import operations, queries
from mingjing.cases.models import Draft
from mingjing.cases.rules.wording import drawn
from mingjing.cases.terms import Known, procedure
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
STORY = Path(__file__).parents[1] / "journeys" / "worked-example.yaml"

# Act of the worked example → source → the fields that come from it. A field not named here is left to the person.
EXPECTED = {
    "approve_inspection": {
        "当事人登记": "subject", "执法事项": "item", "本系统记录的本年度检查": "count_this_year", "案源登记": "", "登记案源": "reason",
    },
    "inspect": {"登记案源": "place", "审批行政检查": "officers", "本人": "recorder"},
    "order_correction": {"现场检查": "facts correction", "执法事项": "breached empowering consequence"},
    "recheck": {"现场检查": "place", "承办人": "officers"},
    "file_case": {"现场检查": "facts", "责令改正": "breached", "承办人": "handlers"},
    "interview": {"承办人": "officers", "现场检查": "recorder"},
    "collect_evidence": {"今天": "collected_on", "承办人": "officers"},
    "report": {
        "办理记录": "course", "立案": "facts violation_on violation_ended_on continuing breached", "执法事项": "basis",
        "整改复查、调查终结报告": "corrected", "承办人": "signers",
    },
    "examine": {},
    "submit_review": {},
    "give_opinion": {},
    "notify": {
        "调查终结": "facts breached basis tier discretion_reason kinds fine", "证据清单": "evidence_text",
        "承办人和本机关信息": "contact",
    },
    "request_hearing": {"当事人登记": "applicant"},
    "arrange_hearing": {},
    "hold_hearing": {"通知听证": "started_at place", "事先告知和证据清单": "investigators_case"},
    "report_hearing": {"事先告知（调查终结报告）": "original", "陈述申辩和听证笔录": "defence"},
    "discuss": {
        "本机关负责人名录": "members", "承办人": "attendees", "案件办理记录": "report_text", "行政处罚事先告知": "kinds fine",
    },
    "decide": {
        "行政处罚事先告知": "facts breached basis tier discretion_reason kinds fine", "证据清单": "evidence_refs",
        "陈述申辩、听证的记录": "defence_adopted", "本机关信息": "performance remedies",
    },
    "serve": {"等待送达的文书": "document_seq", "当事人登记": "place receiver relation", "承办人": "officers"},
    "record_payment": {"决定和缴款登记": "fine_paid"},
    "close": {"决定书": "summary", "缴款和执行登记": "execution", "整改复查、调查终结报告": "corrected"},
    "archive": {},
}  # fmt: skip
# Judgements: whatever the case knows, these start empty.
JUDGED = {
    "inspect": "findings signed av recusal_asked person_present", "recheck": "corrected findings", "file_case": (
        "has_facts should_punish has_jurisdiction in_time violation_from continuing five_years unit_opinion head_opinion"),
    "report": "conclusion discretion leniency complex public_interest crime_suspected law_changed harm",
    "examine": "jurisdiction facts_clear evidence_enough procedure_lawful in_time law_and_discretion result opinion",
    "give_opinion": "facts_evidence law_discretion is_major result problems", "notify": "hearing_offered",
    "report_hearing": "found advice", "discuss": "outcome conclusion", "decide_no_penalty": "ground first_offence proof education",
    "serve": "mode served_at", "confirm_address": "electronic", "close": "ground", "waive_rights": "waived relation",
    "collect_evidence": "shown_name", "handle_preserved": "outcome", "decide_recusal": "granted",
}  # fmt: skip


class Asking(Player):
    """Plays the story and, before each act that is done, opens its form as the person who fills it in."""

    def __init__(self, world: World) -> None:
        super().__init__(world, read_story(STORY))
        self.seen: dict[str, dict[str, Known]] = {}

    def _act(self, number: int, step, at) -> None:  # type: ignore[no-untyped-def]
        code = step["act"]
        if code != "register_lead" and not step.get("refused") and code not in self.seen:
            by, drafter = self._people(code, step, at)
            self.seen[code] = dict(queries.form_for(self.case_id(), code, drafter or by, at).known)
        super()._act(number, step, at)


def test_each_form_of_the_worked_example_offers_what_the_case_knows(shifan: World) -> None:
    player = Asking(shifan)
    report = player.play()
    assert report.good, report.text()
    told = {
        code: {name: known.source.split(" 20")[0] for name, known in offered.items()}
        for code, offered in player.seen.items()
    }
    wanted = {
        code: {name: source for source, names in sources.items() for name in names.split()}
        for code, sources in EXPECTED.items()
    }
    assert told == wanted
    first, notified, decided = (player.seen[code] for code in ("order_correction", "notify", "decide"))
    assert notified["facts"].value == decided["facts"].value and decided["fine"].value == "80000.00"
    assert first["facts"].value.startswith("现场检查发现两名焊工"), "the findings of the inspection flow on"
    members = player.seen["discuss"]["members"].value
    assert len(members) == 3 and all(set(row) == {"person", "post"} for row in members), "no view, no vote"
    assert "不予采纳" not in decided["defence_adopted"].value and "经听证" in decided["defence_adopted"].value
    assert "拟处罚：罚款80000元（人民币捌万元整）。" in player.seen["discuss"]["report_text"].value
    assert player.seen["record_payment"]["fine_paid"].value == "80000.00"


def test_judgements_have_neither_source_nor_default() -> None:
    acts = procedure().acts
    for code, names in JUDGED.items():
        for name in names.split():
            field = acts[code].field(name)
            assert field is not None, f"{code}.{name}"
            assert not field.prefill and not field.default, f"{code}.{name} is a judgement"
    votes = {column.name: column for column in acts["discuss"].field("members").columns}  # type: ignore[union-attr]
    assert not votes["vote"].default and not votes["view"].default


def test_every_source_of_the_table_can_be_asked() -> None:
    acts = procedure().acts
    for act in acts.values():
        for field in act.fields:
            for source in field.prefill:
                root, _, name = source.partition(".")
                if root == "case":
                    assert drawn(name)
                elif root in acts:
                    assert acts[root].field(name), f"{act.code}.{field.name}: {source}"
                else:
                    assert root in {"handlers", "me", "today", "matter", "party", "organ"}, source


def form(case_id: UUID, code: str) -> str:
    return f"/bureau/cases/{case_id}/acts/{code}/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_what_is_known_and_says_where_it_is_from(shifan: World) -> None:
    case_id = case_at(shifan, 5)
    with clock(moment("2026-09-04 09:00")):
        shown = page(enter(shifan, "甲"), form(case_id, "file_case"))
    assert "现场检查发现两名焊工未取得特种作业操作证上岗作业。</textarea>" in shown
    assert "取自现场检查" in shown and "请核对" in shown
    for name in ("has_facts", "should_punish", "has_jurisdiction", "in_time"):
        box = shown.split(f'name="{name}"')[1].split(">")[0]
        assert "checked" not in box, "the four conditions are for the person to tick"


def test_what_somebody_changed_is_kept_and_no_longer_said_to_come_from_elsewhere(shifan: World) -> None:
    case_id = case_at(shifan, 5)
    address = form(case_id, "file_case")
    with clock(moment("2026-09-04 09:00")):
        client = enter(shifan, "甲")
        sent = {**opened(client, address), "_save": "1", "facts": "改过的事实", "breached": ""}
        assert client.post(address, sent).status_code == 302
        shown = page(client, address)
    assert "改过的事实" in shown and "取自现场检查" not in shown
    assert "取自责令改正" not in shown, "an emptied field stays empty"


def test_the_four_conditions_are_one_checklist_with_its_article(shifan: World) -> None:
    case_id = case_at(shifan, 5)
    with clock(moment("2026-09-04 09:00")):
        shown = page(enter(shifan, "甲"), form(case_id, "file_case"))
    assert shown.count("立案条件：四项同时具备") == 1
    group = shown.split("立案条件：四项同时具备")[1].split("</fieldset>")[0]
    assert "第五十四条第二款" in group
    assert [
        group.count(f'name="{name}"') for name in ("has_facts", "should_punish", "has_jurisdiction", "in_time")
    ] == [1] * 4
    assert 'name="handlers"' not in group and 'name="five_years"' not in group


def test_service_offers_the_waiting_document_and_the_confirmed_address(shifan: World) -> None:
    case_id = case_at(shifan, 4)
    at = moment("2026-09-02 12:05")
    with clock(at):
        client = enter(shifan, "甲")
        shown = page(client, form(case_id, "serve"))
        assert "selected>责令改正" in shown and "示范县化工园区1号" in shown and 'value="马恒源"' in shown
        operations.attempt(
            case_id=case_id, code="confirm_address", by=shifan.actor("甲", at), at=at, now=at + timedelta(minutes=1),
            data={"address": "示范县文明路9号收发室", "receiver": "齐收件", "phone": "0399-7000009", "electronic": "no",
                  "consequences_told": True, "signer": "马恒源"},
        )  # fmt: skip
        shown = page(client, form(case_id, "serve"))
    assert 'value="示范县文明路9号收发室"' in shown and 'value="齐收件"' in shown
    assert "取自确认送达地址" in shown and "法定代表人" not in shown.split('name="relation"')[1][:80]


def test_a_save_that_comes_after_the_act_brings_no_draft_back(shifan: World) -> None:
    """The handler's form and the browser's last save cross; another's act in between costs no typed word."""
    case_id, at = case_at(shifan, 7), moment("2026-09-08 15:00")
    typed = {"case_id": case_id, "code": "collect_evidence", "data": {"name": "迟到"}, "now": at}
    by, other = shifan.actor("甲", at), shifan.actor("乙", at)
    version = queries.case_row(case_id).version
    player_data = {
        "kind": "documentary", "name": "打印件", "source": "平台", "collected_on": "2026-09-08", "proves": "无证",
        "officers": [str(by.person_id)],
    }  # fmt: skip
    operations.attempt(case_id=case_id, code="collect_evidence", data=player_data, by=other, at=at, now=at)
    assert operations.save_draft(by=by, version=version, **typed), "a colleague's act does not lose what one types"
    operations.attempt(case_id=case_id, code="collect_evidence", data=player_data, by=by, at=at, now=at)
    assert operations.save_draft(by=by, version=version, **typed) is None
    assert not Draft.objects.filter(case_id=case_id).exclude(state="done").exists()
    assert operations.save_draft(by=by, version=version + 2, **typed), "the next one of its kind may be begun"


def test_a_lead_that_was_registered_does_not_come_back_as_a_draft(shifan: World) -> None:
    with clock(moment("2026-11-22 10:00")):
        client = enter(shifan, "甲")
        before = {"_opened": "2026-11-22T09:59:00+08:00", "clue": "迟到的线索"}
        assert client.post("/bureau/cases/new/draft/", before).status_code == 204
        Draft.objects.all().delete()
        case_at_now(shifan)
        assert client.post("/bureau/cases/new/draft/", before).status_code == 409
        assert client.post("/bureau/cases/new/draft/", {**before, "_opened": "昨天"}).status_code == 204
        assert (
            client.post("/bureau/cases/new/draft/", {**before, "_opened": "2026-11-22T10:05:00+08:00"}).status_code
            == 204
        )


def case_at_now(world: World) -> None:
    """A lead registered at ten o'clock of that day."""
    story = {
        "journey": "线索",
        "steps": [{"at": "2026-11-22 10:00", "act": "register_lead", "with": {"found_on": "2026-11-20"}}],
    }
    report = Player(world, story).play()
    assert report.good, report.text()
