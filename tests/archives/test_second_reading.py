"""What the second reading proved: a file on its way is not destroyed, a list that names too much is told; and the odd answers."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.archives.filed import LATER, Told
from tests.archives.test_custody import handed, sealed
from tests.archives.test_destroying import OVER, WHY, approved, proposed, put_away
from tests.archives.test_importing import bring, changed

from mingjing.archives import operations, queries
from mingjing.archives.models import CheckRun, Destruction, Handover, ImportedFile
from mingjing.archives.operations.checking import form_name
from mingjing.archives.rules.custody import kept_until
from mingjing.cases import operations as cases
from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations as records

pytestmark = pytest.mark.django_db


def offered(closed: Told, file_id: Any, **more: Any) -> Any:
    given = {"file_id": file_id, "receiver": "示范县档案馆", "note": "", "by": closed.person("档"), "at": LATER}
    return operations.offer_to_house(**given | more)


def test_a_file_on_its_way_to_the_public_archive_is_not_destroyed(closed: Told) -> None:
    filed = put_away(closed)
    one = approved(closed, filed.id)
    way = offered(closed, filed.id)
    with pytest.raises(Refused, match="正在移交档案馆") as refused:
        cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert refused.value.rules == {"ARCH-33"}
    operations.reject_destruction(disposal_id=one.id, opinion="先办移交", by=closed.person("己"), at=OVER)
    with pytest.raises(Refused, match="正在移交档案馆") as refused:
        proposed(closed, filed.id)
    assert refused.value.rules == {"ARCH-30"}
    operations.give_back(handover_id=way.id, reason="暂不接收", by=closed.person("档"), at=OVER)
    again = approved(closed, filed.id)
    assert cases.destroy_file(disposal_id=again.id, by=closed.person("档"), now=OVER).state == "destroyed"
    gone = queries.archived_file(filed.id)
    assert gone is not None and gone.place == "gone"


def test_of_two_handovers_of_one_moment_the_taken_one_is_the_newer(closed: Told) -> None:
    """Whatever their ids: the order does not hang on chance."""
    settle = {"by": closed.person("档"), "at": LATER}
    for _ in range(4):
        one = handed(closed)
        operations.give_back(handover_id=one.id, reason="缺送达回证原件", **settle)
    operations.receive(handover_id=handed(closed).id, opinion="清点无误", **settle)
    found = queries.handovers(closed.case.dossier_id)
    assert [each.state for each in found] == ["received", *["returned"] * 4]
    assert queries.returned(closed.case.dossier_id) == ""
    handed(closed)
    assert queries.handovers(closed.case.dossier_id)[0].state == "offered"


def test_a_catalogue_that_names_what_the_package_does_not_hold_is_told(closed: Told, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(storage.read(closed.file().package_sha256))
    one = bring(closed, path)
    row = ImportedFile.objects.get(id=one.id)
    row.catalogue = [{**row.catalogue[0], "path": "电子档案/正卷/999_没有的"}]
    row.save()
    with pytest.raises(Invalid, match="归档包里却没有"):
        operations.imported_member(import_id=one.id, member="电子档案/正卷/999_没有的")


def test_no_file_and_an_empty_one_and_one_that_says_too_little_do_not_come_in(
    closed: Told, tmp_path: Path, settings: Any
) -> None:
    empty = tmp_path / "empty.zip"
    empty.write_bytes(b"")
    for path in (tmp_path / "none.zip", empty):
        with pytest.raises(Invalid, match="没有收到归档包"):
            bring(closed, path)
    assert not ImportedFile.objects.exists()


@pytest.mark.parametrize("content", ["<案卷目录", "x" * 100])
def test_a_bag_whose_catalogue_cannot_be_read_is_told_and_not_kept(closed: Told, tmp_path: Path, content: str) -> None:
    """The sums fit, so the verifier has nothing to say of it; the catalogue is no XML."""
    from mingjing.kernel.hashing import Sums

    path = tmp_path / "package.zip"
    path.write_bytes(storage.read(closed.file().package_sha256))
    with zipfile.ZipFile(path) as old:
        name = next(each for each in old.namelist() if each.endswith("案卷目录.XML"))
        was, now = Sums.of([old.read(name)]), Sums.of([content.encode()])
        lists = {"manifest-sha256.txt": (was.sha256, now.sha256), "manifest-sm3.tsv": (was.sm3, now.sm3)}
        wrong = changed(path, "案卷目录.XML", content.encode())
        for ending, (before, after) in lists.items():
            own = next(each for each in old.namelist() if each.endswith("/" + ending))
            text = old.read(own)
            fresh = text.replace(before.encode(), after.encode())
            tags = next(each for each in old.namelist() if each.endswith("tagmanifest-sha256.txt"))
            with zipfile.ZipFile(wrong) as held:
                told = held.read(tags).replace(Sums.of([text]).sha256.encode(), Sums.of([fresh]).sha256.encode())
            for part, bytes_ in (("/" + ending, fresh), ("tagmanifest-sha256.txt", told)):
                source = tmp_path / "step.zip"
                source.write_bytes(wrong.read_bytes())
                wrong = changed(source, part, bytes_)
    with pytest.raises(Invalid, match="缺少案卷目录"):
        bring(closed, wrong)
    assert not ImportedFile.objects.exists()


def test_what_is_not_there_is_told_wherever_it_is_asked_for(closed: Told) -> None:
    nothing, by = uuid4(), closed.person("己")
    for act in (
        lambda: operations.receive(handover_id=nothing, opinion="清点无误", by=closed.person("档"), at=LATER),
        lambda: offered(closed, nothing),
        lambda: operations.decide_addition(supplement_id=nothing, agreed=True, opinion="同意", by=by, at=LATER),
        lambda: operations.approve_destruction(disposal_id=nothing, opinion="同意销毁", by=by, at=LATER),
        lambda: operations.check_filed(file_id=nothing, occasion="asked", by=closed.person("档"), at=LATER),
        lambda: operations.imported_member(import_id=nothing, member="正文.pdf"),
        lambda: cases.destroy_file(disposal_id=nothing, by=closed.person("档"), now=LATER),
    ):
        with pytest.raises(Invalid, match=r"没有(这|收)|归档包里没有"):
            act()
    assert queries.check_run(nothing, 1) is None and queries.imported_file(nothing) is None


def test_a_hold_is_lifted_once_with_a_reason(closed: Told) -> None:
    filed = sealed(closed)
    hold = operations.set_hold(
        file_id=filed.id, reason="行政诉讼", basis="〔2066〕行初1号", by=closed.person("丁"), at=LATER
    )
    lift = {"file_id": filed.id, "hold_id": hold.id, "at": LATER}
    with pytest.raises(Forbidden):
        operations.lift_hold(reason="判决已经生效", by=closed.person("档"), **lift)
    with pytest.raises(Refused, match="没有写明理由") as refused:
        operations.lift_hold(reason=" ", by=closed.person("己"), **lift)
    assert refused.value.rules == {"ARCH-29"}
    done = operations.lift_hold(reason="判决已经生效", by=closed.person("己"), **lift)
    assert done.lifted_at == LATER and queries.held([filed.id]) == frozenset()
    for wrong in (hold.id, hold.id + 1):
        with pytest.raises(Invalid, match="已经解除"):
            operations.lift_hold(reason="判决已经生效", by=closed.person("己"), **lift | {"hold_id": wrong})


def test_a_hold_needs_a_basis_and_a_file_that_is_there(closed: Told) -> None:
    filed = put_away(closed)
    hold = {"file_id": filed.id, "by": closed.person("己"), "at": OVER}
    with pytest.raises(Refused, match="没有写明依据"):
        operations.set_hold(reason="行政诉讼", basis=" ", **hold)
    cases.destroy_file(disposal_id=approved(closed, filed.id).id, by=closed.person("档"), now=OVER)
    with pytest.raises(Refused, match="已经销毁") as refused:
        operations.set_hold(reason="行政诉讼", basis="〔2066〕行初1号", **hold)
    assert refused.value.rules == {"ARCH-29"}
    with pytest.raises(Invalid, match="已经销毁，不能检测"):
        operations.check_filed(file_id=filed.id, occasion="asked", by=closed.person("档"), at=OVER)
    one = queries.disposals_of(filed.id)[0]
    with pytest.raises(Refused, match="已经销毁，不再重复") as refused:
        operations.execute_destruction(disposal_id=one.id, by=closed.person("档"), at=OVER)
    assert refused.value.rules == {"ARCH-33"}


def test_two_are_needed_and_an_opinion_of_each(closed: Told) -> None:
    filed = put_away(closed)
    one = proposed(closed, filed.id)
    with pytest.raises(Refused, match="没有写明意见") as refused:
        operations.approve_destruction(disposal_id=one.id, opinion="行", by=closed.person("己"), at=OVER)
    assert refused.value.rules == {"ARCH-32"}
    operations.approve_destruction(disposal_id=one.id, opinion="同意销毁", by=closed.person("己"), at=OVER)
    with pytest.raises(Refused, match="现有 1 人") as refused:
        operations.execute_destruction(disposal_id=one.id, by=closed.person("档"), at=OVER)
    assert refused.value.rules == {"ARCH-33"}
    with pytest.raises(Refused, match="已经提出过销毁") as refused:
        proposed(closed, filed.id)
    assert refused.value.rules == {"ARCH-30"}
    with pytest.raises(Refused, match="正在办理销毁") as refused:
        operations.ask_addition(
            file_id=filed.id, title="判决书", reason="后来收到", name="判决书.txt", content=b"x", by=closed.person("甲"), at=OVER
        )  # fmt: skip
    assert refused.value.rules == {"ARCH-25"}
    assert Destruction.objects.get().state == "proposed"


def test_a_file_kept_for_ever_is_not_destroyed_for_its_time(closed: Told) -> None:
    filed = put_away(closed, retention="permanent")
    assert filed.retain_until is None and kept_until(filed.closed_on, "permanent", 30) is None
    with pytest.raises(Refused, match="永久保管") as refused:
        proposed(closed, filed.id)
    assert refused.value.rules == {"ARCH-30"}


def test_an_addition_holds_up_a_destruction_and_is_refused_with_a_reason(closed: Told) -> None:
    filed = put_away(closed)
    ask = {"file_id": filed.id, "title": "判决书", "reason": "后来收到", "name": "判决书.txt", "content": b"upheld",
           "by": closed.person("甲"), "at": LATER}  # fmt: skip
    for more, told in (({"title": "长" * 201}, "200"), ({"reason": "长" * 501}, "500")):
        with pytest.raises(Invalid, match=told):
            operations.ask_addition(**ask | more)
    one = operations.ask_addition(**ask)
    with pytest.raises(Refused, match="补充归档没有办结") as refused:
        proposed(closed, filed.id)
    assert refused.value.rules == {"ARCH-30"}
    decide = {"supplement_id": one.id, "agreed": False, "by": closed.person("己"), "at": LATER}
    with pytest.raises(Refused, match="不同意没有写明理由") as refused:
        operations.decide_addition(opinion=" ", **decide)
    assert refused.value.rules == {"ARCH-28"}
    done = operations.decide_addition(opinion="与本案无关", **decide)
    assert (done.state, done.package_sha256, done.opinion) == ("refused", "", "与本案无关")
    assert ledger.events(records.stream(filed.dossier_id), limit=1)[0].kind == "archive:addition:refused"


def test_a_file_that_left_takes_nothing_more(closed: Told) -> None:
    filed = put_away(closed)
    one = offered(closed, filed.id)
    with pytest.raises(Refused, match="正在等待接收") as refused:
        offered(closed, filed.id)
    assert refused.value.rules == {"ARCH-23"}
    with pytest.raises(Invalid, match="80"):
        operations.receive(
            handover_id=one.id, opinion="清点无误", receipt_no="收" * 81, by=closed.person("档"), at=LATER
        )
    operations.receive(handover_id=one.id, opinion="清点无误", receipt_no="收1", by=closed.person("档"), at=LATER)
    assert Handover.objects.get().state == "received"
    for refuses, rule in (
        (lambda: proposed(closed, filed.id), "ARCH-30"),
        (
            lambda: operations.ask_addition(
                file_id=filed.id, title="判决书", reason="后来收到", name="判决书.txt", content=b"x", by=closed.person("甲"), at=OVER
            ),
            "ARCH-25",
        ),
    ):  # fmt: skip
        with pytest.raises(Refused, match="不在本机关档案室") as refused:
            refuses()
        assert refused.value.rules == {rule}


def test_what_is_held_apart_is_registered_by_number_only_and_once(closed: Told) -> None:
    given = {"dossier_id": closed.case.dossier_id, "organ_id": closed.case.organ_id, "number": "密-2026-1",
             "secrecy": "secret", "kept_at": "保密室 3 号柜", "by": closed.person("甲"), "at": LATER}  # fmt: skip
    for more, field in (({"number": " "}, "number"), ({"secrecy": "none"}, "secrecy"), ({"kept_at": "柜"}, "kept_at")):
        with pytest.raises(Invalid) as wrong:
            operations.hold_apart(**given | more)
        assert set(wrong.value.errors) == {field}
    operations.hold_apart(**given)
    with pytest.raises(Invalid, match="已经登记"):
        operations.hold_apart(**given | {"number": " 密-2026-1 "})
    assert [one.number for one in queries.apart(closed.case.dossier_id)] == ["密-2026-1"]


def test_the_form_of_another_house_keeps_its_own_name() -> None:
    assert form_name("penalty_decision") != "penalty_decision"
    assert form_name("no_such_form") == "no_such_form"


def test_a_package_or_a_chain_that_is_gone_is_told_by_the_check(closed: Told) -> None:
    filed = sealed(closed)
    path = storage.folder().path(filed.package_sha256)
    aside = path.rename(path.with_suffix(".aside"))
    try:
        lost = operations.check_filed(file_id=filed.id, occasion="asked", by=closed.person("档"), at=LATER)
    finally:
        aside.rename(path)
    assert not lost.passed
    codes = {one["code"]: one for one in lost.report["checks"]}
    assert codes["ZS-13"]["result"] == codes["ZS-14"]["result"] == "fail"
    assert codes["WZ-09"]["result"] == codes["KY-01"]["result"] == "na"
    assert CheckRun.objects.filter(passed=False).count() == 1
    assert "验印" in codes["ZS-03"]["detail"] and codes["ZS-03"]["result"] == "na"


def test_a_reason_is_asked_of_who_says_no(closed: Told) -> None:
    filed = put_away(closed)
    one = approved(closed, filed.id)
    with pytest.raises(Refused, match="没有写明意见"):
        operations.reject_destruction(disposal_id=one.id, opinion="", by=closed.person("己"), at=OVER)
    done = operations.reject_destruction(disposal_id=one.id, opinion="还要查阅", by=closed.person("丁"), at=OVER)
    assert (done.state, done.reason) == ("rejected", "还要查阅")
    with pytest.raises(Refused, match="不在等待批准"):
        operations.reject_destruction(disposal_id=one.id, opinion="还要查阅", by=closed.person("丁"), at=OVER)
    assert replace(done, approvals=()).state_name == "不同意销毁" and WHY["basis"] == done.basis
