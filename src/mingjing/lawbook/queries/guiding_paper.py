"""A guiding case as an official PDF: the same bytes for the same words."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from mingjing.foundation import typesetting
from mingjing.kernel.days import plain
from mingjing.lawbook.terms import GUIDING_TEXTS, GuidingFacts, GuidingState

_TEMPLATE = Path(__file__).parents[1] / "papers" / "guiding" / "v1.typ"


def guiding_pdf(facts: GuidingFacts) -> bytes:
    """PDF/A of a guiding case, with its state where it is not in force. Raises MissingGlyphs."""
    return _set(
        json.dumps(_data(facts), ensure_ascii=False, sort_keys=True),
        (facts.released_on or facts.drafted.at.date()).isoformat(),
    )


@lru_cache(maxsize=24)
def _set(data: str, on: str) -> bytes:
    return typesetting.render(_TEMPLATE, json.loads(data), created=date.fromisoformat(on)).pdf


def _data(facts: GuidingFacts) -> dict[str, Any]:
    spec, told = facts.spec, [(label, getattr(facts.spec, name)) for name, (label, _, _) in GUIDING_TEXTS.items()]
    head = [f"案由：{'；'.join(spec.offences)}。", f"关键词：{'、'.join(spec.keywords)}。"]
    head += [f"来源：{spec.issuer}{spec.document_number}。"] if spec.issuer else []
    head += ["虚构示例，不是真实案例。"] if spec.fictional else []
    return {
        "title": facts.title, "called": facts.called, "form": {"name": "指导案例"}, "organ": {"name": facts.organ_name},
        "state": "" if facts.state is GuidingState.RELEASED else f"（{facts.state_name}）", "head": head,
        "date": plain(facts.released_on) if facts.released_on else "", "rests": [f"{one}；" for one in spec.citations],
        "parts": [{"title": label, "text": words} for label, words in told if words],
    }  # fmt: skip
