"""What this room keeps in the store, for its scheduled reading."""

from collections.abc import Iterator

from mingjing.organs.models import CertificatePhoto


def kept_photos() -> Iterator[tuple[str, int]]:
    """Digest and size of every photograph of a certificate, shown now or before."""
    yield from CertificatePhoto.objects.order_by("pk").values_list("sha256", "size").iterator()
