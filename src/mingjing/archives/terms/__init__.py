"""Words of the room."""

from mingjing.archives.terms.checks import (
    OCCASION_NAMES,
    PROPERTY_NAMES,
    RESULT_NAMES,
    About,
    Check,
    CheckReport,
    CheckRunFacts,
    Gathered,
    Inspected,
    Occasion,
    PackageSeen,
    Property,
    Result,
    Stream,
)
from mingjing.archives.terms.custody import (
    HANDOVER_NAMES,
    STATE_NAMES,
    SUPPLEMENT_NAMES,
    ApartFacts,
    HandoverFacts,
    HandoverState,
    HandoverTo,
    ImportedFacts,
    SupplementFacts,
    SupplementState,
)
from mingjing.archives.terms.disposal import (
    DISPOSAL_NAMES,
    GROUND_NAMES,
    Approval,
    Disposal,
    DisposalAsked,
    DisposalFacts,
    Ground,
    HoldFacts,
)
from mingjing.archives.terms.files import (
    PLACE_NAMES,
    RETENTION_NAMES,
    RETENTION_YEARS,
    SECRECY_NAMES,
    STATE_SECRETS,
    VOLUME_NAMES,
    ArchivedFacts,
    ArchiveItem,
    CatalogueRow,
    Filters,
    Place,
    Retention,
    Secrecy,
    Volume,
)
from mingjing.archives.terms.lending import (
    CONDITION_NAMES,
    EXTENT_NAMES,
    LENDING_NAMES,
    LENDING_STATES,
    Borrower,
    Condition,
    Extent,
    LendingFacts,
    LendingFilters,
    LendingKind,
    LendingState,
    LentItem,
    Lines,
    ReadFacts,
    Renewal,
    Wanted,
    key_of,
)
from mingjing.archives.terms.patrols import PATROL_PARTS, PatrolFacts, Sliced
from mingjing.archives.terms.unmarked import LOOKED_THROUGH, UnmarkedFacts

__all__ = [
    "DISPOSAL_NAMES", "GROUND_NAMES", "HANDOVER_NAMES", "OCCASION_NAMES", "PLACE_NAMES", "PROPERTY_NAMES", "RESULT_NAMES",
    "RETENTION_NAMES", "RETENTION_YEARS", "SECRECY_NAMES", "STATE_NAMES", "STATE_SECRETS", "SUPPLEMENT_NAMES", "VOLUME_NAMES",
    "About", "ApartFacts", "Approval", "ArchiveItem", "ArchivedFacts", "CatalogueRow", "Check", "CheckReport", "CheckRunFacts",
    "Disposal", "DisposalAsked", "DisposalFacts", "Filters", "Gathered", "Ground", "HandoverFacts", "HandoverState", "HandoverTo",
    "HoldFacts", "ImportedFacts", "Inspected", "Occasion", "PackageSeen", "Place", "Property", "Result", "Retention", "Secrecy",
    "LOOKED_THROUGH", "UnmarkedFacts", "PATROL_PARTS", "PatrolFacts", "Sliced", "CONDITION_NAMES", "EXTENT_NAMES", "LENDING_NAMES", "LENDING_STATES", "Borrower", "Condition", "Extent", "LendingFacts", "LendingFilters", "LendingKind", "LendingState", "LentItem", "Lines", "ReadFacts", "Renewal", "Wanted", "key_of",
    "Stream", "SupplementFacts", "SupplementState", "Volume",
]  # fmt: skip
