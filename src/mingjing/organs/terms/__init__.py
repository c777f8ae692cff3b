"""Words of the room: kinds of organ, certificates in time, and the frozen facts given to other rooms."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.kernel.days import local_day
from mingjing.ledger.terms import SYSTEM as SYSTEM
from mingjing.ledger.terms import By as By
from mingjing.organs.terms.functions import FUNCTION_MOVE_NAMES as FUNCTION_MOVE_NAMES
from mingjing.organs.terms.functions import GIVING_MOVES as GIVING_MOVES
from mingjing.organs.terms.functions import WHOLE_MOVES as WHOLE_MOVES
from mingjing.organs.terms.functions import FunctionChangeFacts as FunctionChangeFacts
from mingjing.organs.terms.functions import FunctionDraft as FunctionDraft
from mingjing.organs.terms.functions import FunctionMove as FunctionMove


def marked_as(facts: Mapping[str, object]) -> str:
    """Sixteen signs that change when any of these facts changes."""
    return sha256(repr(sorted((name, str(value)) for name, value in facts.items())).encode()).hexdigest()[:16]


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class OrganKind(StrEnum):
    """How an organ came by its power to enforce (行政处罚法第十七条至第二十一条)."""

    STATUTORY = "statutory"
    DELEGATED = "delegated"
    ENTRUSTED = "entrusted"


ORGAN_KIND_NAMES = {
    OrganKind.STATUTORY: "法定行政机关",
    OrganKind.DELEGATED: "法律、法规授权的组织",
    OrganKind.ENTRUSTED: "受委托执法的组织",
}


class Level(StrEnum):
    """The level of government an organ belongs to."""

    STATE = "state"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


LEVEL_NAMES = {
    Level.STATE: "国家",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇（街道）",
}


class Domain(StrEnum):
    """The field of enforcement; it selects the procedure pack and the parameter overlay."""

    EMERGENCY = "emergency"
    MARKET = "market"
    ECOLOGY = "ecology"
    TRANSPORT = "transport"
    AGRICULTURE = "agriculture"
    URBAN = "urban"
    HEALTH = "health"
    CULTURE = "culture"
    RESOURCES = "resources"
    HOUSING = "housing"
    LABOUR = "labour"
    JUSTICE = "justice"
    GENERAL = "general"


DOMAIN_NAMES = {
    Domain.EMERGENCY: "应急管理",
    Domain.MARKET: "市场监管",
    Domain.ECOLOGY: "生态环境",
    Domain.TRANSPORT: "交通运输",
    Domain.AGRICULTURE: "农业农村",
    Domain.URBAN: "城市管理",
    Domain.HEALTH: "卫生健康",
    Domain.CULTURE: "文化旅游",
    Domain.RESOURCES: "自然资源",
    Domain.HOUSING: "住房城乡建设",
    Domain.LABOUR: "人力资源社会保障",
    Domain.JUSTICE: "司法行政",
    Domain.GENERAL: "综合执法",
}


@dataclass(frozen=True, slots=True)
class OrganDraft:
    """What is typed when an organ is registered."""

    name: str
    code: str
    slug: str
    level: str
    domain: str
    region: str
    government: str
    effective_from: date
    kind: str = OrganKind.STATUTORY
    uscc: str = ""
    parent_id: UUID | None = None
    principal_id: UUID | None = None
    region_code: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    bank_account: str = ""
    bank_account_name: str = ""
    reconsideration_body: str = ""
    court: str = ""
    basis: str = ""
    effective_to: date | None = None
    supervision: str = ""


@dataclass(frozen=True, slots=True)
class AdministratorDraft:
    """One of the three administrators named when an installation is founded."""

    role: str
    name: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class OrganFacts:
    """An enforcing organ as documents, registers and the portal show it."""

    id: UUID
    name: str
    code: str
    slug: str
    uscc: str
    level: str
    kind: str
    domain: str
    parent_id: UUID | None
    principal_id: UUID | None
    region: str
    region_code: str
    government: str
    address: str
    phone: str
    bank: str
    bank_account: str
    bank_account_name: str
    reconsideration_body: str
    court: str
    basis: str
    effective_from: date
    effective_to: date | None
    supervision: str = ""

    @property
    def mark(self) -> str:
        """A short digest of everything registered: a form that shows an older state no longer has it."""
        return marked_as(asdict(self))

    def effective_on(self, day: date) -> bool:
        """Whether the organ may act on that day (P-02); the last day counts."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """One public change of the register of organs (P-02): when, and what (label, before, after); no reasons, no people."""

    at: datetime
    index: int
    registered: bool
    changed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A member of an organ."""

    id: UUID
    name: str
    organ_id: UUID
    organ_name: str
    unit: str
    post: str
    active: bool

    @property
    def mark(self) -> str:
        """A short digest of what is registered, as for an organ."""
        return marked_as(asdict(self))


