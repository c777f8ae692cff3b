"""Speed of the log on this machine, by hand: python tests/ledger/bench_ledger.py [entries].

Makes a throw-away SQLite database (or uses MINGJING_DATABASE_URL) and prints CPU seconds, not wall time.
Bars: 20,000 appends per second in batches of 256; a cold proof within 10 ms and 100 MiB at 1,000,000 entries.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime


def main(total: int) -> None:
    from mingjing.ledger import operations
    from mingjing.ledger.terms import SYSTEM, Draft

    at, start = datetime.now(UTC), time.process_time()
    for batch in range(0, total, 256):
        count = min(256, total - batch)
        drafts = [Draft("case:act:made", f"case:{n % 7}", at, {"act": "立案", "n": batch + n}) for n in range(count)]
        operations.append_many(drafts=drafts, by=SYSTEM)
    spent = time.process_time() - start
    print(f"append     {total / spent:>10,.0f} /s")
    start = time.process_time()
    operations.integrate()
    print(f"integrate  {total / (time.process_time() - start):>10,.0f} /s")
    start = time.process_time()
    for number in range(200):
        operations.append(kind="case:act:made", stream="one", at=at, by=SYSTEM, payload={"n": number})
    print(f"one append {(time.process_time() - start) * 5:>10.2f} ms")
    operations.integrate()


def prove(total: int) -> None:
    """In a process of its own, so that nothing is warm."""
    from mingjing.ledger import queries

    queries.entry(0)
    start = time.process_time()
    queries.bundle(total // 3)
    print(f"cold proof {(time.process_time() - start) * 1000:>10.2f} ms (both trees)")
    start = time.process_time()
    queries.bundle(total // 2)
    print(f"next proof {(time.process_time() - start) * 1000:>10.2f} ms")
    print(f"memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10.0f} MiB (whole process)")


def audit() -> None:
    from mingjing.ledger import queries

    start = time.process_time()
    report = queries.audit()
    print(f"audit      {report.entries / (time.process_time() - start):>10,.0f} /s, sound: {report.sound}")


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.testing")
    import django

    django.setup()


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if "MINGJING_BENCH" not in os.environ:
        folder = tempfile.mkdtemp(prefix="mingjing-bench-")
        os.environ.update(MINGJING_HOME=folder, MINGJING_BENCH="1")
        os.environ.setdefault("MINGJING_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        prepare()
        from django.core.management import call_command

        call_command("migrate", "ledger", verbosity=0)
        main(size)
        subprocess.run([sys.executable, __file__, str(size)], check=True)
    else:
        prepare()
        prove(size)
        audit()
