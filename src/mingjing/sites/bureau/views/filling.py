"""One form, one act: drawn, read, tried; a refusal is shown above what was typed, a success leads on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from mingjing.foundation.pages import Field, filled
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.sites.bureau.views.gate import BureauRequest

LONGEST = 2000
Typed = dict[str, Any]
MUST = "请填写这一项。"


@dataclass(frozen=True, slots=True)
class Step:
    """A form: its title, where it lies, its fields, what it does with what was typed, and where one goes then.

    `act` gives back the sentence that says what was done. `aliases` lead an error or finding of the operation to a field that
    has another name here.
    """

    title: str
    trail: Sequence[tuple[str, str]]
    fields: Sequence[Field]
    act: Callable[[Typed], str]
    button: str
    back: str
    then: Callable[[], str] | str = ""
    note: str = ""
    danger: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    scripts: Sequence[str] = ()
    template: str = "bureau/step.html"
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What a template of its own shows beside the form."""
    pairs: bool = False
    """Whether fields belong together by two, a short one and a long one, line by line."""


def step(request: BureauRequest, one: Step) -> HttpResponse:
    """Answer a request with the form, or with what its act led to. Raises Forbidden."""
    if request.method != "POST":
        return _drawn(request, one, request.typed or QueryDict(), {}, (), 200)
    values, errors = read(one.fields, request.POST)
    if errors:
        return _drawn(request, one, request.POST, errors, (), 422)
    try:
        done = one.act(values)
    except Invalid as problem:
        named = {one.aliases.get(name, name): texts for name, texts in problem.errors.items()}
        return _drawn(request, one, request.POST, named, (), 422)
    except Refused as problem:
        told = tuple(replace(each, field=one.aliases.get(each.field, each.field)) for each in problem.findings)
        return _drawn(request, one, request.POST, {}, told, 409)
    messages.success(request, done)
    return HttpResponseRedirect((one.then() if callable(one.then) else one.then) or one.back)


def read(fields: Sequence[Field], typed: QueryDict) -> tuple[Typed, dict[str, list[str]]]:
    """What was typed, by field: dates as dates, choices only if offered; and what is wrong with it."""
    values: Typed = {}
    errors: dict[str, list[str]] = {}
    for one in fields:
        text = typed.get(one.name, "").strip()
        values[one.name] = text
        longest = int(one.attributes.get("maxlength", LONGEST)) if one.type == "textarea" else LONGEST
        if not text and one.required:
            errors[one.name] = [MUST]
        elif len(text) > longest:
            errors[one.name] = [f"最多 {longest} 个字，现在是 {len(text)} 个字。"]
        elif one.type == "checkboxes":
            values[one.name] = typed.getlist(one.name)
            if set(values[one.name]) - {str(value) for value, _ in one.choices}:
                errors[one.name] = ["没有这个选项，请从列表中选择。"]
        elif one.type == "date":
            values[one.name] = as_day(text)
            if text and values[one.name] is None:
                errors[one.name] = ["日期写法不对，请写成 2026-11-22 这样。"]
        elif text and one.type == "select" and text not in {str(value) for value, _ in one.choices}:
            errors[one.name] = ["没有这个选项，请从列表中选择。"]
    return values, errors


def as_day(text: str) -> date | None:
    """The day written as 2026-11-22, or nothing."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None


def as_whole(text: str, digits: int = 6) -> int | None:
    """The whole number written in so many digits at most, or nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def wholes(typed: Mapping[str, str], names: Iterable[str], example: int = 20) -> dict[str, int]:
    """The whole numbers typed into these fields. Raises Invalid, field by field, for what is none."""
    told = {name: as_whole(typed[name]) for name in names}
    if bad := [name for name, number in told.items() if number is None]:
        raise Invalid({name: [f"请写整数，例如 {example}"] for name in bad})
    return {name: number for name, number in told.items() if number is not None}


def as_place(token: str) -> tuple[date, UUID] | None:
    """Where a page of a list by day ended, written as day and id; nothing where the address was changed by hand."""
    day, _, key = token.partition("_")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def _drawn(
    request: BureauRequest,
    one: Step,
    typed: QueryDict,
    errors: Mapping[str, Sequence[str]],
    findings: Sequence[Finding],
    status: int,
) -> HttpResponse:
    names = {each.name for each in one.fields if each.type != "hidden"}
    extra = [text for name, texts in errors.items() if name not in names for text in texts]
    facts = {
        "step": one,
        "fields": filled(one.fields, typed, errors),
        "extra": extra,
        "findings": findings,
        "stale": any("别人已经改过" in text for text in extra),
    }
    return render(request, one.template, facts | dict(one.facts), status=status)
