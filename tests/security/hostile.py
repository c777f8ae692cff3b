"""What attackers type, and a player of stories who tries it on every act before doing the act properly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from mingjing.cases.terms import ActSpec, procedure
from mingjing.foundation.people import Actor
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player, read_story

JOURNEYS = Path(__file__).resolve().parents[1] / "journeys"
# Short stories that between them pass every stage; acts they do not do are attacked where their stage allows them.
STORIES = ("worked-example", "branch-d", "recusal", "suspension", "exit-terminated", "trap-15")
HUGE = 10**5000
XSS = "<script>alert(1)</script>"
TEXTS = (
    "\x00", "a\x00b", "\x1b[2J", "\u202e倒写", "\ufeff", " ", "\n", "²", "９", "٣", "-1", "-0", "1e30", "1e-30", "1e999999999", "NaN", "sNaN",
    "Infinity", "9" * 5000, "0x10", "1_000", "½", XSS, '"><img src=x onerror=alert(1)>', "{{7*7}}", "{% raise %}", "#let x = 1", "=1+1",
    "../../etc/passwd", "%s%n%(x)s", "'; DROP TABLE mj_case; --", "0001-01-01", "9999-12-31", "2026-02-30", "1949-01-01", "2100-12-31",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2100-12-31T23:59", "1949-01-01T00:00", "20261122", "2026-W47-7", "2026-09-08T10:00Z",
    "00000000-0000-0000-0000-000000000000", "all", "last", "yes", "no", "on", "x" * 301, "字" * 20001, "安全生产法第九千九百九十九条", "《》第条", "；",
    "《安全生产法》第0条", "e\u0301" * 200, "👩‍👩‍👧‍👦", "﷽" * 50,
)  # fmt: skip
THINGS: tuple[Any, ...] = (
    None, True, False, 0, -1, 5, 10**20, HUGE, 1.5, float("nan"), float("inf"), [], [None], [[]], [[[]]], {}, [{}], {"id": None}, {"id": []},
    {"id": {"id": "x"}}, [{"id": ["x"]}], [{"id": "\x00"}], ["x", 5, None], "\ud800", ["\ud800"], b"bytes", ("a", "b"), datetime(1, 1, 1), {"name": "\x00"},
    [{"name": ["x"], "amount": {}, "question": 5, "due_on": "9999-12-31", "answer": "\ud800"}], ["x"] * 2000, {1: 2}, Ellipsis,
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """One act about to be done properly: by whom, and what would be right to type."""

    spec: ActSpec
    case_id: UUID | None
    by: Actor
    drafter: Actor | None
    at: datetime
    good: Mapping[str, Any] = field(default_factory=dict)


Attack = Callable[[Target], None]


class Attacker(Player):
    """Before the first proper doing of each act, an attack on it; what the attack does, the attack takes back."""

    def __init__(self, shifan: world.World, story: str, attack: Attack, attacked: set[str]) -> None:
        super().__init__(shifan, read_story(JOURNEYS / f"{story}.yaml"))
        self.attack, self.attacked = attack, attacked

    def _try(self, code: str, step: Mapping[str, Any], at: datetime) -> Any:
        if "refused" not in step and code not in self.attacked:
            self._attacked(code, step, at)
        done = super()._try(code, step, at)
        if untold() - self.attacked:
            self._leftovers(at)
        return done

    def _attacked(self, code: str, step: Mapping[str, Any], at: datetime) -> None:
        self.attacked.add(code)
        by, drafter = self._people(code, step, at)
        case_id = None if code == "register_lead" else self.case_id()
        good = self.data_for(code, at, case_id, step.get("with") or {})
        self.attack(Target(procedure().acts[code], case_id, by, drafter, at, good))

    def _leftovers(self, at: datetime) -> None:
        """Acts that no story does, attacked where their stage allows them."""
        facts, every = self.facts(), procedure().acts
        for code in sorted(untold() - self.attacked):
            needs = set(every[code].needs) - untold()
            if facts.stage in every[code].sources and all(facts.has(needed) for needed in needs):
                self._attacked(code, {}, at)


@cache
def untold() -> frozenset[str]:
    """Acts that none of the stories does. What needs one of them is attacked although it cannot be done."""
    stories = [read_story(JOURNEYS / f"{name}.yaml") for name in STORIES]
    told = {
        step["act"]
        for story in stories
        for step in (*story.before, *story.steps)
        if "act" in step and "refused" not in step
    }
    return frozenset(procedure().acts) - told


def browser(person_id: UUID) -> Client:
    """A browser in which this person is signed in; a crash is an answer of 500."""
    client = Client(raise_request_exception=False)
    account = get_user_model().objects.get(person_id=person_id)
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form as a browser posts them."""
    posted: dict[str, Any] = {}
    for name, value in data.items():
        rows = value if isinstance(value, list | tuple) else [value]
        if rows and all(isinstance(row, Mapping) and "id" not in row for row in rows):
            for at, row in enumerate(rows):
                posted |= {f"{name}-{at}-{key}": str(inner) for key, inner in row.items()}
        else:
            plain = [str(row["id"]) if isinstance(row, Mapping) else _word(row) for row in rows]
            posted[name] = plain if isinstance(value, list | tuple) else plain[0]
    return posted


def _word(value: Any) -> str:
    return {True: "true", False: ""}.get(value, str(value)) if isinstance(value, bool) else str(value)
