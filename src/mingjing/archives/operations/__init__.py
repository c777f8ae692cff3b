"""The legal acts of the room."""

from mingjing.archives.operations.filing import file_away

__all__ = ["file_away"]
