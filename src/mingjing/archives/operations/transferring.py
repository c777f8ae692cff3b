"""The package for a transfer: the same contents, now with the seal, every later event, and the newest report."""

from mingjing.archives.models import ArchivedFile, Supplement
from mingjing.archives.operations.checking import bundles_of, front_of, row_of
from mingjing.archives.operations.describing import Label
from mingjing.archives.operations.packaging import Parts, pack
from mingjing.archives.terms import RETENTION_NAMES, SECRECY_NAMES, CheckRunFacts, Retention, Secrecy, SupplementState
from mingjing.foundation import storage
from mingjing.foundation.storage import Stored
from mingjing.kernel.hashing import canonical
from mingjing.records import operations as records
from mingjing.records import queries as held


def label_of(file: ArchivedFile) -> Label:
    """What a filed file's package says of itself."""
    return Label(
        file.catalogue_no, file.title, file.organ_name, RETENTION_NAMES[Retention(file.retention)], file.archived_on, file.pages,
        file.paper_pages, SECRECY_NAMES[Secrecy(file.secrecy)], file.opened_on, file.closed_on, file.archived_at, file.archivist,
    )  # fmt: skip


def transfer_package(file: ArchivedFile, run: CheckRunFacts) -> Stored:
    """Build it from what was filed; the packages of additions lie in the folder 检测's neighbour 补充. Raises storage.Missing."""
    reports = [("四性检测报告.json", canonical(run.report)), ("四性检测报告.sig", run.signature.encode())]
    reports += [
        (f"补充卷{one.number}-归档包.zip", storage.read(one.package_sha256))
        for one in Supplement.objects.filter(file=file, state=SupplementState.FILED)
    ]
    stream = records.stream(file.dossier_id)
    return pack(Parts(
        label_of(file), tuple(map(row_of, file.catalogue)), tuple(map(front_of, file.front)), reports=tuple(reports), stream=stream,
        bundles=bundles_of(file.dossier_id), recordings=held.recordings(file.dossier_id),
    ))  # fmt: skip
