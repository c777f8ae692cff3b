"""`mingjing reindex`: make what is public findable again, by its words and by its sound, lay down codes and terms, and read decisions for
类案, after an upgrade."""

import argparse
import os
import sys

HELP = "升级后补齐公示内容、指导案例的检索（全文、附件、拼音）、统一社会信用代码、公示期和类案库，可以随时中断、重做"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: every public decision and entry is indexed anew."""


def run(options: argparse.Namespace) -> int:
    """0 when everything is indexed. Works in batches; whoever searches meanwhile finds the old index or the new."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from django.utils import timezone

    from mingjing.cases import operations as cases
    from mingjing.lawbook import operations as lawbook
    from mingjing.publicity import operations

    batches, after = 0, operations.index_anew(by="system")
    while after is not None:
        batches += 1
        if sys.stderr.isatty():
            print(f"\r已重建 {batches} 批", end="", file=sys.stderr)
        after = operations.index_anew(by="system", after=after)
    entries = operations.index_entries_anew(by="system")
    guiding = lawbook.index_guiding_cases_anew(by="system")
    decided = cases.rebuild_precedents(by="system", now=timezone.now())
    print(
        f"已重建：执法决定 {batches} 批（每批至多 200 件），事前公开的内容 {entries} 项，指导案例 {guiding} 件，类案库 {decided} 件。"
    )
    return 0
