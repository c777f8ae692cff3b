"""What our fonts cannot print is refused when it is typed: an act is never changed, and its words come back in print."""

from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at
from tests.security.hostile import JOURNEYS
from tests.security.town import PNG, play

from mingjing.cases import operations
from mingjing.cases.models import Act, Draft
from mingjing.foundation import typesetting
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.records import operations as records
from mingjing.records.models import Attachment, Document
from mingjing.sites.journeys.player import read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db


def actor(world: World, key: str = "甲") -> Actor:
    return world.actor(key, NOW)


def test_an_act_is_refused_field_by_field_and_nothing_is_kept(shifan: World) -> None:
    case_id: UUID = case_at(shifan, 7)
    before = Act.objects.count()
    data = {
        "kind": "documentary", "name": "微信截图😀", "source": "平台", "collected_on": "2026-09-08", "proves": "无证上岗",
        "officers": [str(shifan.people["甲"])],
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        operations.attempt(case_id=case_id, code="collect_evidence", data=data, by=actor(shifan), at=NOW, now=NOW)
    assert set(refused.value.errors) == {"name"} and "“😀”（U+1F600）" in str(refused.value)
    assert Act.objects.count() == before


def test_the_head_gets_no_draft_that_could_not_be_printed(shifan: World) -> None:
    at = moment("2026-09-10 10:00")
    story = read_story(JOURNEYS / "basic.yaml")
    steps = [step for step in story.steps if moment(step["at"]) < moment("2026-09-09") and "act" in step]
    player = play(shifan, steps, party="恒源")
    data = player.data_for("preserve", at, player.case_id()) | {"place": "车间👍"}
    with pytest.raises(Invalid) as refused:
        operations.submit_draft(case_id=player.case_id(), code="preserve", data=data, by=player.actor("甲", at), now=at)
    assert set(refused.value.errors) == {"place"} and not Draft.objects.exists()


def test_a_file_is_named_so_that_the_contents_can_be_printed(shifan: World) -> None:
    case_id = case_at(shifan, 7)
    with pytest.raises(Invalid, match="文件名"):
        operations.add_file(case_id=case_id, name="现场😀.png", content=PNG, by=actor(shifan), now=NOW)
    assert not Attachment.objects.exists()


def test_a_document_that_cannot_be_printed_is_not_frozen(shifan: World) -> None:
    case_at(shifan, 7)
    held = Document.objects.all()
    made, first = held.count(), held[0]
    with pytest.raises(typesetting.MissingGlyphs):
        records.add_document(
            dossier_id=first.dossier_id, act_seq=1, form_id="file_note", number="", data={"fields": {"text": "👍"}},
            at=NOW, by=actor(shifan),
        )  # fmt: skip
    assert held.count() == made


def test_what_cannot_be_set_does_not_hold_up_the_rest(shifan: World) -> None:
    case_at(shifan, 7)
    first = Document.objects.filter(pdf_sha256="").order_by("made_at").first()
    assert first is not None
    Document.objects.filter(pk=first.pk).update(data=first.data | {"number": "👍"})
    assert operations.render_waiting(limit=3, now=NOW, by="system") == 2
    assert Document.objects.get(pk=first.pk).pdf_sha256 == ""
