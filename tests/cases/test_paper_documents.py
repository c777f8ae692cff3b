"""The other documents in whole cases: what they print, under which number, where they stand in the file."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.bureau.case_desk import PagePlayer, case_at, clock, enter, opened, typed

from mingjing.archives.rules.order import order_of
from mingjing.cases import operations, queries
from mingjing.cases.models import Draft
from mingjing.cases.terms import procedure
from mingjing.foundation import typesetting
from mingjing.records import queries as records
from mingjing.records.models import Document
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
STORIES = Path(__file__).parents[1] / "journeys"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def played(world: World, story: str) -> Player:
    player = Player(world, read_story(STORIES / story))
    report = player.play()
    assert report.good, report.text()
    return player


def text_of(row: Document) -> str:
    made = typesetting.render(records.template(row.form, row.form_version), row.data, created=row.made_at.date())
    return re.sub(r"\s", "", "".join(typesetting.text_of(made.pdf)))


def of_case(case_id: UUID) -> dict[str, Document]:
    return {row.form: row for row in Document.objects.filter(dossier_id=queries.dossier_of(case_id))}


def test_every_form_is_made_by_an_act_and_has_its_place_in_the_file() -> None:
    made = {form for act in procedure().acts.values() for form in act.forms()}
    order = order_of("penalty")
    named = {form for _, _, forms in order.groups for form in forms} | order.unnumbered
    assert not made - named


def test_a_bag_prints_the_digest_of_the_file_that_lies_in_it(shifan: World) -> None:
    case_id, at = case_at(shifan, 7), moment("2026-09-20 09:00")
    by = shifan.actor("甲", at)
    kept = operations.add_file(case_id=case_id, name="现场照片.png", content=PNG, by=by, now=at)
    player = Player(shifan, read_story(STORIES / "worked-example.yaml"))
    people = [str(shifan.people["甲"]), str(shifan.people["乙"])]
    taken = {
        "kind": "electronic", "name": "现场照片", "source": "执法记录仪", "collected_on": "2026-09-20", "proves": "现场状况",
        "officers": people, "monitoring": "no", "files": [str(kept.id)],
    }  # fmt: skip
    operations.attempt(case_id=case_id, code="collect_evidence", data=taken, by=by, at=at, now=at)
    number = len(queries.case_page(case_id, by, at).facts.evidence)
    for code, form in (("bag_media", "media_bag"), ("describe_photos", "photo_evidence")):
        data = {
            **player.data_for(code, at, None, {}),
            "officers": people,
            "evidence_no": number,
            "photographer": people[0],
            "place": "三车间",
        }
        data = {name: value for name, value in data.items() if procedure().acts[code].field(name)}
        operations.attempt(case_id=case_id, code=code, data=data, by=by, at=at, now=at)
        row = of_case(case_id)[form]
        assert [one["text"] for one in row.data["signatures"]] == [""], (
            "what the party said is no opinion of the officer"
        )
        said = text_of(row)
        assert kept.sha256 in said and f"证据{number}" in said and "现场照片.png" in said, form


def test_a_crime_has_its_own_letter_and_list_under_one_number(shifan: World) -> None:
    case_id = played(shifan, "papers-crime.yaml").case_id()
    rows = of_case(case_id)
    letter, listed = rows["crime_transfer_letter"], rows["crime_transfer_list"]
    assert "transfer_letter" not in rows and letter.number == listed.number and "刑移〔2026〕" in letter.number
    assert "涉嫌犯罪案件移送书" in text_of(letter) and "以上材料共2项" in text_of(listed)


def test_a_head_who_refuses_is_not_told_that_he_approved(shifan: World) -> None:
    at = moment("2026-09-18 09:20")
    story = read_story(STORIES / "papers-crime.yaml")
    player = PagePlayer(shifan, replace(story, steps=story.steps[:1]))
    report = player.play()
    assert report.good, report.text()
    data = player.data_for("approve_crime_transfer", at, player.case_id(), {"head_decision": "no"})
    sent = typed(procedure().acts["approve_crime_transfer"].fields, data)
    address = f"/bureau/cases/{player.case_id()}/acts/approve_crime_transfer/"
    with clock(at):
        enter(shifan, "甲").post(address, {**opened(enter(shifan, "甲"), address), **sent})
        draft, head = Draft.objects.get(case_id=player.case_id(), code="approve_crime_transfer"), enter(shifan, "己")
        page = head.get(f"/bureau/decisions/{draft.id}/").content.decode()
        assert "办理：审批移送涉嫌犯罪" in page and "批准：审批移送涉嫌犯罪" not in page and "可以办理" in page
        said = head.post(f"/bureau/decisions/{draft.id}/", sent, follow=True).content.decode()
    assert "“审批移送涉嫌犯罪”已办理：不批准移送" in said and "已批准“审批移送" not in said


def test_another_organ_still_gets_the_plain_letter(shifan: World) -> None:
    spec = procedure().acts["transfer"]
    assert spec.chosen({"kind": "organ"}).form == "transfer_letter" and spec.chosen({}).number == "移"
    assert spec.chosen({"kind": "crime"}).form == "crime_transfer_letter"
    assert spec.forms() == ("transfer_letter", "crime_transfer_letter", "crime_transfer_list")
    assert procedure().acts["exclude_evidence"].forms() == ()


def test_the_papers_are_in_the_case_and_only_for_who_may_make_them(shifan: World) -> None:
    case_id = played(shifan, "papers.yaml").case_id()
    assert {"inspection_plan", "inspection_result", "assistance_letter", "assistance_reply", "interview_notice", "survey_record",
            "sampling_notice", "appraisal_period"} <= set(of_case(case_id))  # fmt: skip
    for row in of_case(case_id).values():
        assert not set(re.findall(r"[a-z_]{4,}", text_of(row))) & set(row.data["fields"]), row.form
    for code in ("survey", "bag_media", "notify_interview"):
        address = f"/bureau/cases/{case_id}/acts/{code}/"
        assert enter(shifan, "甲").get(address).status_code == 200
        assert enter(shifan, "档").get(address).status_code == 403
        assert enter(shifan, "市甲").get(address).status_code == 404
