"""Tables of the room."""

from mingjing.exchange.models.channels import Channel, Delivery
from mingjing.exchange.models.credit import CreditItem, CreditRequest, CreditStep
from mingjing.exchange.models.feeding import Fed, FedFile, Upload
from mingjing.exchange.models.keys import ApiKey, ApiOnce

__all__ = [
    "ApiKey",
    "ApiOnce",
    "Channel",
    "CreditItem",
    "CreditRequest",
    "CreditStep",
    "Delivery",
    "Fed",
    "FedFile",
    "Upload",
]