@dataclass(frozen=True, slots=True)
class SuspensionFacts:
    """An interval in which a certificate was withheld; open while `until` is None."""

    since: datetime
    until: datetime | None
    reason: str
    lift_reason: str = ""

    def covers(self, moment: datetime) -> bool:
        """Whether the certificate was withheld at that moment; it is back in force at `until` itself."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """An enforcement certificate (行政执法证件) with everything needed to judge it at any moment."""

    id: UUID
    person_id: UUID
    person_name: str
    organ_id: UUID
    organ_name: str
    number: str
    issuer: str
    category: str
    area: str
    valid_from: date
    valid_to: date
    suspensions: tuple[SuspensionFacts, ...]
    revoked_at: datetime | None
    revoked_reason: str = ""

    def problem_at(self, moment: datetime, organ_id: UUID | None = None) -> str:
        """Why the certificate does not authorise its holder at that moment for that organ; empty where it does.

        行政处罚法第四十二条: enforcement officers must be qualified at the time of the act. Without `organ_id` the
        organ is not looked at.
        """
        day = local_day(moment)
        if organ_id is not None and organ_id != self.organ_id:
            return f"执法证{self.number}由{self.organ_name}的人员持有，不能用于其他机关的执法"
        if day < self.valid_from:
            return f"执法证{self.number}自{self.valid_from.isoformat()}起有效，当时尚未生效"
        if day > self.valid_to:
            return f"执法证{self.number}已于{self.valid_to.isoformat()}到期"
        if self.revoked_at is not None and self.revoked_at <= moment:
            return f"执法证{self.number}已于{local_day(self.revoked_at).isoformat()}被吊销或注销"
        withheld = next((pause for pause in self.suspensions if pause.covers(moment)), None)
        if withheld is not None:
            return f"执法证{self.number}自{local_day(withheld.since).isoformat()}起被暂扣"
        return ""

    def valid_at(self, moment: datetime, organ_id: UUID | None = None) -> bool:
        """Whether the certificate authorises its holder at that moment for that organ."""
        return not self.problem_at(moment, organ_id)


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """A role held by a person, from a moment up to (not including) another."""

    id: UUID
    person_id: UUID
    role: str
    starts_at: datetime
    ends_at: datetime | None
    basis: str
    end_basis: str = ""

    def holds_at(self, moment: datetime) -> bool:
        """Whether the role is held at that moment."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True)
class QualificationFacts:
    """Legal professional qualification (法律职业资格) and the day of the first legality review."""

    person_id: UUID
    number: str
    obtained_on: date | None
    first_review_on: date | None


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """One line of the public officers' register (P-03): the person and the certificate shown."""

    person: PersonFacts
    certificate: CertificateFacts


@dataclass(frozen=True, slots=True)
class RatioFacts:
    """Reviewers against officers (L-02)."""

    officers: int
    reviewers: int
    required: int

    @property
    def met(self) -> bool:
        """Whether there are enough reviewers."""
        return self.reviewers >= self.required


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A sign-in account, without its secret."""

    id: UUID
    username: str
    person_id: UUID
    is_active: bool
    must_change_password: bool
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShownCode:
    """The code of a certificate shown now, and for how many seconds it stands."""

    number: str
    step: int
    code: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """How often a certificate's codes were looked at since a day."""

    fresh: int
    stale: int


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """The photograph of a certificate that is shown now: where its content lies in the store."""

    certificate_id: UUID
    sha256: str
    size: int
    since: datetime
