"""Words of the room: kinds of party, their identity documents, and the frozen facts given to other rooms."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class PartyKind(StrEnum):
    """What a party is in law (民法典; the categories of the double-publicity standard)."""

    CITIZEN = "citizen"
    INDIVIDUAL_BUSINESS = "individual_business"
    LEGAL_PERSON = "legal_person"
    OTHER_ORGANISATION = "other_organisation"


KIND_NAMES = {
    PartyKind.CITIZEN: "自然人",
    PartyKind.INDIVIDUAL_BUSINESS: "个体工商户",
    PartyKind.LEGAL_PERSON: "法人",
    PartyKind.OTHER_ORGANISATION: "非法人组织",
}
REPRESENTATIVE_LABELS = {
    PartyKind.CITIZEN: "",
    PartyKind.INDIVIDUAL_BUSINESS: "经营者",
    PartyKind.LEGAL_PERSON: "法定代表人",
    PartyKind.OTHER_ORGANISATION: "负责人",
}


class IdType(StrEnum):
    """Which document the number comes from."""

    RESIDENT = "resident"
    PASSPORT = "passport"
    OTHER = "other"
    USCC = "uscc"


ID_TYPE_NAMES = {
    IdType.RESIDENT: "公民身份号码",
    IdType.PASSPORT: "护照",
    IdType.OTHER: "其他证件",
    IdType.USCC: "统一社会信用代码",
}
ID_TYPES_OF = {
    PartyKind.CITIZEN: (IdType.RESIDENT, IdType.PASSPORT, IdType.OTHER),
    PartyKind.INDIVIDUAL_BUSINESS: (IdType.USCC,),
    PartyKind.LEGAL_PERSON: (IdType.USCC,),
    PartyKind.OTHER_ORGANISATION: (IdType.USCC,),
}


def age_on(birth_on: date, day: date) -> int:
    """Full years of age (周岁) on a day, counted from the day after the birthday; 0 before the first."""
    passed = (day.month, day.day) > (birth_on.month, birth_on.day)
    return max(0, day.year - birth_on.year - (0 if passed else 1))


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """What an officer types about a party. `id_type` may be left out where the kind allows one default."""

    kind: str
    name: str
    id_number: str
    id_type: str = ""
    address: str = ""
    phone: str = ""
    representative: str = ""
    representative_post: str = ""
    birth_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as of one version. A case keeps id and version, so a later change never rewrites what it used."""

    id: UUID
    version: int
    kind: str
    name: str
    id_type: str
    id_number: str
    address: str
    phone: str
    representative: str
    representative_post: str
    birth_on: date | None
    sex: str
    recorded_at: datetime

    @property
    def kind_name(self) -> str:
        """自然人, 个体工商户, 法人 or 非法人组织."""
        return KIND_NAMES[PartyKind(self.kind)]

    @property
    def id_type_name(self) -> str:
        """The Chinese name of the identity document."""
        return ID_TYPE_NAMES[IdType(self.id_type)]

    @property
    def representative_label(self) -> str:
        """法定代表人, 负责人 or 经营者; empty for a citizen."""
        return REPRESENTATIVE_LABELS[PartyKind(self.kind)]

    @property
    def is_unit(self) -> bool:
        """Whether the limits for a legal person or other organisation apply (行政处罚法第五十一条).

        An individual business is a natural person in trade (民法典第五十四条) and is counted with citizens.
        """
        return self.kind in {PartyKind.LEGAL_PERSON, PartyKind.OTHER_ORGANISATION}

    def age_on(self, day: date) -> int | None:
        """Full years of age on a day (行政处罚法第三十条); None where no birth date is known."""
        return None if self.birth_on is None else age_on(self.birth_on, day)

    @property
    def masked_id(self) -> str:
        """The number for lists: the first four and last two characters of a citizen's, the whole code otherwise."""
        if self.id_type == IdType.USCC:
            return self.id_number
        return self.id_number[:4] + "*" * max(0, len(self.id_number) - 6) + self.id_number[-2:]
