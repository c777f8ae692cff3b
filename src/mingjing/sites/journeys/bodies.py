"""The review of the example county: its bodies in public, one of them changed since, and an organ's own list of material."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.lawbook.terms import Condition, ConditionKind
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import EditionFacts
from mingjing.review import operations
from mingjing.review.terms import ListDraft, ListItem, Manner

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOME = "应急局"
DUTIES = "对重大执法决定进行法制审核，出具书面审核意见\n起草和修订重大执法决定法制审核目录\n组织法制审核人员培训"
ITEMS = (
    ListItem("案件审查表", form="examination_form"),
    ListItem("专家论证意见", (Condition(ConditionKind.COMPLEX),), note="专家签名，复印件加盖公章"),
    ListItem("集体讨论记录", (Condition(ConditionKind.FINE_UNIT_MIN, Decimal(500000)),), form="discussion_record"),
    ListItem("社会稳定风险评估意见", (Condition(ConditionKind.SOCIAL_RISK), Condition(ConditionKind.PUBLIC_INTEREST))),
)


def found(world: "World", now: datetime) -> None:
    """Every organ registers its body and publishes it; one has a list of its own, another has a new body since yesterday."""
    for number, home in enumerate(world.teams):
        at = now - timedelta(days=20)
        head, reviewer = (world.actor(world.teams[home][role], at) for role in ("head", "reviewer"))
        operations.register_body(
            name="政策法规股", basis=f"《{head.organ_name}内设机构职责》", phone=f"0399-72000{number:02}", since=local_day(at) - timedelta(days=200),
            by=head, at=at,
        )  # fmt: skip
        made = operations.hand_over_body(duties=DUTIES, names=home == HOME, by=reviewer, at=at + timedelta(hours=1))
        _release(world, home, made, at + timedelta(hours=2))
    _list(world, now)
    changed = next((home for home in world.teams if home != HOME), HOME)
    at = now - timedelta(days=1)
    operations.register_body(
        name="法制审核股",
        basis="机构改革方案",
        phone="0399-7200099",
        since=local_day(at),
        by=_of(world, changed, "head", at),
        at=at,
    )


def _list(world: "World", now: datetime) -> None:
    """Drafted, set and published; and a draft of another kind that waits for the head."""
    at = now - timedelta(days=3)
    reviewer, head = _of(world, HOME, "reviewer", at), _of(world, HOME, "head", at)
    draft = ListDraft("penalty", ITEMS, Manner.BOTH, 4, "《重大行政执法决定法制审核办法》第九条")
    made = operations.draft_list(draft=draft, by=reviewer, at=at)
    held = operations.set_list(list_id=made.id, valid_from=local_day(at), by=head, at=at + timedelta(hours=1))
    shown = operations.hand_over_list(list_id=held.id, by=reviewer, at=at + timedelta(hours=2))
    _release(world, HOME, shown, at + timedelta(hours=3))
    licence = ListDraft("licence", (ListItem("现场核查记录"),), basis="《重大行政执法决定法制审核办法》第十条")
    operations.draft_list(draft=licence, by=_of(world, HOME, "reviewer", now), at=now - timedelta(hours=3))


def _of(world: "World", home: str, role: str, at: datetime) -> Actor:
    return world.actor(world.teams[home][role], at)


def _release(world: "World", home: str, made: EditionFacts, at: datetime) -> None:
    """Checked by the head, released by the publicist."""
    publicity.check_entry(edition_id=made.id, by=_of(world, home, "head", at), at=at)
    publicity.release_entry(edition_id=made.id, by=_of(world, home, "publicist", at), at=at + timedelta(minutes=1))
