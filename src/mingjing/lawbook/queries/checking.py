"""Recomputing every digest of the library."""

from itertools import groupby

from mingjing.lawbook.models import Article, LawVersion
from mingjing.lawbook.rules.digests import text_digests, version_digests
from mingjing.lawbook.terms import CheckReport, Difference, Progress


def _silent(what: str, done: int, total: int) -> None:
    """The default progress: tell nobody."""


def check(progress: Progress = _silent) -> CheckReport:
    """Recompute the digests of every article and version from their texts, and name what differs. Two queries."""
    versions = {row.pk: row for row in LawVersion.objects.select_related("law")}
    rows = Article.objects.order_by("version_id", "position").iterator(chunk_size=2000)
    differences: list[Difference] = []
    seen, count = 0, 0
    for key, group in groupby(rows, key=lambda row: row.version_id):
        articles = list(group)
        version = versions.pop(key)
        differences += _compare(version, articles)
        seen, count = seen + 1, count + len(articles)
        if seen % 50 == 0:
            progress("核对摘要", seen, seen + len(versions))
    differences += [Difference(str(row), "", "没有条文") for row in versions.values()]
    return CheckReport(seen + len(versions), count, tuple(differences))


def _compare(version: LawVersion, articles: list[Article]) -> list[Difference]:
    name, found, rows = str(version), [], []
    for row in articles:
        digests = text_digests(row.text)
        rows.append((row.label, row.chapter, row.section, digests[0]))
        if digests != (row.sha256, row.sm3):
            found.append(Difference(name, row.label, "条文与入库时的摘要不符"))
    if len(articles) != version.article_count:
        found.append(Difference(name, "", f"应有{version.article_count}条，现有{len(articles)}条"))
    digests = version_digests(version.law.title, version.published_on.isoformat(), rows)
    if digests != (version.sha256, version.sm3) and not found:
        found.append(Difference(name, "", "条号、章节或者次序与入库时不符"))
    return found
