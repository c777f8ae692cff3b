"""What is asked of the records room on a machine of its own; run in a process that has no case table."""

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.test import Client
from tests.gateway.deposits import PDF, System, key, movie

from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.ledger.verifier.mingjing_verify import verify
from mingjing.organs import operations as organs
from mingjing.organs import queries as people
from mingjing.organs.terms import AdministratorDraft, OrganDraft


class Town:
    """One organ with its three administrators and one handler."""

    def __init__(self) -> None:
        at = datetime(2026, 1, 5, 9, 0, tzinfo=CHINA)
        named = {Role.SYSTEM_ADMIN: "系小管", Role.SECURITY_ADMIN: "安小全", Role.AUDIT_ADMIN: "审小计"}
        drafts = [AdministratorDraft(role, name, role, "Shifan-2026-alone") for role, name in named.items()]
        organ = OrganDraft(
            "示范县应急管理局", "示应急", "yjj", "county", "emergency", "示范县", "示范县人民政府", date(2019, 3, 28)
        )
        home = organs.found(organ=organ, administrators=drafts, by="system", at=at)
        held = {one.username: one.person_id for one in people.accounts(home.id)}
        self.organs, self.people = {"应急局": home.id}, {name: held[role] for role, name in named.items()}
        self.people["甲"] = organs.register_person(organ_id=home.id, name="甲", by=self.actor("系小管", at), at=at).id
        organs.appoint(
            person_id=self.people["甲"], role=Role.HANDLER, basis="分工文件", by=self.actor("安小全", at), at=at
        )

    def actor(self, key: str, at: datetime) -> Any:
        """A person as of a moment."""
        return people.actor(self.people[key], at)


def deposit_and_prove() -> None:
    """One organ without laws or cases: a file opened, filled, closed, proved offline."""
    system = System(key(Town()))
    assert Client().get("/bureau/").status_code == Client().get("/").status_code == 404
    schema = Client().get("/api/v1/openapi.json").json()
    assert "/api/v1/deposits/close" in schema["paths"]
    assert "/api/v1/publications" not in schema["paths"]
    assert System("mjk_wrong").file().status_code == 401
    assert system.file().status_code == 201
    assert system.send(PDF, item=system.document().json()["id"]).status_code == 204
    film = system.recording(movie()).json()
    assert system.send(movie(), recording=film["recording"]).status_code == 204
    assert system.post("deposits/close", source_ref="AJ-1").status_code == 200
    with tempfile.TemporaryDirectory() as place:
        packed = Path(place) / "AJ-1.zip"
        packed.write_bytes(b"".join(system.get("deposits/proof?source_ref=AJ-1").streaming_content))
        report = verify(str(packed))
        assert report.code == 0, report.text()
