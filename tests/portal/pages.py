"""Every public address of a published decision, and who stands behind the register pages."""

from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from tests.publicity import samples

from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.organs import operations, queries
from mingjing.organs.terms import AdministratorDraft, OrganDraft, OrganFacts
from mingjing.publicity import operations as lists
from mingjing.publicity.terms import EditionFacts

PLAIN = (
    "/", "/about/", "/gs/", "/gs.atom", "/gs.csv", "/gs.json", "/jg/", "/zj/", "/lc/", "/log/", "/log/checkpoint",
    "/gs.jsonl", "/data/", "/data/catalog.jsonld", "/data/organs.json", "/data/officers.json", "/colours.css",
    "/log/checkpoint-sm3", "/sq/", "/log/policy.json", "/log/policy", "/log/sm3/checkpoint", "/verify/", "/verify/mingjing_verify.py", "/robots.txt", "/sitemap.xml",
)  # fmt: skip
QUERIES = ("恒源", "焊工", "特种作业", "当事人")
START = datetime(2024, 1, 2, 9, tzinfo=CHINA)


def address(number: str = samples.NUMBER, tail: str = "") -> str:
    return f"/gs/{quote('示应急')}/{quote(number, safe='')}/{tail}"


OF_A_DECISION = (address(), address(tail="proof.json"), address(tail="qr.svg"), address(tail="v/1/"))
LISTS = (
    "/", "/gs/", "/gs/?state=withdrawn", "/gs/?state=corrected", "/gs.atom", "/gs.csv", "/gs.json", "/sitemap.xml",
    "/gs.csv?state=withdrawn", "/gs.json?state=withdrawn", "/gs.atom?state=withdrawn",
    *(f"/gs{ending}?q={quote(word)}" for word in QUERIES for ending in ("/", ".csv", ".json", ".atom")),
)  # fmt: skip


def text_of(response: Any) -> str:
    """The body of an answer as text, streamed or not."""
    return bytes(b"".join(response.streaming_content) if response.streaming else response.content).decode()


def everything(client: Any) -> str:
    """What all public pages say together, whatever their status."""
    return "\n".join(text_of(client.get(where)) for where in (*PLAIN, *LISTS, *OF_A_DECISION))


def organ() -> OrganFacts:
    """The deciding organ, registered, with one officer."""
    found = operations.found(
        organ=OrganDraft(
            name="示范县应急管理局", code="示应急", slug="emergency", level="county", domain="emergency", region="示范县",
            government="示范县人民政府", effective_from=date(2020, 1, 1), address="示范县人民路1号", phone="0314-3021234",
        ),
        administrators=[
            AdministratorDraft("sysadmin", "吴系统", "xitong", "Chushi-2026-mima"),
            AdministratorDraft("secadmin", "冯安全", "anquan", "Chushi-2026-mima"),
            AdministratorDraft("auditor", "陈审计", "shenji", "Chushi-2026-mima"),
        ],
        by="system",
        at=START,
    )  # fmt: skip
    system = next(one for one in queries.accounts(found.id) if one.username == "xitong")
    by = queries.actor(system.person_id, START)
    officer = operations.register_person(
        organ_id=found.id, name="甲执法", unit="执法大队", post="队长", by=by, at=START
    )
    operations.issue_certificate(
        person_id=officer.id, number="冀B-0001", issuer="示范县人民政府", category="安全生产", area="示范县",
        valid_from=date(2021, 1, 1), valid_to=date(2031, 6, 30), by=by, at=START,
    )  # fmt: skip
    return found


def _staffed(organ_id: UUID) -> None:
    """Somebody for each part of the work (PUB-61)."""
    known = {one.username: one.person_id for one in queries.accounts(organ_id)}
    keeper, security = (queries.actor(known[name], samples.NOW) for name in ("xitong", "anquan"))
    for role in (Role.PUBLICIST, Role.REVIEWER, Role.HEAD):
        one = operations.register_person(organ_id=organ_id, name="在岗", by=keeper, at=samples.NOW)
        operations.appoint(person_id=one.id, role=role, basis="局务会议决定", by=security, at=samples.NOW)


def checked_edition() -> EditionFacts:
    """A notice board, checked and not yet released, of an organ that is registered."""
    founded = organ()
    _staffed(founded.id)
    values = dict.fromkeys(("post", "duties", "samples", "progress", "advice", "complaint"), "窗口")
    collector, checker = (
        samples.actor(role, organ=founded.id, name=name)
        for role, name in ((Role.PUBLICIST, "采一"), (Role.REVIEWER, "审一"))
    )
    made = lists.collect_entry(
        organ_id=founded.id,
        kind="window",
        code="CK-1",
        name="窗口",
        values=values,
        valid_from=samples.DECIDED,
        by=collector,
        at=samples.NOW,
    )
    return lists.check_entry(edition_id=made.id, by=checker, at=samples.NOW)


def released_edition() -> EditionFacts:
    """The same, public."""
    made = checked_edition()
    head = samples.actor(Role.HEAD, organ=made.organ_id, name="局一")
    return lists.release_entry(edition_id=made.id, by=head, at=samples.NOW)
