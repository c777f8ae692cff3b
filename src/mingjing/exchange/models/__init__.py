"""The room's tables."""

from mingjing.exchange.models.feeding import Fed, FedFile, Upload
from mingjing.exchange.models.keys import ApiKey, ApiOnce

__all__ = ["ApiKey", "ApiOnce", "Fed", "FedFile", "Upload"]
