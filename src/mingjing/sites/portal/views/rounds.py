"""评议、征求意见: what is asked of the public, the form without an account, the counts, the words made public, the reply."""

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from mingjing.foundation.pages import Field, filled, moment_after
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import LONGEST_OPINION, RoundFacts
from mingjing.sites.portal.views.answering import missing, page, private, public
from mingjing.sites.portal.views.limiting import too_many

PAGE = 20
TOO_OFTEN = "这个网络地址一小时内提交得太多，请过一小时再试；内容还在下面"


@public
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, newest first, with where it stands today."""
    today = timezone.localdate()
    found = queries.public_rounds(before=moment_after(request), limit=PAGE + 1)
    facts = {
        "rows": [(one, one.state_name(today)) for one in found[:PAGE]],
        "next": found[PAGE - 1].opened_at.isoformat() if len(found) > PAGE else "",
    }
    return page(request, "portal/rounds.html", facts)


@csrf_protect
def one_round(request: HttpRequest, number: str) -> HttpResponseBase:
    """One round: the form while it is open, what came of it afterwards; after sending, the receipt."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    found = None if "\0" in number else queries.public_round(number[:60])
    if found is None:
        again = (("看全部评议和征求意见", reverse("portal:rounds")),)
        return missing(request, "没有这次评议或者征求意见：编号可能写错", again)
    if request.method == "POST":
        return _sent(request, found)
    if found.takes_answers(timezone.localdate()) and not getattr(request, "static_copy", None):
        return _shown(request, found, QueryDict(), {}, 200)
    return _result(request, found)


@public
def _result(request: HttpRequest, found: RoundFacts) -> HttpResponse:
    return page(request, "portal/round.html", _facts(found))


def _facts(found: RoundFacts) -> dict[str, object]:
    """What everybody may read of a round today. Counts wait for the end, so that they lead nobody."""
    today, address = timezone.localdate(), reverse("portal:round", args=[found.number])
    permanent, results = f"{settings.MINGJING_PORTAL_URL}{address}", queries.round_results(found)
    lines = [
        (one, _votes(one.choices, results.votes.get(one.key, ())), results.texts.get(one.key, ()))
        for one in found.questions
    ]
    return {
        "found": found,
        "state": found.state_name(today),
        "open": found.takes_answers(today),
        "over": found.is_over(today),
        "results": results,
        "lines": lines,
        "address": address,
        "permanent": permanent,
        "permanent_shown": unquote(permanent),
    }


def _votes(choices: tuple[str, ...], counts: tuple[int, ...]) -> list[tuple[str, int, str]]:
    """(choice, votes, share) of a question."""
    total = sum(counts)
    return [
        (word, count, f"{100 * count / total:.1f}%" if total else "—")
        for word, count in zip(choices, counts, strict=False)
    ]


def _sent(request: HttpRequest, found: RoundFacts) -> HttpResponse:
    if too_many(request, "round"):
        return _shown(request, found, request.POST, {"": [TOO_OFTEN]}, 429)
    told = request.POST
    chosen = {
        one.key: int(told[one.key])
        for one in found.questions
        if not one.is_free and told.get(one.key, "") in {str(at) for at in range(len(one.choices))}
    }
    written = {one.key: told.get(one.key, "") for one in found.questions if one.is_free}
    try:
        receipt = operations.answer_round(
            round_id=found.id, chosen=chosen, written=written, once=told.get("_once", ""), by="system", at=timezone.now()
        )  # fmt: skip
    except Invalid as problem:
        return _shown(request, found, told, problem.errors, 422)
    except Refused as problem:
        errors: dict[str, list[str]] = {}
        for one in problem.findings:
            errors.setdefault(one.field or "", []).append(str(one))
        return _shown(request, found, told, errors, 409 if "" in errors else 422)
    return private(page(request, "portal/round_receipt.html", {"found": found, "receipt": receipt}))


def _shown(
    request: HttpRequest, found: RoundFacts, told: QueryDict, errors: dict[str, list[str]], status: int
) -> HttpResponse:
    fields = tuple(
        Field(one.key, one.text, "textarea", rows=3, help="可以不写；请不要写姓名、身份证号、电话", attributes={"maxlength": LONGEST_OPINION})
        if one.is_free
        else Field(one.key, one.text, "radio", required=True, choices=[(str(at), word) for at, word in enumerate(one.choices)])
        for one in found.questions
    )  # fmt: skip
    keys = {one.name for one in fields}
    facts = _facts(found) | {
        "fields": filled(fields, told, errors) if told else fields,
        "extra": [text for name, texts in errors.items() if name not in keys for text in texts],
    }
    return private(page(request, "portal/round.html", facts, status))
