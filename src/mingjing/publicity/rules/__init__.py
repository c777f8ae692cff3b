"""Pure rules of the room: clocks, gates, redaction."""

from mingjing.publicity.rules import clocks, gates

__all__ = ["clocks", "gates"]
