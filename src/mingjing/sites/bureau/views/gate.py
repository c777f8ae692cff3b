"""Who may see a page: sign-in, roles, and what happens to a form when a session has ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import owner_of
from mingjing.foundation.people import ROLE_NAMES, Actor, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.sites.bureau.access import recognise
from mingjing.sites.bureau.terms import EVERYBODY
from mingjing.sites.bureau.views import errors

P = ParamSpec("P")
View = Callable[Concatenate["BureauRequest", P], HttpResponseBase]
_TYPED, _DONE, _LONGEST = "typed", "done", 200_000


class BureauRequest(HttpRequest):
    """A request after `page` has let it in."""

    actor: Actor
    typed: QueryDict | None
    menu: tuple[Any, ...]
    role_names: tuple[str, ...]


def page(*roles: Role) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A view for people who are signed in and hold one of these roles (any role where none is named).

    Anonymous people are sent to sign in; a form they posted is kept for the same account. Forbidden, Refused and
    Invalid become friendly pages with status 403, 409 and 422. A form posted twice is answered like the first time.
    """
    wanted = frozenset(roles) or EVERYBODY

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if stop := welcome(request, wanted):
                return stop
            if answered := _answered_before(request):
                return answered
            try:
                response = view(request, *args, **kwargs)  # type: ignore[arg-type]
            except Forbidden as problem:
                return errors.refused_person(request, str(problem))
            except Refused as problem:
                return errors.refused_act(request, problem)
            except Invalid as problem:
                return errors.wrong_input(request, problem)
            _remember_answer(request, response)
            return response

        return guarded

    return decorate


def welcome(request: HttpRequest, wanted: frozenset[Role]) -> HttpResponseBase | None:
    """Lay person, menu and typed text on the request; or the page that says why the person may not come in."""
    account: Any = request.user
    actor = recognise(request, timezone.now())
    if actor is None:
        return errors.refused_person(request, "这个账号没有对应的在岗人员，不能使用办案端。请联系本机关系统管理员。")
    request.typed = _typed_before(request)  # type: ignore[attr-defined]
    if account.must_change_password and request.path != reverse("bureau:password"):
        messages.info(request, "首次登录或密码被重置后，须先设置自己的密码。")
        return HttpResponseRedirect(f"{reverse('bureau:password')}?next={quote(request.get_full_path())}")
    if not actor.has(*wanted):
        names = "、".join(ROLE_NAMES[role] for role in Role if role in wanted)
        return errors.refused_person(
            request, f"这一页供{names}使用，{actor.name}现在没有这些角色。需要时请联系本机关安全管理员。"
        )
    return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page, which leads back; keep what was posted for the account that opened the form.

    A draft that the browser saves by itself is kept too, and says nothing: nobody pressed a button.
    """
    target = request.get_full_path()
    if request.method == "POST":
        target = _form_page(request)
        typed = request.POST.copy()
        owner = owner_of(str(typed.get("_who", "")))
        for secret in [key for key in typed if key.startswith(("_", "csrf")) or "password" in key]:
            del typed[secret]
        text = typed.urlencode()
        if owner and text and len(text) <= _LONGEST:
            request.session[_TYPED] = {"page": target, "owner": owner, "text": text}
        if request.headers.get("X-Requested-With") != "draft":
            messages.warning(request, "登录已过期，这一步没有办成。请重新登录，您填写的内容会带回原来的表单。")
    address = f"{reverse('bureau:sign_in')}?next={quote(target)}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _form_page(request: HttpRequest) -> str:
    """The page that held the posted form, if it is one of ours; else the posted address."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path:
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.get_full_path()


def _typed_before(request: HttpRequest) -> QueryDict | None:
    """What this account typed on this page before its session ended; given back once."""
    kept = request.session.get(_TYPED)
    if not kept or request.method != "GET":
        return None
    if kept["owner"] != str(request.user.pk):
        del request.session[_TYPED]
        return None
    if kept["page"] != request.get_full_path():
        return None
    del request.session[_TYPED]
    messages.info(request, "已带回您在登录过期前填写的内容，请核对后再提交；附件须重新选择。")
    return QueryDict(kept["text"])


def _answered_before(request: HttpRequest) -> HttpResponse | None:
    """The first answer again, where the very same form comes a second time."""
    first = request.session.get(_DONE, {}).get(request.POST.get("_once", ""))
    if request.method != "POST" or not first:
        return None
    messages.info(request, "这一步刚才已经办过，没有重复办理。")
    return HttpResponseRedirect(first)


def _remember_answer(request: HttpRequest, response: HttpResponseBase) -> None:
    if request.method == "POST" and 300 <= response.status_code < 400:
        remember(request, response["Location"])


def remember(request: HttpRequest, target: str) -> None:
    """Send the very same form to this address where it comes a second time."""
    once = request.POST.get("_once", "")
    if 16 <= len(once) <= 64:
        done = {**request.session.get(_DONE, {}), once: target}
        request.session[_DONE] = dict(list(done.items())[-20:])
