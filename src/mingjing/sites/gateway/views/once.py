"""One answer for one request: under an Idempotency-Key the same request is done once."""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.exchange import operations
from mingjing.exchange.terms import Answer
from mingjing.kernel.findings import Invalid
from mingjing.sites.gateway.access import Caller

KEY_HEADER = {
    "parameters": [
        {
            "in": "header", "name": "Idempotency-Key", "required": False, "schema": {"type": "string", "maxLength": 100},
            "description": "同一个键的同一请求只办一次，七天内再发得到同一个回答",
        }
    ]
}  # fmt: skip


def once(request: HttpRequest, answer: Callable[[], Answer]) -> HttpResponse:
    """Answer; under an Idempotency-Key, the same answer for the same request."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    name = request.headers.get("Idempotency-Key", "")
    if not name:
        said = answer()
    else:
        if len(name) > 100 or not name.isascii() or not name.isprintable():
            raise Invalid({"Idempotency-Key": ["最多 100 个可见的英文字符"]})
        digest = sha256(request.path.encode() + b"\n" + request.body).hexdigest()
        said = operations.answer_once(
            key_id=caller.key.id, name=name, digest=digest, answer=answer, by=caller.actor, at=timezone.now()
        )
    response = HttpResponse(said.body, status=said.status, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
