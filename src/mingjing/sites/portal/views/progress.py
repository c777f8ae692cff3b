"""查办理进度: with the number and the code on a served document; and how each kind of act is told to the party."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from mingjing.foundation.pages import Field, filled
from mingjing.kernel.findings import Refused
from mingjing.publicity import operations, queries
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, private, public
from mingjing.sites.portal.views.limiting import TOO_MANY, too_many

FIELDS = (
    Field("number", "编号", required=True, example="示应急立〔2026〕1号", help="文书最后一页下方“查办理进度”后面的编号，或者决定书文号", attributes={"maxlength": 80, "autocomplete": "off"}),
    Field("code", "查询码", required=True, help="紧跟在编号后面的 10 位字母和数字，不分大小写", attributes={"maxlength": 20, "autocomplete": "off"}),
)  # fmt: skip


@csrf_protect
def progress(request: HttpRequest) -> HttpResponse:
    """Where a matter stands, for who holds a paper of it; a wrong number and a wrong code are answered alike."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    told = request.POST if request.method == "POST" else QueryDict()
    facts: dict[str, object] = {
        "fields": filled(FIELDS, told, {}),
        "found": None,
        "problem": "",
        "today": timezone.localdate(),
    }
    status = 200
    if request.method == "POST":
        if too_many(request, "progress"):
            status, facts["problem"] = 429, TOO_MANY
        else:
            number, code = text(told.get("number", ""), 80), text(told.get("code", ""), 20)
            try:
                facts["found"], facts["applicable"] = operations.ask_applicable(
                    number=number, code=code, on=timezone.localdate()
                )
                facts |= {"number": number, "code": code}
            except Refused as problem:
                status, facts["problem"] = 404, "".join(map(str, problem.findings))
    return private(page(request, "portal/progress.html", facts, status))


@public
def rights(request: HttpRequest) -> HttpResponse:
    """Every kind of act whose telling is published."""
    return page(request, "portal/rights.html", {"kinds": queries.rights()})


@public
def rights_of(request: HttpRequest, key: str) -> HttpResponse:
    """One kind of act: which documents tell the party what, which rights it has, and until when."""
    found = queries.rights_of(key)
    if found is None:
        return missing(request, "没有公开过这种执法行为的告知内容", (("查看告知与权利", reverse("portal:rights")),))
    chart = queries.chart(key)
    return page(request, "portal/rights_of.html", {"found": found, "chart": chart})
