"""Two hands on one file at the same moment, on a database that commits: filing, handing over, approving, destroying."""

from typing import Any

import pytest
from tests import kept
from tests.archives.filed import LATER, Told, play
from tests.archives.test_destroying import OVER, approved, proposed, put_away
from tests.organs.at_once import at_once
from tests.records.films import film, said

from mingjing.archives import operations, queries
from mingjing.archives.models import ArchivedFile, Destruction
from mingjing.cases import operations as cases
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations as records

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def closed(transactional_db: None) -> Told:
    """The worked example, closed, in a database that commits."""
    kept.county()
    return play()


def names(answers: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


def test_of_two_who_file_at_once_one_does(closed: Told) -> None:
    items = closed.items()
    answers = at_once(*[lambda no=no: closed.file(items=items, catalogue_no=f"示应急-2026-00{no}") for no in (1, 2)])
    assert names(answers) == ["ArchivedFacts", "Refused"]
    assert ArchivedFile.objects.count() == 1 and ledger.audit().sound


def test_a_recording_committed_while_the_file_is_put_away_is_in_it_or_refused(closed: Told) -> None:
    """ARCH-19: either the filing waits for the recording, or the recording finds the file sealed; never a hole."""
    items, by = closed.items(), closed.person("甲")
    draft = said(film(), started_at=LATER.replace(hour=8), ended_at=LATER.replace(hour=9))

    def commit() -> Any:
        return cases.commit_recording(case_id=closed.case_id, act_seq=1, draft=draft, by=by, now=LATER)

    def file() -> Any:
        from django.db import transaction

        with transaction.atomic():
            filed = closed.file(items=items)
            records.seal(dossier_id=closed.case.dossier_id, at=LATER, by=closed.person("档"))
            return filed

    answers = at_once(commit, file)
    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == 1, answers
    assert refused[0].rules <= {"ARCH-19", "REC-17", "ARCH-02"}, refused[0]


def test_of_two_who_hand_over_or_take_one_does(closed: Told) -> None:
    def hand(who: str) -> Any:
        return cases.hand_over(case_id=closed.case_id, paper_pages=3, note="", by=closed.person(who), now=LATER)

    answers = at_once(lambda: hand("甲"), lambda: hand("己"))
    assert names(answers) == ["HandoverFacts", "Refused"]
    (one,) = queries.handovers_waiting(closed.case.organ_id)
    settle = {"handover_id": one.id, "by": closed.person("档"), "at": LATER}
    answers = at_once(
        lambda: operations.receive(opinion="清点无误", **settle),
        lambda: operations.give_back(reason="缺回证原件", **settle),
    )
    assert names(answers) == ["HandoverFacts", "Refused"]


def test_of_two_proposals_approvals_and_executions_at_once_one_counts(closed: Told) -> None:
    filed = put_away(closed)
    assert names(at_once(*[lambda: proposed(closed, filed.id)] * 2)) == ["DisposalFacts", "Refused"]
    one = Destruction.objects.get()
    same = {"disposal_id": one.id, "opinion": "同意销毁", "by": closed.person("己"), "at": OVER}
    assert names(at_once(*[lambda: operations.approve_destruction(**same)] * 2)) == ["DisposalFacts", "Refused"]
    operations.approve_destruction(**(same | {"by": closed.person("丁")}))
    by = closed.person("档")
    answers = at_once(*[lambda: cases.destroy_file(disposal_id=one.id, by=by, now=OVER)] * 2)
    assert names(answers) == ["DisposalFacts", "Refused"]
    assert ledger.audit().sound


def test_a_hold_and_a_destruction_at_once_leave_no_destroyed_file_under_a_hold(closed: Told) -> None:
    filed = put_away(closed)
    one = approved(closed, filed.id)
    hold = {
        "file_id": filed.id,
        "reason": "行政诉讼",
        "basis": "〔2066〕行初1号",
        "by": closed.person("己"),
        "at": OVER,
    }
    answers = at_once(
        lambda: cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER),
        lambda: operations.set_hold(**hold),
    )
    assert sum(isinstance(each, Refused) for each in answers) == 1, answers
    gone = queries.archived_file(filed.id)
    assert gone is not None and (gone.place == "gone") != bool(queries.held([filed.id]))
