"""The sets of documents that an organ binds into one volume, and the texts the platform drafts for it: packaged data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parents[1] / "registers"
Told = tuple[str, str, str]
"""A figure of a text: what it is, how it reads, where it comes from."""


@dataclass(frozen=True, slots=True)
class SetItem:
    """One document of a set. `source`: kind (of list, with `code` one entry of it), chart, organs, officers."""

    key: str
    title: str
    source: str
    kinds: tuple[str, ...] = ()
    code: str = ""
    chart: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """One part of the volume."""

    key: str
    title: str
    items: tuple[SetItem, ...]


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A text as the platform drafts it; its lines hold marks for the figures."""

    code: str
    name: str
    basis: tuple[str, ...]
    sources: tuple[str, ...]
    articles: tuple[str, ...]


@cache
def document_sets() -> tuple[DocumentSet, ...]:
    """The parts of the volume in order."""
    told = yaml.safe_load((_FOLDER / "sets.yaml").read_text(encoding="utf-8"))
    return tuple(DocumentSet(one["key"], one["title"], tuple(map(_item, one["items"]))) for one in told["sets"])


def _item(told: Mapping[str, object]) -> SetItem:
    kind, more = told.get("kind"), told.get("with") or ()
    assert isinstance(more, list | tuple)
    kinds = tuple(str(one) for one in ((kind, *more) if kind else ()))
    return SetItem(
        str(told["key"]), str(told["title"]), str(told["from"]), kinds, str(told.get("code", "")),
        str(told.get("chart", "")), bool(told.get("required", True)),
    )  # fmt: skip


@cache
def text_templates(kind: str) -> tuple[TextTemplate, ...]:
    """The texts the platform drafts of a kind, in order; none for kinds it does not draft."""
    path = _FOLDER / "texts" / f"{kind}.yaml"
    if not path.is_file():
        return ()
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        TextTemplate(
            one["code"], one["name"], tuple(one.get("basis", ())), tuple(one["sources"]), tuple(one["articles"])
        )
        for one in told
    )
