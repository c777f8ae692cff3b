"""Tables of the room."""

from mingjing.review.models.counsel import Counsel, CounselAsk
from mingjing.review.models.disputes import Dispute, DisputeRoute
from mingjing.review.models.lists import HandedIn, MaterialList
from mingjing.review.models.majority import NotMajor
from mingjing.review.models.opinions import Opinion
from mingjing.review.models.outside import OutsideDraft, OutsideFile, OutsideVersion
from mingjing.review.models.requests import RoundRequest
from mingjing.review.models.staff import ReviewBody, Training
from mingjing.review.models.submissions import Pause, Submission

__all__ = [
    "Counsel",
    "CounselAsk",
    "Dispute",
    "DisputeRoute",
    "HandedIn",
    "MaterialList",
    "NotMajor",
    "Opinion",
    "Pause",
    "OutsideDraft",
    "OutsideFile",
    "OutsideVersion",
    "ReviewBody",
    "RoundRequest",
    "Submission",
    "Training",
]
