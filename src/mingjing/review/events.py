"""What the room tells others after commit. Each payload has dossier, round and organ as strings."""

from typing import Final

SUBMITTED: Final = "review:submission:made"
RETURNED_INCOMPLETE: Final = "review:submission:returned"
SUPPLEMENTED: Final = "review:submission:supplemented"
EXTENDED: Final = "review:limit:extended"
OPINION_GIVEN: Final = "review:opinion:given"
RESPONDED: Final = "review:opinion:answered"
DISPUTE_RAISED: Final = "review:dispute:raised"
DISPUTE_ANSWERED: Final = "review:dispute:answered"
DISPUTE_CONSULTED: Final = "review:dispute:consulted"
DISPUTE_SETTLED: Final = "review:dispute:settled"
ROUTE_CHOSEN: Final = "review:route:chosen"
SAID_NOT_MAJOR: Final = "review:major:denied"
BODY_REGISTERED: Final = "review:body:registered"
TRAINING_RECORDED: Final = "review:training:recorded"
TRAINING_VOIDED: Final = "review:training:voided"
