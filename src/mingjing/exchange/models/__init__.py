"""Tables of the room."""

from mingjing.exchange.models.channels import Channel, Delivery
from mingjing.exchange.models.credit import CreditItem, CreditRequest, CreditStep

__all__ = ["Channel", "CreditItem", "CreditRequest", "CreditStep", "Delivery"]
