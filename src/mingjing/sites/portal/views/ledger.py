"""The log's public face: its newest signed head, its key, and the page that checks a file in the browser."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mingjing.ledger import operations, queries
from mingjing.ledger.terms import NotCosigned, PolicyBroken
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.pacing import paced

_FOR_EVER = "public, max-age=31536000, immutable"
_TEXT = "text/plain; charset=utf-8"
NOTE_LIMIT = 65536


@public
def log(request: HttpRequest) -> HttpResponse:
    """Size, both roots, both signed checkpoints, the public key, the witnesses."""
    facts = {"head": queries.checkpoint(), "policy": queries.policy(), "cosigned": queries.cosigned()}
    return page(request, "portal/log.html", {**facts, **witnessed()})


def witnessed() -> dict[str, object]:
    """The witnesses and the quorum in words; a policy that cannot be understood counts as none."""
    try:
        trusted = queries.trusted()
        return {"witnesses": queries.witnesses(), "quorum": trusted.words(), "one_sided": queries.one_sided()}
    except PolicyBroken:
        return {"witnesses": (), "quorum": "", "one_sided": True}


@public
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint of the SHA-256 tree (C2SP tlog-checkpoint), with the lines of witnesses."""
    return HttpResponse(queries.checkpoint().checkpoint256, content_type=_TEXT)


@public
def cosigned(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint of the SHA-256 tree that enough witnesses cosigned."""
    head = queries.cosigned()
    if head is None:
        return missing(request, "还没有见证足够的检查点")
    return HttpResponse(head.checkpoint256, content_type=_TEXT)


@public
def checkpoint_sm3(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint of the SM3 tree."""
    return HttpResponse(queries.checkpoint().checkpointsm3, content_type=_TEXT)


@public
def tile(request: HttpRequest, path: str, tree: str = "sha256") -> HttpResponse:
    """A tile or a bundle of entries (C2SP tlog-tiles): written once, so that every cache may keep it."""
    found = queries.log_file(tree, path)
    if found is None:
        return missing(request, "台账没有这个瓦片：地址不对，或者还没有写到那里")
    return HttpResponse(found, content_type="application/octet-stream", headers={"Cache-Control": _FOR_EVER})


@csrf_exempt
@require_POST
@paced("export")
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Where a witness that only opens connections itself hands its cosignature over; the signature is the right to."""
    length = request.headers.get("Content-Length", "")
    if length.strip("0123456789") or int(length or 0) > NOTE_LIMIT:
        return HttpResponse("签名文件过大\n", status=413, content_type=_TEXT)
    try:
        new = operations.take_cosignatures(note=request.body.decode("utf-8", "replace"), by="system")
    except (NotCosigned, PolicyBroken) as refusal:
        return HttpResponse(f"{refusal}\n", status=422, content_type=_TEXT)
    return HttpResponse(f"{new}\n", content_type=_TEXT)


@public
def tlog_policy(request: HttpRequest) -> HttpResponse:
    """Key, witnesses and quorum as C2SP tlog-policy text, to be kept by verifiers and monitors."""
    try:
        return HttpResponse(queries.published_policy(), content_type=_TEXT)
    except PolicyBroken:
        return missing(request, "见证策略暂时读不出来，请以后再来")


@public
def policy(request: HttpRequest) -> HttpResponse:
    """The names of the log and its public key, to be pinned by whoever verifies."""
    return HttpResponse(
        json.dumps(queries.policy(), ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )


@public
def verify(request: HttpRequest) -> HttpResponse:
    """The page that checks a decision or a case file in the browser; nothing is uploaded."""
    told, known = witnessed(), queries.policy()
    asked = "" if told["one_sided"] else queries.published_policy()
    changes = json.dumps(known.get("key_changes", []))
    return page(request, "portal/verify.html", {"policy": known, "asked": asked, "changes": changes, **told})


@public
def verifier(request: HttpRequest) -> HttpResponse:
    """The one-file verifier, which needs nothing but Python."""
    response = HttpResponse(queries.verifier_file(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mingjing_verify.py"'
    return response
