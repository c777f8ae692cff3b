"""Signing in and out, and changing one's password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from mingjing.foundation.pages import fields_of
from mingjing.kernel.findings import Invalid
from mingjing.organs import operations as organs
from mingjing.sites.bureau.views.gate import BureauRequest, page


class SignInForm(AuthenticationForm):
    """User name and password, with messages that do not tell which of the two is wrong."""

    error_messages = {
        "invalid_login": "用户名或者密码不对，请核对后再试。连续输错 5 次，账号会暂停登录 15 分钟。",
        "inactive": "这个账号已停用，请联系本机关系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"


class SignIn(LoginView):
    """The sign-in page; it leads back to `next`."""

    template_name = "bureau/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as neutral fields."""
        context = super().get_context_data(**kwargs)
        return {**context, "fields": fields_of(context["form"]), "problems": context["form"].non_field_errors()}

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The page again, with status 422."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(LogoutView):
    """Signing out, by POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """End the session and say so."""
        answer = super().post(request, *args, **kwargs)
        messages.success(request, "已安全退出。")
        return answer


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """The page of an account that is shut for a while after too many wrong passwords (django-axes)."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    facts = {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "bureau/locked_out.html", facts, status=429)


@page()
def password(request: BureauRequest) -> HttpResponse:
    """Change one's own password."""
    account: Any = request.user
    form = PasswordChangeForm(account, request.POST or None)
    target = request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, form)
        except Invalid as problem:
            for texts in problem.errors.values():
                form.add_error("new_password1", texts)
        else:
            messages.success(request, "密码已修改，请记牢。")
            safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
            return HttpResponseRedirect(target if target and safe else reverse("bureau:home"))
    facts = {"fields": fields_of(form), "problems": form.non_field_errors()}
    return render(request, "bureau/password.html", facts, status=422 if form.errors else 200)


def _change(request: BureauRequest, form: PasswordChangeForm) -> None:
    account: Any = request.user
    organs.change_password(
        account_id=account.pk,
        current=form.cleaned_data["old_password"],
        new=form.cleaned_data["new_password1"],
        by=request.actor,
        at=timezone.now(),
    )
    account.refresh_from_db()
    update_session_auth_hash(request, account)
