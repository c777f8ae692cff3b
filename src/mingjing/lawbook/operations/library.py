"""Taking laws in: the packaged national library as a whole, and single texts."""

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import LawVersion, LibraryImport
from mingjing.lawbook.operations import package, shelves
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.rules import markdown
from mingjing.lawbook.rules.validity import gaps
from mingjing.lawbook.terms import DraftLaw, ImportReport, LawFacts, Progress, Status

_STATE = "中华人民共和国"


def _silent(what: str, done: int, total: int) -> None:
    """The default progress: tell nobody."""


@operation(Event.LIBRARY_IMPORTED)
def import_library(
    *, by: Actor, at: datetime, path: Path | None = None, accept_changed: bool = False, progress: Progress = _silent,
    only: Collection[str] = (),
) -> ImportReport:  # fmt: skip
    """Take in the packaged library. A file taken in before is left alone; versions held already are kept.

    Raises Invalid, naming each law, where the file differs from the committed manifest (`accept_changed` takes it all
    the same) or where a version already held has another text; Forbidden unless `by` may.
    """
    # `only`: names of laws, where a rehearsal needs no more; the whole file is checked all the same, and the import
    # does not count as one of the library.
    access.import_law.require(by, doing="导入法规库")
    source = package.locate(path)
    if (before := LibraryImport.objects.filter(sha256=source.sha256).first()) is not None:
        return ImportReport(before.source, before.laws, before.articles, before.current_articles, unchanged=True)
    with _collector_paused():
        report = _take_in(source, at, accept_changed, progress, only)
    if only:
        return report
    LibraryImport.objects.create(
        source=source.name, sha256=source.sha256, laws=report.laws, articles=report.articles,
        current_articles=report.current_articles, imported_at=at, imported_by=by.person_id,
    )  # fmt: skip
    kept(
        Event.LIBRARY_IMPORTED, by=by, at=at, source=source.name, sha256=source.sha256, laws=report.laws,
        articles=report.articles, differences=len(report.warnings),
    )  # fmt: skip
    return report


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A hundred thousand rows at once, none of them garbage: looking for cycles took four of eleven seconds."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _take_in(
    source: package.Source, at: datetime, accept_changed: bool, progress: Progress, only: Collection[str]
) -> ImportReport:
    drafts = package.read(source)
    weights = shelves.weigh(drafts, progress)
    differences = package.against_manifest(drafts, {key: version[0] for key, (version, _) in weights.items()})
    if differences and not accept_changed:
        shown = [*differences[:20], *([f"……共{len(differences)}处"] if len(differences) > 20 else [])]
        raise Invalid({"library": [*shown, "法规库与随产品发布的摘要清单不符；核对来源后可用 --accept-changed 导入。"]})
    chosen = [draft for draft in drafts if not only or draft.title.removeprefix(_STATE) in only]
    shelves.store(chosen, weights, source=source.name, at=at, progress=progress)
    return _report(source.name, chosen, differences)


def _report(source: str, drafts: Sequence[DraftLaw], differences: Iterable[str]) -> ImportReport:
    counts = [(draft.status in {Status.CURRENT, Status.AMENDED}, len(draft.articles)) for draft in drafts]
    current = sum(count for kept, count in counts if kept)
    return ImportReport(source, len(drafts), sum(count for _, count in counts), current, False, tuple(differences))


@operation(Event.LAW_ADDED)
def add_law(
    *, by: Actor, at: datetime, text: str, name: str = "", source: str = ""
) -> tuple[LawFacts, tuple[str, ...]]:
    """Add one text in Markdown form; gives back the version and what is worth a look (numbers that are missing).

    The same text again changes nothing. Raises Invalid for a text that cannot be read, or where the library holds
    another text of the same day.
    """
    access.import_law.require(by, doing="补充法规")
    draft = markdown.read(text, name=name)
    new = shelves.store(
        (draft,), shelves.weigh((draft,), _silent), source=source or name or "人工录入", at=at, progress=_silent
    )
    version = LawVersion.objects.select_related("law").get(pk=shelves.version_id(draft))
    if new:
        kept(Event.LAW_ADDED, by=by, at=at, version_id=str(version.pk), title=draft.title, sha256=version.sha256)
    missing = gaps(draft)
    warnings = (f"条号不连续，缺第{'、'.join(map(str, missing[:10]))}条，请核对原文",) if missing else ()
    return version.facts(), warnings
