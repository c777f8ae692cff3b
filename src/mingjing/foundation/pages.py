"""Pages of both sites: the Jinja2 environment, its Chinese filters, and what every page knows."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.http import url_has_allowed_host_and_scheme
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mingjing.kernel.citations import find_all

ELDER_COOKIE = "elder"
_WEEKDAYS = "一二三四五六日"
_WHOLE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|\d{4}年\d{1,2}月\d{1,2}日|〔\d{4}〕\d+号")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, as the macros of `macros/forms.html` draw it.

    `type` is one of text, textarea, date, datetime, number, money, select, radio, checkbox, checkboxes, file,
    password, hidden, search, tel, email. `choices` are (value, label) pairs; `rows` is the height of a textarea;
    a field with a `part` begins a part of the form under that heading.
    """

    name: str
    label: str = ""
    type: str = "text"
    value: Any = ""
    errors: Sequence[str] = ()
    help: str = ""
    required: bool = False
    choices: Sequence[tuple[Any, str]] = ()
    rows: int = 3
    example: str = ""
    unit: str = ""
    options: Sequence[str] = ()
    wide: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""


def fields_of(form: BaseForm) -> tuple[Field, ...]:
    """A Django form as neutral fields, with its bound values and errors."""
    kinds = {
        "PasswordInput": "password",
        "Textarea": "textarea",
        "Select": "select",
        "CheckboxInput": "checkbox",
        "DateInput": "date",
        "NumberInput": "number",
        "FileInput": "file",
        "ClearableFileInput": "file",
        "RadioSelect": "radio",
        "CheckboxSelectMultiple": "checkboxes",
        "HiddenInput": "hidden",
    }
    return tuple(
        Field(
            name=bound.html_name,
            label=str(bound.label),
            type=kinds.get(type(bound.field.widget).__name__, "text"),
            value=bound.value() if bound.value() is not None else "",
            errors=tuple(str(error) for error in bound.errors),
            help=strip_tags(str(bound.help_text).replace("</li>", " ")).strip(),
            required=bound.field.required,
            choices=tuple(getattr(bound.field, "choices", ())),
            attributes=bound.field.widget.attrs,
        )
        for bound in form
    )


def filled(
    fields: Iterable[Field], values: Mapping[str, Any], errors: Mapping[str, Sequence[str]]
) -> tuple[Field, ...]:
    """The same fields with typed values (a QueryDict or a dict) and error messages put in."""

    def typed(one: Field) -> Any:
        if one.name not in values:
            # A box that was left empty is not sent at all: in a form that was sent it is empty, whatever it was before.
            return one.value if not values or one.type not in {"checkbox", "checkboxes"} else ""
        many = one.type == "checkboxes" and hasattr(values, "getlist")
        return values.getlist(one.name) if many else values[one.name]  # type: ignore[attr-defined]

    return tuple(
        Field(
            **{
                **{slot: getattr(one, slot) for slot in Field.__slots__},
                "value": typed(one),
                "errors": tuple(errors.get(one.name, one.errors)),
            }
        )
        for one in fields
    )


def day(value: date | datetime | None, empty: str = "—") -> str:
    """2026-11-22, in local time."""
    if value is None or value == "":
        return empty
    return f"{_local(value):%Y-%m-%d}"


def long_day(value: date | datetime | None, empty: str = "—") -> str:
    """2026年11月22日."""
    if value is None or value == "":
        return empty
    local = _local(value)
    return f"{local.year}年{local.month}月{local.day}日"


def minute(value: date | datetime | None, empty: str = "—") -> str:
    """2026-11-22 09:30; a plain date stays a date."""
    if value is None or value == "":
        return empty
    local = _local(value)
    return f"{local:%Y-%m-%d %H:%M}" if isinstance(local, datetime) else f"{local:%Y-%m-%d}"


def weekday(value: date | datetime) -> str:
    """星期日."""
    return "星期" + _WEEKDAYS[_local(value).weekday()]


