"""`mingjing reindex`: make what is public findable again, by its words and by its sound, and lay down codes and terms, after an upgrade."""

import argparse
import os
import sys

HELP = "升级后补齐公示内容的检索（全文、附件、拼音）、统一社会信用代码和公示期，可以随时中断、重做"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: every public decision and entry is indexed anew."""


def run(options: argparse.Namespace) -> int:
    """0 when everything is indexed. Works in batches; whoever searches meanwhile finds the old index or the new."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.publicity import operations

    batches, after = 0, operations.index_anew(by="system")
    while after is not None:
        batches += 1
        if sys.stderr.isatty():
            print(f"\r已重建 {batches} 批", end="", file=sys.stderr)
        after = operations.index_anew(by="system", after=after)
    entries = operations.index_entries_anew(by="system")
    print(f"已重建：执法决定 {batches} 批（每批至多 200 件），事前公开的内容 {entries} 项。")
    return 0
