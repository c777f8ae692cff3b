"""The static copy holds the results of random checks and the rounds of comments, without a form and without what is not public."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.portal import pages
from tests.publicity import samples

from mingjing.foundation.people import Role
from mingjing.publicity import operations
from mingjing.publicity.terms import Question, RoundDraft
from mingjing.sites.portal.copying.exporting import export
from mingjing.sites.portal.copying.terms import Site

pytestmark = pytest.mark.django_db
BASE = "https://gs.shifan.example/sanxiang"
WORDS = "没有人看过的意见"


def check(**changes: Any) -> Any:
    return samples.decision(
        category="inspection",
        check_kind="random",
        outcome="未发现问题",
        cause="随机抽查甲项",
        kinds=(),
        fine="",
        **changes,
    )


@pytest.mark.parametrize("live", ["", "https://live.shifan.example"])
def test_checks_and_rounds_are_in_the_copy(settings: Any, tmp_path: Path, live: str) -> None:
    settings.MINGJING_PORTAL_URL = BASE
    organ = pages.organ()
    samples.released(check())
    samples.scheduled(check(number="示应急检〔2026〕99号", source_ref="dossier-99", party_name="示范县未公开有限公司"))
    by, day = samples.actor(Role.PUBLICIST, organ=organ.id), samples.NOW.date()
    draft = RoundDraft(
        "review", "执法评议", "请评议。", "企业", (Question("q1", "其他意见"),), day, day + timedelta(days=3650)
    )
    made = operations.open_round(draft=draft, by=by, at=samples.NOW)
    operations.answer_round(
        round_id=made.id, chosen={}, written={"q1": WORDS}, once="static-copy-round", by="system", at=samples.NOW
    )
    report = export(tmp_path / "out", Site(BASE, live))
    assert not report.dead
    told = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert "随机抽查甲项" in told["cj/index.html"].decode() and "执法评议" in told["py/index.html"].decode()
    shown = told[f"py/{made.number}/index.html"].decode()
    assert "请评议。" in shown and "<textarea" not in shown and "csrf" not in shown
    for name, content in told.items():
        assert WORDS.encode() not in content and "示范县未公开有限公司".encode() not in content, name
