"""The log's public face: its newest signed head, its key, and the page that checks a file in the browser."""

import json

from django.http import HttpRequest, HttpResponse

from mingjing.ledger import queries
from mingjing.sites.portal.views.answering import page, public


@public
def log(request: HttpRequest) -> HttpResponse:
    """Size, both roots, both signed checkpoints, the public key."""
    return page(request, "portal/log.html", {"head": queries.checkpoint(), "policy": queries.policy()})


@public
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint of the SHA-256 tree (C2SP tlog-checkpoint)."""
    return HttpResponse(queries.checkpoint().checkpoint256, content_type="text/plain; charset=utf-8")


@public
def checkpoint_sm3(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint of the SM3 tree."""
    return HttpResponse(queries.checkpoint().checkpointsm3, content_type="text/plain; charset=utf-8")


@public
def policy(request: HttpRequest) -> HttpResponse:
    """The names of the log and its public key, to be pinned by whoever verifies."""
    return HttpResponse(
        json.dumps(queries.policy(), ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )


@public
def verify(request: HttpRequest) -> HttpResponse:
    """The page that checks a decision or a case file in the browser; nothing is uploaded."""
    return page(request, "portal/verify.html", {"policy": queries.policy()})


@public
def verifier(request: HttpRequest) -> HttpResponse:
    """The one-file verifier, which needs nothing but Python."""
    response = HttpResponse(queries.verifier_file(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mingjing_verify.py"'
    return response
