"""An act of a measure or of the other papers with nothing in it: refused field by field, again when repeated, nothing entered."""

from importlib.resources import files
from typing import Any
from uuid import UUID

import pytest
import yaml
from tests.bureau.case_desk import case_at

from mingjing.cases import operations
from mingjing.cases.models import Act
from mingjing.cases.terms import ActSpec, procedure
from mingjing.kernel.findings import Invalid
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
ACTS = files("mingjing.cases") / "procedures" / "ordinary" / "acts"
CODES = [
    each["act"] for name in ("measures", "papers") for each in yaml.safe_load((ACTS / f"{name}.yaml").read_text("utf-8"))
]  # fmt: skip
AT = moment("2026-09-20 09:00")


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def blank(spec: ActSpec) -> dict[str, Any]:
    """Every field there, and nothing but spaces in it."""
    return {
        field.name: [dict.fromkeys((each.name for each in field.columns), "　")] if field.type == "table" else "　"
        for field in spec.fields
    }


@pytest.mark.parametrize("code", CODES)
def test_an_empty_shell_is_refused_field_by_field(shifan: World, case_id: UUID, code: str) -> None:
    spec, before = procedure().acts[code], Act.objects.count()
    people = {"by": shifan.actor("己" if spec.by == "head" else "甲", AT), "drafter": shifan.actor("甲", AT) if spec.drafter else None}  # fmt: skip
    demanded = {
        one.name for one in spec.fields if (one.must or one.type != "bool") and one.required and not one.default
    }
    for data in ({}, blank(spec), blank(spec)):
        with pytest.raises(Invalid) as refusal:
            operations.attempt(case_id=case_id, code=code, data=data, **people, at=AT, now=AT)
        assert demanded <= set(refusal.value.errors), demanded - set(refusal.value.errors)
    assert Act.objects.count() == before
