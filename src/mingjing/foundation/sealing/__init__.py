"""Electronic seals on PDF: ask a service for one, examine what came. Nothing here knows what a case is.

`service_for` gives the government seal service, the pilot, or the one that refuses; `validator` examines a sealed file.
"""

from mingjing.foundation.sealing.choosing import examine_file, service_for, validator
from mingjing.foundation.sealing.null import WARNING, warned
from mingjing.foundation.sealing.ports import (
    KIND_NAMES,
    STATE_NAMES,
    Check,
    Kind,
    Order,
    Sealed,
    SealReport,
    SealService,
    Signer,
    State,
    Unsealable,
    Validator,
)
from mingjing.foundation.sealing.reporting import report_pdf, reports_pdf

__all__ = [
    "KIND_NAMES", "STATE_NAMES", "WARNING", "Check", "Kind", "Order", "SealReport", "SealService", "Sealed", "Signer", "State",
    "Unsealable", "Validator", "examine_file", "report_pdf", "reports_pdf", "service_for", "validator", "warned",
]  # fmt: skip
