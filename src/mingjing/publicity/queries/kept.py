"""What this room keeps in the store, for its scheduled reading."""

from collections.abc import Iterator

from mingjing.publicity.models import BoundPaper, DecisionFile, FileCopy


def kept_files() -> Iterator[tuple[str, int]]:
    """Digest and size (0 where it is not written down) of attachments, their copies, and papers that were set."""
    for original, copy, size in DecisionFile.objects.values_list("sha256", "copied_sha256", "size").iterator():
        yield original, size
        if copy:
            yield copy, 0
    yield from FileCopy.objects.values_list("sha256", "size").iterator()
    for sha256 in BoundPaper.objects.values_list("sha256", flat=True).iterator():
        yield sha256, 0
