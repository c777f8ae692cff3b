"""Run in a process of its own by `machine.child`: a cold proof, or a worker that answers pages."""

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

ROUNDS = 20


def main(words: list[str]) -> None:
    """Measure one thing and print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    parts: dict[str, Callable[[], dict[str, float]]] = {
        "proof": lambda: proof(int(words[1])),
        "worker": lambda: worker(len(words) == 1),
        "copy": lambda: _of("copying").copy(),
        "pressed": lambda: _of("copying").pressed(int(words[1])),
        "rows": lambda: _of("copying").rows(words[1]),
        "sheet": lambda: _of("sheets").export(),
        "feed": lambda: _of("sheets").take_in(),
        "films": lambda: _of("films").senders(),
    }
    found = parts[words[0]]()
    sys.stdout.write(json.dumps(found) + "\n")


def _of(name: str) -> Any:
    """A part of the bench: only what is measured is loaded, for its memory is measured too."""
    return import_module(f"mingjing.sites.bench.{name}")


def proof(index: int) -> dict[str, float]:
    """CPU ms and memory of one proof; the connection is open, nothing of the trees is read yet."""
    from mingjing.ledger import queries
    from mingjing.sites.bench.machine import peak

    queries.entry(0)
    start = time.process_time()
    told = queries.bundle(index)
    spent = (time.process_time() - start) * 1000
    assert told
    return {"ms": spent, "mib": peak(), "size": queries.checkpoint().size}


def worker(sets_documents: bool) -> dict[str, float]:
    """Answer every kind of page many times and, if wanted, set documents in type."""
    from django.test import Client

    from mingjing.sites.bench import growing
    from mingjing.sites.bench.machine import peak
    from mingjing.sites.bench.reading import signed_in

    browser, public = signed_in(), Client(SERVER_NAME="localhost")
    cases = growing.table("cases.Case").objects.filter(organ_id=_organ()).order_by("-updated_at")[:ROUNDS]
    decisions = growing.table("publicity.Publication").objects.filter(state="released")[:ROUNDS]
    for case, decision in zip(cases, [*decisions] * ROUNDS, strict=False):
        for address in ("/bureau/", "/bureau/cases/", "/bureau/cases/?q=化工", f"/bureau/cases/{case.id}/"):
            assert browser.get(address).status_code == 200, address
        for address in ("/", "/gs/", "/gs/?q=罚款", decision.address):
            assert public.get(address).status_code == 200, address
    if sets_documents:
        _set_documents()
    return {"mib": peak()}


def _organ() -> object:
    from django.contrib.auth import get_user_model

    from mingjing.sites.bench.county import USERNAME

    return get_user_model().objects.select_related("person").get(username=USERNAME).person.organ_id


def _set_documents() -> None:
    from mingjing.foundation import typesetting
    from mingjing.records import queries as records
    from mingjing.sites.bench import growing

    for held in growing.table("records.Document").objects.filter(form="penalty_decision").order_by("id")[:5]:
        made = typesetting.render(
            records.template(held.form, held.form_version), held.data | {"verify": None}, created=held.made_at
        )
        typesetting.preview(made.pdf, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
