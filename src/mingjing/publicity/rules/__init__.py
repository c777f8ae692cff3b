"""Pure rules of the room: clocks, gates, redaction."""

from mingjing.publicity.rules import clocks, files, gates

__all__ = ["clocks", "files", "gates"]
