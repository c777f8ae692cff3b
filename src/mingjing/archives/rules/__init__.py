"""Rules of filing. Importing this package registers all of them."""

from mingjing.archives.rules import authentic, checking, complete, custody, disposal, order, requests, safe, usable

__all__ = ["authentic", "checking", "complete", "custody", "disposal", "order", "requests", "safe", "usable"]
