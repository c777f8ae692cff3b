"""Several hands on one device or one guide at the same moment, on a database that commits."""

from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT, committed, dossier, film
from tests.records.test_devices import registered

from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Device

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def test_of_two_who_take_it_at_once_one_has_it(shifan: Any) -> None:
    one = registered(shifan)
    answers = at_once(
        *[
            lambda key=key: operations.take_device(device_id=one.id, by=shifan.actor(key, AT), at=AT)
            for key in ("甲", "乙")
        ]
    )
    assert sorted(type(each).__name__ for each in answers) == ["DeviceFacts", "Refused"]
    both = at_once(*[lambda: registered(shifan, "记-09")] * 2)
    assert sorted(type(each).__name__ for each in both) == ["DeviceFacts", "Refused"]
    assert Device.objects.filter(code="记-09").count() == 1


def filed(shifan: Any, one: Any, case: Any) -> Any:
    marks = {"act_seq": 1, "case_number": "示应急立〔2026〕1号", "place": one.place, "proves": one.proves}
    by = shifan.actor("甲", AT)
    return lambda: operations.match_recording(recording_id=one.id, dossier_id=case, by=by, at=AT, **marks)


def names(answers: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


def test_of_two_who_file_a_recording_at_once_one_does(shifan: Any) -> None:
    one, first, second = committed(shifan, film()), dossier(shifan), dossier(shifan)
    answers = at_once(filed(shifan, one, first), filed(shifan, one, second))
    assert names(answers) == ["RecordingFacts", "Refused"]
    assert next(each for each in answers if isinstance(each, Refused)).rules == {"REC-28"}
    assert sum(len(queries.recordings(case)) for case in (first, second)) == 1


def test_a_file_that_is_sealed_at_the_same_moment_ends_with_its_seal(shifan: Any) -> None:
    one, case, by = committed(shifan, film()), dossier(shifan), shifan.actor("甲", AT)
    operations.add_file(dossier_id=case, name="照片.txt", content="现场".encode(), at=AT, by=by, limit=100)
    answers = at_once(filed(shifan, one, case), lambda: operations.seal(dossier_id=case, at=AT, by=by))
    assert names(answers) in (["NoneType", "RecordingFacts"], ["NoneType", "Refused"])
    assert ledger.whole(f"dossier:{case}")[-1].kind == "ledger:stream:closed"


def test_of_two_explanations_notes_and_returns_at_once(shifan: Any) -> None:
    one, by = committed(shifan, film()), shifan.actor("甲", AT)
    operations.begin_upload(recording_id=one.id, length=3500, by=by, at=AT)
    at_once(
        *[lambda: operations.excuse_recording(recording_id=one.id, reason="存储卡损坏，已送修并说明", by=by, at=AT)] * 2
    )
    assert queries.recording(one.id).state == "absent"
    camera = operations.take_device(device_id=registered(shifan).id, by=by, at=AT)
    back = [lambda: operations.return_device(device_id=camera.id, clock_offset=0, free=90, by=by, at=AT)] * 2
    assert names(at_once(*back)) == ["DeviceFacts", "Refused"]
    keeper = shifan.actor("档", AT)
    retire = [
        lambda: operations.move_device(device_id=camera.id, state="retired", note="经批准报废", by=keeper, at=AT)
    ] * 2
    assert names(at_once(*retire)) == ["DeviceFacts", "Refused"]
    room = {"kind": "interview", "name": "第一询问室", "place": "2 层", "recorded": True}
    rooms = at_once(*[lambda: operations.register_room(by=keeper, at=AT, **room)] * 2)
    assert names(rooms) == ["Refused", "RoomFacts"]
    [made] = queries.rooms(keeper.organ_id)
    closed = at_once(*[lambda: operations.close_room(room_id=made.id, by=keeper, at=AT)] * 2)
    assert names(closed) == ["Refused", "RoomFacts"]


def test_of_two_readings_at_once_one_is_kept(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    answers = at_once(*[lambda: operations.acknowledge_wording(act="serve", by=by, at=AT)] * 3)
    assert sorted(map(str, answers)) == ["False", "False", "True"]
    assert len(ledger.whole(f"wording:{by.organ_id}")) == 1
