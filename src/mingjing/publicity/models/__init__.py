"""Tables of the room."""

from mingjing.publicity.models.applications import Application, ApplicationFile, ApplicationSender
from mingjing.publicity.models.charts import PublishedChart
from mingjing.publicity.models.content import Source, Span, Version
from mingjing.publicity.models.files import DecisionFile, FileCopy, FileMark, FilePage
from mingjing.publicity.models.letters import Letter, LetterSender
from mingjing.publicity.models.progress import Progress, ProgressNumber, PublishedRights
from mingjing.publicity.models.publications import Publication, Step
from mingjing.publicity.models.registers import BoundPaper, Edition, KindStaff, RegisterEntry
from mingjing.publicity.models.repairs import Repair
from mingjing.publicity.models.rounds import Round, RoundAnswer, RoundText, RoundVote
from mingjing.publicity.models.subscriptions import Mailbox, Subscription
from mingjing.publicity.models.visits import Visit, VisitRating

__all__ = [
    "Application",
    "ApplicationFile",
    "ApplicationSender",
    "BoundPaper",
    "DecisionFile",
    "Edition",
    "FileCopy",
    "FileMark",
    "FilePage",
    "KindStaff",
    "Letter",
    "LetterSender",
    "Mailbox",
    "Progress",
    "ProgressNumber",
    "Publication",
    "PublishedChart",
    "PublishedRights",
    "RegisterEntry",
    "Repair",
    "Round",
    "RoundAnswer",
    "RoundText",
    "RoundVote",
    "Source",
    "Span",
    "Step",
    "Subscription",
    "Version",
    "Visit",
    "VisitRating",
]
