"""Forms of a draft made elsewhere: write, revise, hand in a file, submit, withdraw, the steps of a disagreement."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mingjing.archives import operations as archives
from mingjing.cases import queries as cases
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.lawbook.terms import CATEGORY_NAMES
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES
from mingjing.review import operations, queries
from mingjing.review.terms import DraftContent, DraftFacts, HandlerNamed, RoundFacts, Settlement, Statement
from mingjing.sites.bureau.views.case_files import as_sent
from mingjing.sites.bureau.views.disputes import MOVES as DISPUTING
from mingjing.sites.bureau.views.disputes import dispute_fields
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.not_major import asked_fields, asked_of
from mingjing.sites.bureau.views.outside import about, moves_of, seen_draft

WRITERS = (Role.HANDLER, Role.EXAMINER)
ACTORS = (*WRITERS, Role.REVIEWER, Role.HEAD)
LONG = {"maxlength": 5000}
HOME = "外部送审"
ALIASES = {"party_is_unit": "party"}


def _content_fields(now: DraftContent | None, domain: str) -> tuple[Field, ...]:
    """What a draft says, with what is written already."""
    given = now.profile if now else None
    handlers = "\n".join(f"{one.name} {one.certificate}".strip() for one in now.handlers) if now else ""
    text = {name: getattr(now, name) if now else "" for name in ("title", "party", "facts", "basis", "proposal")}
    asked = asked_fields(given)
    return (
        Field("category", "执法类别", "select", given.category if given else "", required=True, choices=[("", "请选择"), *CATEGORY_NAMES.items()], part="送审稿"),
        Field("domain", "执法领域", "select", given.domain if given else domain, required=True, choices=[(one.value, name) for one, name in DOMAIN_NAMES.items()]),
        Field("title", "送审事项", value=text["title"], required=True, wide=True, example="示范县某公司烟花爆竹（批发）经营许可", attributes={"maxlength": 200}),
        Field("party_name", "行政相对人", value=text["party"], required=True, attributes={"maxlength": 120}),
        Field("handlers", "承办人", "textarea", handlers, required=True, rows=3, example="张三 13082100123", help="一行一人；姓名后空一格可以写执法证号"),
        Field("facts", "事实", "textarea", text["facts"], required=True, rows=5, attributes=LONG),
        Field("basis", "依据", "textarea", text["basis"], required=True, rows=3, help="写到条款项", attributes=LONG),
        Field("proposal", "拟作决定", "textarea", text["proposal"], required=True, rows=4, attributes=LONG),
        replace(asked[0], part="是否重大执法决定"), *asked[1:],
    )  # fmt: skip


def _content(typed: Typed, organ_id: UUID) -> DraftContent:
    return DraftContent(
        title=typed["title"], party=typed["party_name"], facts=typed["facts"], basis=typed["basis"], proposal=typed["proposal"],
        handlers=tuple(_handler(line) for line in typed["handlers"].splitlines() if line.strip()),
        profile=asked_of(typed, organ_id, typed["domain"]),
    )  # fmt: skip


def _handler(line: str) -> HandlerNamed:
    name, _, certificate = line.strip().replace("\u3000", " ").replace("\t", " ").partition(" ")
    return HandlerNamed(name, certificate.strip())


# A content error says 当事人 where the form has two fields about the party: the name is the one that is typed.
def _named(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Invalid as problem:
        raise Invalid({"party_name" if name == "party" else name: texts for name, texts in problem.errors.items()}) from None  # fmt: skip


@page(*WRITERS)
def outside_new(request: BureauRequest) -> HttpResponse:
    """Write down a draft of another system; its files follow."""
    organ, back = organs.organ(request.actor.organ_id), reverse("bureau:outside_drafts")
    made: list[DraftFacts] = []

    def act(typed: Typed) -> str:
        made.append(_named(lambda: operations.make_draft(
            content=_content(typed, organ.id), source_system=typed["source_system"], source_ref=typed["source_ref"], by=request.actor,
            at=timezone.now(),
        )))  # fmt: skip
        return "已登记送审稿，请提交文件，然后送审。" if made[0].fresh else "这份送审稿以前已经登记，内容相同。"

    fields = (
        Field("source_system", "来源系统", required=True, example="县行政审批系统", help="在哪个系统办理", attributes={"maxlength": 60}, part="来源"),
        Field("source_ref", "来源编号", required=True, example="XK-2026-0031", help="那个系统里的编号，本机关内唯一", attributes={"maxlength": 80}),
        *_content_fields(None, organ.domain),
    )  # fmt: skip
    trail = (("法制审核", ""), (HOME, back), ("登记送审稿", ""))
    return step(request, Step(
        "登记外部送审稿", trail, fields, act, "登记", back, then=lambda: reverse("bureau:outside_draft", args=[made[0].id]), aliases=ALIASES,
        note="决定在别的系统办理的，在这里登记送审稿：许可、强制、检查、征收征用、确认、给付、处罚都可以。登记以后提交文件，再送审。",
    ))  # fmt: skip


@page(*ACTORS)
def outside_move(request: BureauRequest, outside_id: UUID, move: str) -> HttpResponse:
    """One step on a draft: each has its form; a step that is not due leads back to the draft."""
    found = seen_draft(request, outside_id)
    rounds = queries.rounds(found.dossier_id)
    back = reverse("bureau:outside_draft", args=[found.id])
    if move not in FORMS or found.organ_id != request.actor.organ_id:
        raise Http404
    if not any(bool(rule(request.actor, found.organ_id)) for rule in MOVERS[move]):
        raise Forbidden(f"“{found.content.title}”的这一步不由{request.actor.name}办理。请转交有权限的人员。")
    due = {name: word for name, word, _ in moves_of(request.actor, found, rounds)}
    if request.method != "POST" and not request.typed and move not in due:
        messages.info(request, "这一步现在不能办理，请看下面的情况。")
        return HttpResponseRedirect(back)
    trail = (("法制审核", ""), (HOME, reverse("bureau:outside_drafts")), (found.source_ref, back))
    return step(request, FORMS[move](request, found, rounds, trail, back))


Trail = tuple[tuple[str, str], ...]


def _revising(
    request: BureauRequest, found: DraftFacts, rounds: tuple[RoundFacts, ...], trail: Trail, back: str
) -> Step:
    def act(typed: Typed) -> str:
        now = _named(lambda: operations.revise_draft(
            draft_id=found.id, content=_content(typed, found.organ_id), reason=typed["reason"], by=request.actor, at=timezone.now()
        ))  # fmt: skip
        return f"已保存第 {now.version} 稿。" + ("审核通过以后有改动，须重新送审。" if now.stage == "stale" else "")

    reason = Field(
        "reason", "修改原因", required=True, example="按审核意见补充依据", attributes={"maxlength": 200}, part="修改"
    )
    fields = (*_content_fields(found.content, found.content.profile.domain), reason)
    return Step(
        f"修改送审稿：{found.content.title}", (*trail, ("修改", "")), fields, act, "保存", back, aliases=ALIASES,
        note="以前各稿保留。审核通过以后修改的，原审核意见不再适用，须重新送审（REV-52、REV-04）。",
    )  # fmt: skip


def _filing(request: BureauRequest, found: DraftFacts, rounds: tuple[RoundFacts, ...], trail: Trail, back: str) -> Step:
    shown = about(found, rounds)

    def act(typed: Typed) -> str:
        given = request.FILES.get("file")
        if given is None or not given.size:
            raise Invalid({"file": ["没有选择文件，或者文件是空的，请重新选择。"]})
        name, content = str(given.name), as_sent(given)
        archives.refuse_secret(name=name, content=content)
        made = operations.add_draft_file(
            draft_id=found.id, kind=typed["kind"], name=name, content=content, by=request.actor, at=timezone.now()
        )
        return (
            f"已提交“{made.name}”，摘要已记入留痕台账。" if made.fresh else f"“{made.name}”以前已经提交，没有重复提交。"
        )

    lacking = f"还缺：{'、'.join(shown['missing'])}" if shown["missing"] else "要求的材料已经齐全"
    fields = (
        Field("kind", "材料", "select", request.GET.get("kind", ""), required=True, choices=[("", "请选择"), *shown["kinds"].items()], help=lacking),
        Field("file", "文件", "file", help="有密级标志的不要上传"),
    )  # fmt: skip
    return Step("提交送审材料", (*trail, ("提交文件", "")), fields, act, "提交", back)


def _submitting(
    request: BureauRequest, found: DraftFacts, rounds: tuple[RoundFacts, ...], trail: Trail, back: str
) -> Step:
    statement = queries.statement("submit", timezone.localdate())
    answered = bool(rounds and rounds[-1].response)
    asks = found.stage in {"problems", "settled", "disputed", "replied"} and not answered

    def act(typed: Typed) -> str:
        if typed.get("stated") != "1":
            raise Invalid({"stated": ["请确认责任声明后再送审。"]})
        made = operations.submit_draft(
            draft_id=found.id, response=str(typed.get("response", "")), statement=statement, by=request.actor, at=timezone.now(),
            calendar=cases.calendar(),
        )  # fmt: skip
        return f"已送审，第 {made.round} 轮，审核机构在 {made.due_on} 前出具意见。"

    response = Field("response", "对上一轮意见的处理情况", "textarea", required=True, rows=4, attributes=LONG)
    fields = (*((response,) if asks else ()), Field("stated", f"责任声明：{statement}", "checkbox", required=True))
    return Step(
        f"送审：{found.content.title}", (*trail, ("送审", "")), fields, act, "送审", back, aliases={"materials": "stated", "digest": "stated"},
        note="送审以后不能改动，直到审核人退回或者出具意见。材料缺项的一次告知（REV-10）。",
    )  # fmt: skip


def _responding(
    request: BureauRequest, found: DraftFacts, rounds: tuple[RoundFacts, ...], trail: Trail, back: str
) -> Step:
    def act(typed: Typed) -> str:
        operations.respond_on_draft(draft_id=found.id, response=typed["response"], by=request.actor, at=timezone.now())
        return "已说明处理情况，可以重新送审。"

    fields = (Field("response", "处理情况", "textarea", required=True, rows=5, help="逐条写明", attributes=LONG),)
    return Step("说明审核意见的处理情况", (*trail, ("处理情况", "")), fields, act, "保存", back)


def _reasoned(
    title: str, button: str, done: str, call: Callable[..., Any], example: str, note: str, *, danger: bool
) -> Callable[..., Step]:  # fmt: skip
    """The form of a step that needs nothing but its reason."""

    def made(
        request: BureauRequest, found: DraftFacts, rounds: tuple[RoundFacts, ...], trail: Trail, back: str
    ) -> Step:
        def act(typed: Typed) -> str:
            call(draft_id=found.id, reason=typed["reason"], by=request.actor, at=timezone.now())
            return done

        fields = (Field("reason", "原因", "textarea", required=True, rows=2, example=example, attributes={"maxlength": 200}),)  # fmt: skip
        return Step(
            f"{title}：{found.content.title}",
            (*trail, (button, "")),
            fields,
            act,
            button,
            back,
            note=note,
            danger=danger,
        )

    return made


def _disputing(move: str) -> Callable[..., Step]:
    """The form of one step of a disagreement, the same as for a case."""
    _, title, button, note = DISPUTING[move]

    def made(
        request: BureauRequest, found: DraftFacts, rounds: tuple[RoundFacts, ...], trail: Trail, back: str
    ) -> Step:
        who: dict[str, Any] = {"draft_id": found.id, "by": request.actor, "at": timezone.now()}

        def act(typed: Typed) -> str:
            if move in {"raise", "answer"}:
                said = Statement(typed["position"], typed["reasons"], typed["basis"])
                call = operations.dispute_draft if move == "raise" else operations.answer_draft_dispute
                call(statement=said, **who)
            elif move == "consult":
                operations.consult_on_draft(agreed=typed.pop("agreed") == "yes", **typed, **who)
            else:
                operations.settle_draft_dispute(meeting=str(typed.pop("meeting", "")), **typed, **who)
            return f"已{button}。"

        last = rounds[-1] if rounds else None
        route = Settlement(queries.dispute_route(found.organ_id, timezone.localdate()).route)
        fields = dispute_fields(last.dispute if last else None, move, route)
        people = last.dispute.people if last and last.dispute else frozenset()
        beside = {
            "round": last,
            "names": {key: one.name for key, one in organs.persons(people).items()} if people else {},
        }
        template = "bureau/cases/dispute.html" if last else "bureau/step.html"
        return Step(title, (*trail, (title, "")), fields, act, button, back, note=note, template=template, facts=beside)

    return made


_SUBMIT, _REVIEW, _SETTLE = (operations.may_submit,), (operations.may_review,), (operations.may_settle,)
# Move → who takes it, as for a case.
MOVERS = {
    **dict.fromkeys(("revise", "file", "submit", "respond", "withdraw", "raise"), _SUBMIT), "answer": _REVIEW, "consult": _SUBMIT + _REVIEW,
    "settle": _SETTLE, "extend": _SETTLE,
}  # fmt: skip
FORMS: dict[str, Callable[..., Step]] = {
    "revise": _revising, "file": _filing, "submit": _submitting, "respond": _responding,
    "withdraw": _reasoned(
        "撤回送审稿", "撤回", "已撤回，记录保留。", operations.withdraw_draft, "申请人撤回申请",
        "撤回以后不能再送审，正在进行的审核随之结束（REV-54）。记录和已经出具的意见保留。", danger=True,
    ),
    "extend": _reasoned(
        "批准延长审核期限", "批准延长", "已批准延长。", operations.extend_draft, "情况复杂，需要实地核查",
        "情况复杂的，可以批准延长一次（REV-07）。", danger=False,
    ),
    **{move: _disputing(move) for move in DISPUTING},
}  # fmt: skip


@page(*WRITERS)
def outside_file_void(request: BureauRequest, outside_id: UUID, sent_id: UUID) -> HttpResponse:
    """Make a file of a draft void, with the reason."""
    found, file = seen_draft(request, outside_id), queries.draft_file(outside_id, sent_id)
    if file is None or found.organ_id != request.actor.organ_id:
        raise Http404
    back = reverse("bureau:outside_draft", args=[found.id])

    def act(typed: Typed) -> str:
        operations.void_draft_file(file_id=file.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已作废，记录和原因保留；文件仍在案卷里。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="传错了文件", attributes={"maxlength": 200}),)  # fmt: skip
    trail = (("法制审核", ""), (HOME, reverse("bureau:outside_drafts")), (found.source_ref, back), ("作废文件", ""))
    note = "作废以后这一份不再算已经提交，已经送审的各轮不变；审核通过以后作废的，须重新送审（REV-52）。"
    return step(request, Step(f"作废“{file.name}”", trail, fields, act, "作废", back, note=note, danger=True))
