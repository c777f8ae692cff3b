"""Two people at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from tests.portal import pages
from tests.publicity import ends, samples

from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations, queries
from mingjing.publicity.events import Event
from mingjing.publicity.models import KindStaff, Publication, Version
from mingjing.publicity.operations import papers


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment, each on a connection of its own; "done" or the rules that refused."""
    answers: list[str] = []
    start = threading.Barrier(len(acts))

    def press(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            answers.append("done")
        except Refused as refusal:
            answers.append(",".join(refusal.rules))
        except Invalid:
            answers.append("invalid")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_of_two_releases_at_once_one_wins(committed: None) -> None:
    made = samples.confirmed()
    ask = {"publication_id": made.id, "by": samples.PUBLICIST, "at": samples.NOW}
    answers = at_once(lambda: operations.release(**ask), lambda: operations.release(**ask))
    assert answers == ["PUB-08", "done"]
    assert Version.objects.filter(publication_id=made.id).count() == 1
    assert len([one for one in ledger.entries(f"pub:{made.id}") if one.kind == Event.RELEASED]) == 1


def test_the_same_decision_handed_over_twice_at_once_is_one_publication(committed: None) -> None:
    answers = at_once(samples.scheduled, samples.scheduled)
    assert answers == ["done", "done"]
    assert Publication.objects.count() == 1


def test_a_withdrawal_beats_a_correction_or_waits_for_it(committed: None) -> None:
    made = samples.released()
    ask = {"publication_id": made.id, "by": samples.PUBLICIST, "at": samples.NOW}
    answers = at_once(
        lambda: operations.withdraw(trigger="revoked", reason="复议机关决定撤销本决定", **ask),
        lambda: operations.correct(reason="案由有误", changes={"cause": "新的案由"}, **ask),
    )
    assert answers in (["PUB-08", "done"], ["done", "done"])
    row = Publication.objects.get(pk=made.id)
    assert (row.state, row.current, row.public_cause) == ("withdrawn", None, "")


def test_of_two_people_who_release_an_edition_at_once_one_wins(committed: None) -> None:
    made = pages.checked_edition()
    head = samples.actor(Role.HEAD, organ=made.organ_id, name="局一")
    ask = {"edition_id": made.id, "by": head, "at": samples.NOW}
    answers = at_once(lambda: operations.release_entry(**ask), lambda: operations.release_entry(**ask))
    assert answers == ["PUB-25", "done"]
    kinds = [one.kind for one in ledger.entries(f"pubreg:{made.entry_id}")]
    assert kinds.count(Event.ENTRY_RELEASED) == 1


def test_of_two_ticks_that_expire_at_once_one_does(committed: None) -> None:
    made = samples.released(ends.market())
    ask = {"publication_id": made.id, "by": SYSTEM, "at": ends.PAST_TERM}
    assert at_once(lambda: operations.expire(**ask), lambda: operations.expire(**ask)) == ["PUB-08", "done"]
    assert [one.kind for one in ledger.entries(f"pub:{made.id}")].count(Event.EXPIRED) == 1


def test_of_two_heads_who_decide_an_application_at_once_one_does(committed: None) -> None:
    asked = ends.asked(samples.released(ends.market()).id)
    answers = at_once(
        lambda: ends.decided(asked.id), lambda: ends.decided(asked.id, granted=False, reason="罚款还没有缴清")
    )
    assert answers in (["PUB-08", "done"], ["done", "invalid"])
    kinds = [one.kind for one in ledger.entries(f"pub:{asked.publication_id}")]
    assert kinds[-1] in {Event.REPAIRED, Event.REPAIR_REFUSED}


def test_of_two_heads_who_republish_at_once_one_does(committed: None) -> None:
    gone = ends.withdrawn()
    ask = {"publication_id": gone.id, "ground": "quashed", "reason": ends.WHY, "by": samples.HEAD, "at": ends.PAST_WAIT}
    assert at_once(lambda: operations.republish(**ask), lambda: operations.republish(**ask)) == ["PUB-08", "done"]
    assert Version.objects.filter(publication_id=gone.id).count() == 2


def test_of_two_who_staff_a_kind_at_once_one_wins(committed: None) -> None:
    made = pages.checked_edition()
    head = samples.actor(Role.HEAD, organ=made.organ_id, name="局一")
    ask = {
        "organ_id": made.organ_id, "kind": "guide", "collect": ["handler"], "check": ["reviewer"], "release": ["head"],
        "reason": "人员调整，改由承办人采集", "by": head, "at": samples.NOW,
    }  # fmt: skip
    refused = []

    def press() -> None:
        try:
            operations.staff_kind(**ask)
        except Invalid as problem:
            refused.extend(problem.errors)

    assert at_once(press, press) == ["done", "done"]
    assert refused == ["collect"]
    assert KindStaff.objects.count() == 1
    assert len(ledger.entries(f"pubstaff:{made.organ_id}")) == 1


def test_two_who_ask_for_a_paper_at_once_get_one_file(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pages.checked_edition()
    paper = queries.volume(made.organ_id, samples.NOW.date())
    drawn = []
    real = papers.render
    monkeypatch.setattr(papers, "render", lambda *args, **more: drawn.append(1) or real(*args, **more))
    files = []
    at_once(*[lambda: files.append(operations.set_paper(paper).sha256)] * 3)
    assert len(set(files)) == 1
    assert len(files) == 3
    assert drawn == [1]