def number(value: int | float | Decimal | None, empty: str = "—") -> str:
    """12,345."""
    return empty if value is None or value == "" else f"{value:,}"


def whole(text: object) -> Markup:
    """Text in which a date or a document number never breaks across two lines; everything else escaped."""
    return Markup(_WHOLE.sub(r'<span class="mj-nowrap">\g<0></span>', str(escape(text))))  # noqa: S704  escaped first


def _unbroken(write: Callable[..., str]) -> Callable[..., Markup]:
    """The same filter for a page: what it writes stays on one line."""
    return lambda value, empty="—": whole(write(value, empty))


def money(value: int | float | Decimal | None, empty: str = "—") -> str:
    """80,000.00 元."""
    return empty if value is None or value == "" else f"{Decimal(str(value)):,.2f} 元"


def lasting(value: timedelta) -> str:
    """How long something took: 1 小时 2 分, 18 分 5 秒, 40 秒."""
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"
    if minutes:
        return f"{minutes} 分 {seconds} 秒" if seconds else f"{minutes} 分"
    return f"{seconds} 秒"


def clocked(value: int) -> str:
    """A moment of a recording in seconds as players show it: 1:05, 1:02:03."""
    minutes, seconds = divmod(value, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size(value: int | None) -> str:
    """Bytes as people read them: 1.2 MB."""
    amount = float(value or 0)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"


def input_value(value: Any, kind: str) -> str:
    """A value as `<input>` wants it: dates in ISO, moments in local minutes."""
    if isinstance(value, datetime):
        local = _local(value)
        return f"{local:%Y-%m-%dT%H:%M}" if kind == "datetime" else f"{local:%Y-%m-%d}"
    return value.isoformat() if isinstance(value, date | time) else str("" if value is None else value)


def paragraphs(value: str | None) -> Markup:
    """Plain text as paragraphs, one for each line; everything escaped."""
    lines = (line.strip() for line in (value or "").splitlines())
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line)


def marked(value: str | None, words: Iterable[str]) -> Markup:
    """Text with the found words in `<mark>`; everything else escaped."""
    found = [re.escape(word) for word in words if word]
    if not found:
        return escape(value or "")
    pieces = re.split("(" + "|".join(sorted(found, key=len, reverse=True)) + ")", value or "", flags=re.IGNORECASE)
    return Markup("").join(Markup("<mark>{}</mark>").format(p) if i % 2 else escape(p) for i, p in enumerate(pieces))


@pass_context
def cites(context: Context, value: object) -> Markup:
    """Text whose citations 《…》第…条 are links to the law reader, resolved only when somebody follows them."""
    base = page_url(f"{_site(context)}:cite", default="")
    text = value if isinstance(value, str) else str(value or "")
    if not base:
        return whole(text)
    out, last = [], 0
    for found in find_all(text):
        if found.start < last or not found.citation.law:
            continue
        link = Markup('<a href="{}?c={}">{}</a>').format(
            base, quote(str(found.citation)), text[found.start : found.end]
        )
        out += [whole(text[last : found.start]), link]
        last = found.end
    return Markup("").join([*out, whole(text[last:])])


def cell_tags(columns: Iterable[Mapping[str, str]]) -> list[tuple[str, str, Markup, Markup]]:
    """Key, kind, opening and closing tag of each column's cells: written once for a table, not for every row of it."""
    told = []
    for at, one in enumerate(columns):
        kind = one.get("kind", "")
        tag, scope = ("td", "") if at else ("th", ' scope="row"')
        look = f' class="mj-{kind}"' if kind in ("num", "date", "names") else ""
        opening = Markup(f'<{tag}{scope} data-label="{escape(one.get("label", ""))}"{look}>')  # noqa: S704  escaped
        told.append((one["key"], kind, opening, Markup(f"</{tag}>")))  # noqa: S704  ours
    return told


