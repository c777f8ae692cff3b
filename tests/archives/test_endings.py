"""However a case ends, its file can be put away: played one by one, each taken back before the next."""

import pytest
from tests.archives.filed import LATER, STORIES, play, undone

pytestmark = pytest.mark.django_db
EXITS = sorted(path.stem for path in STORIES.glob("exit-*.yaml"))


@pytest.mark.parametrize("name", [*EXITS, "branch-b", "branch-c", "instalments"])
def test_every_way_a_case_ends_can_be_filed(county: None, db: None, name: str) -> None:
    """No mandatory document asks for what this way never makes."""
    with undone():
        told = play(name)
        assert told.case.stage in {"closed", "not_filed"}
        filed = told.file(at=max(LATER, told.case.updated_at))
        assert filed.report["passed"]
