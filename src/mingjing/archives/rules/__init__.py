"""Rules of filing. Importing this package registers all of them."""

from mingjing.archives.rules import checking, order, requests

__all__ = ["checking", "order", "requests"]