def page_url(name: str, *args: Any, default: str | None = None, **kwargs: Any) -> str:
    """The address of a named page; `default` answers where this installation has no such page."""
    try:
        if kwargs:
            return reverse(name, args=args or None, kwargs=kwargs)
        return _named_url(settings.ROOT_URLCONF, get_script_prefix(), name, *map(str, args))
    except NoReverseMatch:
        if default is None:
            raise
        return default


@lru_cache(maxsize=4096)
def _named_url(_root: str, _prefix: str, name: str, *args: str) -> str:
    """The address of a page: a page names the same organs and words as the one before, and the address stays as it is."""
    return reverse(name, args=args or None)


def static_url(path: str) -> str:
    """The address of a file of ours: asked for some seventy times a page, and the same for all of them."""
    return _static_url(settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"], path)


@cache
def _static_url(_base: str, _storage: str, path: str) -> str:
    return static(path)


@pass_context
def query(context: Context, **changes: Any) -> str:
    """The present address's query string with some keys changed; None drops a key. Paging is always dropped."""
    values = context["request"].GET.copy()
    for key in ("after", "before"):
        values.pop(key, None)
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        elif isinstance(value, list | tuple):
            values.setlist(key, [str(v) for v in value])
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}"


def moment_after(request: HttpRequest) -> datetime | None:
    """Where a list in order of time goes on (`?after=`); None for the first page and for what is no moment with a zone."""
    try:
        found = datetime.fromisoformat(request.GET.get("after", ""))
    except ValueError:
        return None
    return found if found.tzinfo and 2000 <= found.year <= 2100 else None


def owner_mark(request: HttpRequest) -> str:
    """A signed mark of who opened the form, so that typed text is only ever given back to the same account."""
    account = getattr(request.user, "pk", None) if hasattr(request, "user") else None
    return signing.dumps(str(account), salt="typed") if account else ""


def owner_of(mark: str) -> str:
    """The account in a mark, or an empty string for a forged or missing one."""
    try:
        return str(signing.loads(mark, salt="typed", max_age=7 * 86400))
    except signing.BadSignature:
        return ""


def environment(**options: Any) -> Environment:
    """The Jinja2 environment of every page: autoescaped, tags trimmed, Chinese filters."""
    env = Environment(**{"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, **options})  # noqa: S701
    env.globals |= {
        "url": page_url,
        "static": static_url,
        "query": query,
        "owner_mark": owner_mark,
        "urlencode": urlencode,
        "new_token": lambda: uuid.uuid4().hex,
    }
    env.filters |= {
        "day": _unbroken(day),
        "long_day": _unbroken(long_day),
        "minute": _unbroken(minute),
        "whole": whole,
        "weekday": weekday,
        "number": number,
        "money": money,
        "size": size,
        "lasting": lasting,
        "clocked": clocked,
        "paragraphs": paragraphs,
        "marked": marked,
        "cites": cites,
        "cell_tags": cell_tags,
        "input_value": input_value,
    }
    return env


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who acts, the menu, the moment, and whether large type is wanted.

    `actor` and `menu` are laid on the request by the site that serves the page.
    """
    now = timezone.localtime()
    return {
        "actor": getattr(request, "actor", None),
        "menu": getattr(request, "menu", ()),
        "footer": getattr(request, "footer", settings.MINGJING_SITE),
        "static_copy": getattr(request, "static_copy", None),
        "typed": getattr(request, "typed", None),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "now": now,
        "today": now.date(),
    }


def display(request: HttpRequest) -> HttpResponse:
    """Turn large type (长辈版) on or off and go back to where one was."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    wanted = "1" if request.GET.get("elder") == "1" else "0"
    response.set_cookie(ELDER_COOKIE, wanted, max_age=timedelta(days=365), samesite="Lax", httponly=True)
    return response


def _local(value: date | datetime) -> Any:
    """A moment in the time zone of the site; a date as it is."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _site(context: Context) -> str:
    """The URL namespace of the site whose page is being drawn."""
    match = getattr(context.get("request"), "resolver_match", None)
    return (getattr(match, "app_name", "") or "bureau").split(":")[0]
