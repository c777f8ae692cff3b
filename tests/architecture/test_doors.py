"""The doors: from outside a room only its terms, events, queries and operations are imported."""

import grimp
import pytest
from tests.architecture import places

ROOMS = {
    "exchange", "supervision", "assist", "inspections", "cases", "archives", "review", "records", "publicity",
    "lawbook", "organs", "parties", "ledger",
}  # fmt: skip
DOORS = {"terms", "events", "queries", "operations"}
# Closed list: (importer, imported) → why. An entry that is no longer needed fails.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("mingjing.sites.commands.verify", "mingjing.ledger.verifier.mingjing_verify"): (
        "`mingjing verify` runs the very code that people carry away, without Django"
    ),
    ("mingjing.sites.commands.redraw", "mingjing.inspections.rules.mingjing_redraw"): (
        "`mingjing redraw` runs the very code that people carry away, without Django"
    ),
    ("mingjing.sites.commands.witness", "mingjing.ledger.witness.running"): (
        "`mingjing witness` runs the very code that another organisation carries away, without Django"
    ),
    ("mingjing.sites.commands.monitor", "mingjing.ledger.witness.watching"): (
        "`mingjing monitor` runs anywhere, without Django and without our database"
    ),
}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def goes_through_a_door(importer: str, imported: str) -> bool:
    if room(imported) not in ROOMS or room(importer) == room(imported):
        return True
    parts = imported.split(".")
    return len(parts) > 2 and parts[2] in DOORS


@pytest.fixture(scope="module")
def imports() -> set[tuple[str, str]]:
    graph = grimp.build_graph("mingjing", cache_dir=None)
    return {
        (importer, target) for importer in graph.modules for target in graph.find_modules_directly_imported_by(importer)
    }


def test_rooms_are_entered_by_their_doors_only(imports: set[tuple[str, str]]) -> None:
    forced = {pair for pair in imports if not goes_through_a_door(*pair)} - EXCEPTIONS.keys()
    assert not forced, "\n".join(f"{a} → {b}" for a, b in sorted(forced))


def test_no_exception_is_stale(imports: set[tuple[str, str]]) -> None:
    assert not {pair for pair in EXCEPTIONS if pair not in imports or goes_through_a_door(*pair)}
    assert all(reason.strip() for reason in EXCEPTIONS.values())


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("mingjing.cases.operations.filing", "mingjing.review.queries", True),
        ("mingjing.cases.operations.filing", "mingjing.review.operations.rounds", True),
        ("mingjing.cases.operations.filing", "mingjing.review.models", False),
        ("mingjing.cases.operations.filing", "mingjing.review", False),
        ("mingjing.sites.bureau.views.desk", "mingjing.organs.models.people", False),
        ("mingjing.cases.views", "mingjing.cases.models", True),
        ("mingjing.review.rules", "mingjing.kernel.findings", True),
    ],
)
def test_the_doors_know_good_from_bad(importer: str, imported: str, allowed: bool) -> None:
    assert goes_through_a_door(importer, imported) is allowed


def test_only_the_wiring_page_says_who_hears_what() -> None:
    wires = [
        n for n in places.python_files("src/") if "outbox.wire(" in places.text(n) or "import wire" in places.text(n)
    ]
    assert set(wires) <= {"src/mingjing/sites/wiring.py"}
