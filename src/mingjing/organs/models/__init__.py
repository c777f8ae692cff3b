"""Tables of the room."""

from mingjing.organs.models.accounts import Account
from mingjing.organs.models.bodies import Organ
from mingjing.organs.models.functions import FunctionChange
from mingjing.organs.models.officers import (
    Appointment,
    Certificate,
    CertificatePhoto,
    LegalQualification,
    Person,
    Showing,
    Suspension,
    UnitStay,
)
from mingjing.organs.models.seals import Seal, SealingRule

__all__ = [
    "Account",
    "Appointment",
    "Certificate",
    "CertificatePhoto",
    "FunctionChange",
    "LegalQualification",
    "Organ",
    "Person",
    "Seal",
    "SealingRule",
    "Showing",
    "Suspension",
    "UnitStay",
]
