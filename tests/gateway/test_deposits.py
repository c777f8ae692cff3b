"""Another system deposits a whole file by key: what is entered, what each mistake is answered with, what can be proved."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.cache import cache
from tests.gateway.deposits import ALL, PDF, System, digest, facts, key, movie
from tests.gateway.test_api import problem

from mingjing.foundation import storage
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.ledger.verifier.mingjing_verify import verify
from mingjing.records.models import Deposit, DepositItem, Recording, Upload
from mingjing.records.queries.agreeing import deposits_unlike_the_ledger, recordings_unlike_the_ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


@pytest.fixture
def system(shifan: Any) -> System:
    return System(key(shifan))


def whole(system: System) -> bytes:
    """A file with a document and a recording, both here."""
    content = movie()
    assert system.file().status_code == 201
    item = system.document().json()
    assert system.send(PDF, item=item["id"]).status_code == 204
    film = system.recording(content).json()
    assert system.send(content, recording=film["recording"]).status_code == 204
    return content


def test_a_file_travels_from_its_number_to_a_proof_that_anybody_can_check(system: System, tmp_path: Any) -> None:
    content = whole(system)
    told = system.get("deposits?source_ref=AJ-1").json()
    assert [(one["kind"], one["state"], one["held_sha256"]) for one in told["items"]] == [
        ("document", "held", digest(PDF)),
        ("recording", "held", digest(content)),
    ]
    assert {one["step"]: (one["documents"], one["recordings"]) for one in told["steps"]}["evidence"] == (1, 1)
    assert storage.read(digest(PDF)) == PDF
    closed = system.post("deposits/close", source_ref="AJ-1").json()
    assert closed["count"] == len(ledger.whole(f"dossier:{told['id']}")) - 1
    assert len(closed["root256"]) == len(closed["rootsm3"]) == 64
    answer = system.get("deposits/proof?source_ref=AJ-1")
    packed = b"".join(answer.streaming_content)
    path = tmp_path / "AJ-1.zip"
    path.write_bytes(packed)
    report = verify(str(path))
    assert report.code == 0, report.text()
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        assert found.read(next(one for one in found.namelist() if one.startswith("documents/"))) == PDF
    assert not [*deposits_unlike_the_ledger(), *recordings_unlike_the_ledger()]


def test_the_receipt_of_a_material_names_its_commitment_and_its_arrival(system: System) -> None:
    whole(system)
    for ref, kinds in (
        ("WS-1", ["record:item:committed", "record:file:added"]),
        ("YX-1", ["record:recording:committed", "record:recording:matched", "record:item:committed", "record:recording:held"]),
    ):  # fmt: skip
        told = system.get(f"deposits/receipts?deposit=AJ-1&source_ref={ref}").json()
        assert [json.loads(one["event"])["kind"] for one in told["bundles"]] == kinds
        assert all(one["format"] == "mingjing-bundle@1" and one["trees"]["sm3"]["proof"] is not None for one in told["bundles"])  # fmt: skip
        assert told["public_key"]


def test_everything_told_twice_is_once(system: System) -> None:
    content = whole(system)
    assert [system.file().status_code, system.document().status_code, system.recording(content, **_same(content)).status_code] == [200] * 3  # fmt: skip
    assert (Deposit.objects.count(), DepositItem.objects.count(), Recording.objects.count()) == (1, 2, 1)
    first = system.post("deposits/close", source_ref="AJ-1").json()
    again = system.post("deposits/close", source_ref="AJ-1").json()
    assert (first["count"], first["root256"]) == (again["count"], again["root256"])
    # After closing, too, the same again is answered as it stands.
    assert system.document().json()["state"] == "held"


def _same(content: bytes) -> dict[str, Any]:
    row = Recording.objects.get(sha256=digest(content))
    return {"started_at": row.started_at.isoformat(), "ended_at": row.ended_at.isoformat()}


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (lambda one: one.file(title="别的名称"), "REC-61"),
        (lambda one: one.file(case_number="别的"), "REC-61"),
        (lambda one: one.document(PDF + b"x"), "REC-61"),
        (lambda one: one.document(step="decision"), "REC-61"),
        (lambda one: one.document(ref="WS-2"), "REC-62"),
        (lambda one: one.recording(movie(), ref="YX-2"), "REC-62"),
        (lambda one: one.file(ref="x " * 3), "REC-60"),
        (lambda one: one.file(ref="新", title=" 空 "), "REC-60"),
        (lambda one: one.document(b"", ref="WS-3"), "REC-65"),
        (lambda one: one.document(b"x", ref="WS-3", step="dance"), "REC-65"),
        (lambda one: one.document(b"x", ref="WS-3", name="a.exe"), "REC-65"),
        (lambda one: one.document(b"x", ref="WS-3", name="a.mp4"), "REC-65"),
        (lambda one: one.document(b"x", ref="WS-3", sha256="Q" * 64), "REC-65"),
        (lambda one: one.document(b"x", ref="WS-3", size=10**12), "REC-65"),
        (lambda one: one.recording(movie(2), ref="YX-3", place=""), "REC-11"),
        (lambda one: one.recording(movie(2), ref="YX-3", proves=""), "REC-11"),
        (lambda one: one.recording(movie(2), ref="YX-3", size=0), "REC-10"),
        (lambda one: one.recording(movie(2), ref="YX-3", started_at="2000-01-01T00:00:00+08:00"), "REC-10"),
        (lambda one: one.recording(movie(2), ref="YX-3", step="dance"), "REC-65"),
        (lambda one: one.post("deposits/excuse", deposit="AJ-1", source_ref="WS-1", reason="存储卡损坏，已送修"), "REC-16"),
    ],
)  # fmt: skip
def test_what_a_rule_refuses_is_a_problem_and_writes_nothing(system: System, act: Any, rule: str) -> None:
    whole(system)
    before = (Deposit.objects.count(), DepositItem.objects.count(), Recording.objects.count(), ledger.tip())
    told = problem(act(system), 409)
    assert rule in {one["rule"] for one in told["errors"]}
    assert (
        Deposit.objects.count(), DepositItem.objects.count(), Recording.objects.count(), ledger.tip(),
    ) == before  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("deposits", {"source_ref": "a"}, "title"),
        ("deposits", {"source_ref": "a", "title": "案卷", "colour": "red"}, "colour"),
        ("deposits", {"source_ref": "a\u0000", "title": "案卷"}, "source_ref"),
        ("deposits/documents", {"deposit": "AJ-1", "source_ref": "a", "name": "a.pdf", "sha256": "0", "size": -1, "step": "x"}, "size"),
        ("recordings", facts(b"x", started_at="昨天"), "started_at"),
        ("recordings", facts(b"x", started_at="2026-11-05T10:00:00"), "started_at"),
        ("recordings", facts(b"x", clock_offset=10**12), "clock_offset"),
        ("recordings", facts(b"x", latitude="north"), "latitude"),
    ],
)  # fmt: skip
def test_each_fault_is_named_at_its_field(system: System, path: str, body: dict[str, Any], field: str) -> None:
    answer = system.post(path, **body)
    assert answer.status_code in {409, 422}, answer.content.decode()
    assert field in {one["field"] for one in answer.json()["errors"]}
    assert not Deposit.objects.exists()


def test_without_the_scope_the_organ_or_the_key_nothing_is_done_or_told(shifan: Any, system: System) -> None:
    whole(system)
    proving, station = System(key(shifan, ("prove",))), System(key(shifan, ("station",)))
    assert proving.get("deposits?source_ref=AJ-1").status_code == 200
    for refused in (
        proving.file(ref="AJ-2"), station.file(ref="AJ-2"), station.document(ref="WS-9"), station.get("deposits?source_ref=AJ-1"),
        station.get("deposits/proof?source_ref=AJ-1"), proving.post("recordings", **facts(movie(5))), proving.begin(5, recording="x"),
        System(key(shifan, ("read",))).post("recordings", **facts(movie(5))),
    ):  # fmt: skip
        assert problem(refused, 403)["errors"][0]["rule"] == "XCH-25"
    market = System(key(shifan, ALL, "市甲", "市监局"))
    problem(market.get("deposits?source_ref=AJ-1"), 404)
    problem(market.document(), 404)
    problem(market.post("deposits/close", source_ref="AJ-1"), 404)
    problem(market.get("deposits/receipts?deposit=AJ-1&source_ref=WS-1"), 404)
    problem(market.get(f"recordings?sha256={digest(movie())}"), 404)
    assert market.file().status_code == 201, "the same number is another organ's own"
    assert problem(System("mjk_wrong").file(), 401)
    assert System("").begin(5, recording="x").status_code == 401


def test_a_key_for_deposits_speaks_for_somebody_who_records_acts(shifan: Any) -> None:
    with pytest.raises(Invalid, match="承办人"):
        key(shifan, ("deposit",), "公")
    with pytest.raises(Invalid, match="承办人"):
        key(shifan, ("feed", "station"), "己")


def test_a_document_unlike_its_commitment_is_not_taken(system: System) -> None:
    system.file()
    item = system.document().json()
    other = PDF[:-1] + b"!"
    told = system.send(other, item=item["id"])
    assert (told.status_code, "与登记的不一致" in told.content.decode()) == (410, True)
    assert system.get("deposits?source_ref=AJ-1").json()["items"][0]["state"] == "committed"
    # Broken off and sent again as it was committed, it is taken.
    at = system.begin(len(PDF), item=item["id"])["Location"]
    assert system.client.delete(at, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert system.send(PDF, item=item["id"]).status_code == 204
    wrong = system.begin(len(PDF) - 1, item=system.document(PDF + b"2", ref="WS-2").json()["id"])
    assert wrong.status_code == 422


def test_a_recording_unlike_its_commitment_is_taken_and_marked(system: System) -> None:
    system.file()
    film = system.recording(movie()).json()
    assert system.send(movie()[:-7], recording=film["recording"]).status_code == 204
    told = system.get("deposits?source_ref=AJ-1").json()["items"][0]
    assert (told["state"], told["held_sha256"]) == ("differs", digest(movie()[:-7]))


def test_a_disguised_document_is_told_at_its_first_piece(system: System) -> None:
    system.file()
    fake = b"MZ" + PDF[2:]
    item = system.document(fake).json()
    told = system.send(fake, item=item["id"])
    assert (told.status_code, "内容与扩展名不符" in told.content.decode()) == (422, True)


def test_an_upload_goes_on_where_the_link_broke(system: System) -> None:
    system.file()
    item = system.document().json()
    assert system.send(PDF, until=6000, item=item["id"])["Upload-Offset"] == "6000"
    assert system.get("deposits?source_ref=AJ-1").json()["items"][0]["received"] == 6000
    at = system.begin(len(PDF), item=item["id"])["Location"]
    asked = system.client.head(at, headers={"Tus-Resumable": "1.0.0"})
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("6000", str(len(PDF)))
    assert system.piece(at, 0, PDF[:100]).status_code == 409
    assert system.piece(at, 6000, PDF[6000:7000], b"0" * 32).status_code == 460
    assert system.send(PDF, item=item["id"]).status_code == 204
    assert not Upload.objects.exists()
    assert system.begin(len(PDF), item=item["id"]).status_code == 422


def test_uploads_belong_to_their_organ_and_documents_to_their_scope(shifan: Any, system: System) -> None:
    system.file()
    item = system.document().json()["id"]
    at = system.begin(len(PDF), item=item)["Location"]
    market = System(key(shifan, ALL, "市甲", "市监局"))
    assert market.client.head(at, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert market.piece(at, 0, PDF[:100]).status_code == 403
    assert market.client.delete(at, headers={"Tus-Resumable": "1.0.0"}).status_code == 403
    assert market.begin(len(PDF), item=item).status_code == 403
    assert System(key(shifan, ("station",))).begin(len(PDF), item=item).status_code == 400
    assert system.begin(5, recording="x").status_code == 400
    assert system.client.get(at, headers={"Tus-Resumable": "1.0.0"}).status_code == 405
    assert system.client.post("/api/v1/uploads/").status_code == 412
    assert system.client.options("/api/v1/uploads/")["Tus-Extension"] == "creation,checksum,termination"


def test_a_file_is_closed_only_when_everything_came_or_is_explained(system: System) -> None:
    system.file()
    assert problem(system.post("deposits/close", source_ref="AJ-1"), 409)["errors"][0]["rule"] == "REC-64"
    system.document()
    system.recording(movie())
    told = problem(system.post("deposits/close", source_ref="AJ-1"), 409)
    assert [(one["rule"], one["field"]) for one in told["errors"]] == [("REC-64", "WS-1"), ("REC-64", "YX-1")]
    for ref in ("WS-1", "YX-1"):
        short = system.post("deposits/excuse", deposit="AJ-1", source_ref=ref, reason="丢了")
        assert problem(short, 409)["errors"][0]["rule"] == "REC-16"
        said = system.post("deposits/excuse", deposit="AJ-1", source_ref=ref, reason="存储卡损坏，已送修并说明")
        assert said.json()["state"] == "absent"
    assert system.post("deposits/close", source_ref="AJ-1").json()["closed_at"]
    for late in (system.document(PDF + b"2", ref="WS-2"), system.recording(movie(3), ref="YX-2")):
        assert problem(late, 409)["errors"][0]["rule"] == "REC-63"
    assert system.begin(len(PDF), item=str(DepositItem.objects.get(source_ref="WS-1").id)).status_code == 410
    assert not [*deposits_unlike_the_ledger(), *recordings_unlike_the_ledger()]


def test_who_collected_is_known_by_certificate_or_name_and_else_marked(shifan: Any, system: System) -> None:
    person = shifan.people["乙"]
    from mingjing.organs import queries as organs

    number = organs.certificates([person])[person][0].number
    name = organs.person(person).name
    for seed, told, collector, by in (
        (1, number, name, person), (2, name, name, person), (3, "张外人", "张外人（未核对）", shifan.people["甲"]),
        (4, "", organs.person(shifan.people["甲"]).name, shifan.people["甲"]),
    ):  # fmt: skip
        answer = system.post("recordings", **facts(movie(seed), collector=told))
        assert (answer.status_code, answer.json()["collector"]) == (201, collector)
        assert Recording.objects.get(sha256=digest(movie(seed))).collector_id == by
    assert not [*recordings_unlike_the_ledger()]


def test_a_station_commits_sends_and_asks_by_digest(shifan: Any) -> None:
    station, content = System(key(shifan, ("station",))), movie(9)
    first, again = (station.post("recordings", **facts(content)) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()["matched"]) == (201, 200, False)
    problem(station.get(f"recordings?sha256={'0' * 64}"), 404)
    assert station.send(content, recording=first.json()["recording"]).status_code == 204
    told = station.get(f"recordings?sha256={digest(content)}").json()
    assert (told["state"], told["held_sha256"], told["received"]) == ("held", digest(content), 0)


def test_an_auditor_finds_what_was_changed_behind_the_ledger(system: System) -> None:
    whole(system)
    assert not [*deposits_unlike_the_ledger()]
    item = DepositItem.objects.get(source_ref="WS-1")
    DepositItem.objects.filter(pk=item.pk).update(sha256="0" * 64)
    assert ["现场检查笔录" in str(one) for one in deposits_unlike_the_ledger()] == [True]
    DepositItem.objects.filter(pk=item.pk).update(sha256=item.sha256)
    Deposit.objects.update(source_ref="AJ-2")
    assert ["编号" in str(one) for one in deposits_unlike_the_ledger()] == [True]
    Deposit.objects.update(source_ref="AJ-1")
    item.delete()
    assert ["被删除" in str(one) for one in deposits_unlike_the_ledger()] == [True]
    DepositItem.objects.all().delete()
    Deposit.objects.all().delete()
    assert ["被删除" in str(one) for one in deposits_unlike_the_ledger()] == [True]
